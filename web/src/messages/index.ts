import { words } from "./words";

export { problems, sentences } from "./service";

/** Every word of the console. It stands before anything that speaks is evaluated, so words may be read anywhere. */
export const t = await words;
