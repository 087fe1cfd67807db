import type { Route } from "../../api/types";
import { t } from "../../messages";
import { Command } from "../../ui/CopyButton";
import { Section } from "../../ui/Page";

export function Connect({ route }: { route: Route }) {
  return (
    <div className="tabbody">
      <Section title={t.route.connectTitle} sub={t.route.connectSub}>
        <div className="stack">
          <Command text={t.route.cli(route.environment, route.key)} />
          <Command text={t.route.call(route.environment, route.key)} />
        </div>
      </Section>
    </div>
  );
}
