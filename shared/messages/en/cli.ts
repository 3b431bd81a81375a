/** English: cli. One flat object; `{name}` is filled in. The Korean file must have the same keys (tests check it). */
export const cli = {} as const satisfies Readonly<Record<string, string>>;
