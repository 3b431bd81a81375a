/** Korean: theatre. */
export const theatre = {} as const satisfies Readonly<Record<string, string>>;
