/** Korean: terms. */
export const terms = {} as const satisfies Readonly<Record<string, string>>;
