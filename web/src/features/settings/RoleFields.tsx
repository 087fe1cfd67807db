import { useQuery } from "@tanstack/react-query";
import { teams } from "../../api/people";
import type { Role } from "../../api/types";
import { t } from "../../messages";
import { SelectField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";

const s = t.settings;

interface RoleProps {
  role: Role;
  setRole: (role: Role) => void;
  team: string;
  setTeam: (team: string) => void;
}

/** A role, and the team that it is given for. */
export function RoleFields({ role, setRole, team, setTeam }: RoleProps) {
  const known = useQuery(teams()).data?.items ?? [];
  return (
    <div className="grid2">
      <SelectField
        label={s.members.role_}
        value={role}
        choices={choicesOf(s.roles)}
        change={(value) => setRole(value as Role)}
      />
      <SelectField
        label={s.members.team}
        value={team}
        choices={[
          { value: "", label: s.members.allTeams },
          ...known.map((one) => ({ value: one.id, label: one.name })),
        ]}
        change={setTeam}
      />
    </div>
  );
}
