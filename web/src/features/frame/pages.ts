import {
  IconAlertTriangle,
  IconChecklist,
  IconClock,
  IconCube,
  IconInbox,
  IconRoute,
  IconSettings,
  IconShieldCheck,
} from "@tabler/icons-react";
import { t } from "../../messages";

const { groups, pages } = t.frame;

/**
 * The pages of the frame, by what they are for. `phone` marks what the bar of a phone shows itself; `also` is where
 * the pages stand that belong to one and have an address of their own.
 */
export const NAV = [
  {
    group: groups.work,
    links: [
      { to: "/", label: pages.today, icon: IconInbox, phone: true },
      { to: "/findings", label: pages.findings, icon: IconAlertTriangle, phone: false },
    ],
  },
  {
    group: groups.registry,
    links: [
      { to: "/models", label: pages.models, icon: IconCube, phone: true, also: "/promotions" },
      { to: "/evidence", label: pages.evidence, icon: IconChecklist, phone: false },
    ],
  },
  {
    group: groups.run,
    links: [
      { to: "/routes", label: pages.routes, icon: IconRoute, phone: true, also: "/applications" },
      { to: "/ran", label: pages.ran, icon: IconClock, phone: false },
    ],
  },
  {
    group: groups.proof,
    links: [
      { to: "/audit", label: pages.audit, icon: IconShieldCheck, phone: false },
      { to: "/settings", label: pages.settings, icon: IconSettings, phone: false },
    ],
  },
] as const;

export const PAGES = NAV.flatMap((group) => [...group.links]);
export type Page = (typeof PAGES)[number];

/** Whether an address is of this page, or of one that belongs to it. */
export function covers(page: Page, address: string): boolean {
  const within = (root: string) => address === root || address.startsWith(`${root}/`);
  return within(page.to) || ("also" in page && within(page.also));
}
