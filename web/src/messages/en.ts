import { audit } from "./en/audit";
import { common, effect } from "./en/common";
import { frame, keys, signIn } from "./en/frame";
import { model, models, version } from "./en/registry";

/** Every word of the console, in English. A second language has this type. */
export const t = { frame, keys, signIn, common, effect, models, model, version, audit } as const;
export type Messages = typeof t;
