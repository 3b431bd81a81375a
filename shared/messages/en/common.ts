/** English: words used everywhere. One flat object; `{name}` is filled in. The Korean file must have the same keys (a test checks it). */
export const common = {
  'app.name': 'World Model Studio',
} as const satisfies Readonly<Record<string, string>>;
