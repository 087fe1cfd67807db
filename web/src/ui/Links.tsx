import { Link } from "@tanstack/react-router";
import type { ActorRef, RouteRef, VersionRef } from "../api/types";
import { t } from "../messages";

/** What is hidden is found by its id: its name may be somebody else's by now. */
export function ModelLink({ name, id }: { name: string; id?: string }) {
  return (
    <Link className="obj" to="/models/$model" params={{ model: id ?? name }}>
      {name}
    </Link>
  );
}

export function VersionLink({
  of,
  long = false,
}: {
  of: Pick<VersionRef, "model_name" | "number">;
  long?: boolean;
}) {
  return (
    <Link
      className="obj nw"
      to="/models/$model/versions/$number"
      params={{ model: of.model_name, number: String(of.number) }}
    >
      {long ? t.common.versionOf(of.model_name, of.number) : t.common.version(of.number)}
    </Link>
  );
}

export function RouteLink({ of }: { of: RouteRef }) {
  return (
    <Link
      className="obj"
      to="/routes/$environment/$key"
      params={{ environment: of.environment, key: of.key }}
    >
      {`${of.environment}/${of.key}`}
    </Link>
  );
}

/** A suite; in a preview it may not be there yet. */
export function SuiteLink({ of }: { of: { id?: string | null; name: string } }) {
  if (!of.id) return <b className="b">{of.name}</b>;
  return (
    <Link className="obj" to="/evidence/suites/$suite" params={{ suite: of.id }}>
      {of.name}
    </Link>
  );
}

export function actorName(actor: { kind: string; name?: string | null }): string {
  return actor.name ?? (actor.kind === "system" ? t.common.system : t.common.unknown);
}

/** Who did it. A machine says that it is one. */
export function Actor({ of }: { of: Pick<ActorRef, "kind" | "name"> }) {
  return (
    <span>
      <span className="b">{actorName(of)}</span>
      {of.kind === "machine" && <span className="dim"> ({t.common.machine})</span>}
    </span>
  );
}

export function LogLink({ position, label }: { position: number; label: string }) {
  return (
    <Link className="mono nw" to="/audit/$position" params={{ position: String(position) }}>
      {label}
    </Link>
  );
}
