import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { session, signOut, teams } from "../../api/people";
import { environments } from "../../api/serving";
import { useCommand } from "../../api/useCommand";
import { initials } from "../../lib/format";
import { LANGUAGES, language, speak } from "../../lib/language";
import { zoneChoices, zoneLabel } from "../../lib/time";
import { t } from "../../messages";
import { useZone } from "../../ui/Instant";
import { Mark } from "../../ui/Mark";
import { LiveMark } from "./Live";

interface PickProps {
  label: string;
  value: string;
  choices: { value: string; label: string }[];
  change: (value: string) => void;
  bare?: boolean;
}

function Pick({ label, value, choices, change, bare = false }: PickProps) {
  const shown = choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Menu position="bottom-end" shadow="md" width={220} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="pick" aria-label={t.common.pair(label, shown)}>
          {!bare && <span className="k">{label}</span>} {shown}
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            onClick={() => change(choice.value)}
            aria-current={choice.value === value}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Filters() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const envs = useQuery(environments()).data?.items ?? [];
  const known = useQuery(teams()).data?.items ?? [];
  const set = (name: "env" | "team") => (value: string) =>
    navigate({
      to: ".",
      search: (old: Record<string, unknown>) => ({ ...old, [name]: value || undefined }) as never,
    });
  return (
    <span className="filters">
      <Pick
        label={t.frame.environment}
        value={search.env ?? ""}
        choices={[
          { value: "", label: t.frame.every.environment },
          ...envs.map((env) => ({ value: env.slug, label: env.slug })),
        ]}
        change={set("env")}
      />
      <Pick
        label={t.frame.team}
        value={search.team ?? ""}
        choices={[
          { value: "", label: t.frame.every.team },
          ...known.map((team) => ({ value: team.slug, label: team.name })),
        ]}
        change={set("team")}
      />
    </span>
  );
}

function Account() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const person = useQuery(session()).data?.principal;
  const leave = useCommand(signOut, () => location.assign("/sign-in"));
  const name = person?.name ?? t.common.unknown;
  const letters = person?.name ? initials(person.name) : t.frame.unknownPerson;
  return (
    <Menu position="bottom-end" shadow="md" width={220} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="ava" aria-label={t.frame.account(letters, name)}>
          {letters}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person?.email ?? name}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t.frame.scheme}</Menu.Label>
        {(["auto", "light", "dark"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            aria-current={scheme === colorScheme}
            onClick={() => setColorScheme(scheme)}
          >
            {t.frame.schemes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t.frame.language}</Menu.Label>
        {LANGUAGES.map((one) => (
          <Menu.Item key={one} lang={one} aria-current={one === language} onClick={() => speak(one)}>
            {t.frame.languages[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate(undefined)}>{t.frame.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function TopBar({ find, help }: { find: () => void; help: () => void }) {
  const [zone, setZone] = useZone();
  return (
    <header className="top">
      <Link to="/" className="brand">
        <Mark />
        <span>{t.frame.product}</span>
      </Link>
      <button type="button" className="find" onClick={find}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span>{t.frame.search}</span>
        <kbd>{t.frame.searchKey}</kbd>
      </button>
      <span className="sp" />
      <Filters />
      <LiveMark />
      <span className="zone">
        <Pick
          label={t.frame.zone}
          bare
          value={zone}
          choices={zoneChoices().map((value) => ({ value, label: zoneLabel(value) }))}
          change={setZone}
        />
      </span>
      <button type="button" className="pick help" aria-label={t.frame.help} onClick={help}>
        <kbd>?</kbd>
      </button>
      <Account />
    </header>
  );
}
