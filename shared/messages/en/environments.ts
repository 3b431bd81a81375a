/** English: environments. One flat object; `{name}` is filled in. The Korean file must have the same keys (tests check it). */
export const environments = {
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
