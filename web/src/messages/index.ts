import { words } from "./words";

/** Every word of the console. It stands before anything that speaks is evaluated, so words may be read anywhere. */
export const t = await words;
