import type { components } from "./schema.gen";

export type { paths } from "./schema.gen";
export type Schemas = components["schemas"];
