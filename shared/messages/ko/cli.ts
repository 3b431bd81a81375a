/** Korean: cli. */
export const cli = {} as const satisfies Readonly<Record<string, string>>;
