/** Korean: config. */
export const config = {} as const satisfies Readonly<Record<string, string>>;
