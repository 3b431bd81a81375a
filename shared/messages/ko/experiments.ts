/** Korean: experiments. */
export const experiments = {} as const satisfies Readonly<Record<string, string>>;
