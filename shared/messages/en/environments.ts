/** English: environments. One flat object; `{name}` is filled in. The Korean file must have the same keys (tests check it). */
export const environments = {
  'environment.car-racing.name': 'CarRacing',
  'environment.car-racing.description':
    'Drive a car around a random track, seen from above. Every new tile of road earns a part of 1,000 points, every frame costs 0.1.',
  'environment.key.steerLeft': 'Steer left',
  'environment.key.steerRight': 'Steer right',
  'environment.key.gas': 'Gas',
  'environment.key.brake': 'Brake',
  'environment.take-cover.name': 'Take Cover',
  'environment.take-cover.description':
    'Step left and right in a room while monsters at the far wall throw fireballs. Every tic survived counts one point.',
  'environment.key.left': 'Step left',
  'environment.key.right': 'Step right',
} as const satisfies Readonly<Record<string, string>>;
