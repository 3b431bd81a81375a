/** English: what is said of the toys. */
export const toys = {
  'environment.toy-line.name': 'Toy line',
  'environment.toy-line.description':
    'A ball on a bar, pushed left and right; points for being near the middle.',
  'algorithm.toy-search.name': 'Toy search',
  'algorithm.toy-search.text': 'Looks for one number that an observation is multiplied by.',
  'algorithm.toy-search.phaseText.seed': 'An episode is played at random.',
  'algorithm.toy-search.phaseText.train':
    'An episode is played with noise, then the number is moved, in turn.',
  'algorithm.toy-search.configGroup.search': 'Search',
  'algorithm.toy-search.config.search.stepSize.label': 'Step size',
  'algorithm.toy-search.config.search.stepSize.help': 'How far a training step moves the number.',
  'algorithm.toy-search.config.search.deviation.label': 'Noise',
  'algorithm.toy-search.config.search.deviation.help': 'Deviation of the noise on actions while it learns.',
  'algorithm.toy-search.config.search.secondsAStep.label': 'Seconds a step',
  'algorithm.toy-search.config.search.secondsAStep.help': 'How long each training step waits.',
} as const satisfies Readonly<Record<string, string>>;
