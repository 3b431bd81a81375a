/** Korean: environments. */
export const environments = {} as const satisfies Readonly<Record<string, string>>;
