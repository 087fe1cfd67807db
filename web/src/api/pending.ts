/** The API, as its document describes it. */
export type { paths } from "./schema.gen";

import type { components } from "./schema.gen";

export type Schemas = components["schemas"];
