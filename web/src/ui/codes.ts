import { t } from "../messages";

/** A role in words; the service may know one that the console does not. */
export const roleWord = (role: string) => t.settings.roles[role] ?? role;

/** What kind of thing an entry of the log is about, in words. */
export const kindWord = (kind: string) => t.audit.kinds[kind] ?? kind;
