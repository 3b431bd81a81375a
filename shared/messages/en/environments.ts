/** English: environments. One flat object; `{name}` is filled in. The Korean file must have the same keys (tests check it). */
export const environments = {
  'environment.car-racing.name': 'CarRacing',
  'environment.car-racing.description':
    'Drive a car around a random track, seen from above. Every new tile of road earns a part of 1,000 points, every frame costs 0.1.',
  'environment.key.steerLeft': 'Steer left',
  'environment.key.steerRight': 'Steer right',
  'environment.key.gas': 'Gas',
  'environment.key.brake': 'Brake',
} as const satisfies Readonly<Record<string, string>>;
