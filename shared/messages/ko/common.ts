/** Korean: words used everywhere. */
export const common = {
  'app.name': '월드 모델 스튜디오',
} as const satisfies Readonly<Record<string, string>>;
