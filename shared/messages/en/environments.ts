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
    'Step left and right to let fireballs pass. Every tic survived earns one point; 35 tics are a second.',
  'environment.key.left': 'Step left',
  'environment.key.right': 'Step right',
  'environments.intro': 'Each opens to be played by keyboard at once.',
  'environments.filter': 'Find an environment',
  'environments.noneFound': 'No environment is called “{text}”.',
  'environments.actions': 'Actions',
  'environments.observations': 'Observations',
  'environments.time': 'Time',
  'environments.reward': 'Reward a step',
  'environments.rewardRange': '{low} to {high}',
  'environments.source': 'Source',
  'environments.knownScores': 'Known scores',
  'environments.choices': 'one of {count}',
  'environments.choicesNamed': 'one of {count}: {names}',
  'environments.numbers': '{count} numbers, {low} to {high}',
  'environments.pace': '{rate} steps a second, {steps} steps at most',
} as const satisfies Readonly<Record<string, string>>;
