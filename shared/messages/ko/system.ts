/** Korean: system. */
export const system = {} as const satisfies Readonly<Record<string, string>>;
