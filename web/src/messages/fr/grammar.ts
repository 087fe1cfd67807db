/** In French 0 and 1 are singular. */
export const plural = (n: number, one: string, many: string) => (n < 2 ? one : many);

export const things = (n: number, one: string, many: string) => `${n} ${plural(n, one, many)}`;
