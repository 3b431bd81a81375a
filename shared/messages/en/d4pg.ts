/** English: what is said of D4PG alone. */
export const d4pg = {
  'algorithm.d4pg.name': 'D4PG',
  'algorithm.d4pg.text':
    'Learns without a model of the world: a critic that tells returns as a distribution, and a policy that climbs it. Barth-Maron et al. 2018, as acme has it.',
  'algorithm.d4pg.phaseText.seed': 'An episode is played at random, so that there is something to draw from.',
  'algorithm.d4pg.phaseText.train':
    'In turn: an episode is played with noise, then critic and policy learn from transitions drawn from all episodes so far.',
  'algorithm.d4pg.configGroup.encoder': 'Encoder, from pictures',
  'algorithm.d4pg.config.environment.observation.label': 'Observation',
  'algorithm.d4pg.config.environment.observation.help':
    'What it sees: the environment’s own numbers, or grey pictures of 64×64 pixels, the last few at once, which takes a hundred times as long to learn from.',
  'algorithm.d4pg.config.environment.observation.choice.pixels': 'grey pictures',
  'algorithm.d4pg.config.environment.observation.choice.state': 'numbers',
  'algorithm.d4pg.config.encoder.stackedFrames.label': 'Frames at once',
  'algorithm.d4pg.config.encoder.stackedFrames.help':
    'The last few grey pictures that it sees together: from one alone it could not tell how things move.',
  'algorithm.d4pg.config.encoder.filters.label': 'Filters',
  'algorithm.d4pg.config.encoder.filters.help': 'Of each convolution that reads pictures.',
  'algorithm.d4pg.config.encoder.layers.label': 'Convolutions',
  'algorithm.d4pg.config.encoder.layers.help':
    'The first halves the picture, the others keep its size. Each takes about as long as all else together.',
  'algorithm.d4pg.config.encoder.features.label': 'Features',
  'algorithm.d4pg.config.encoder.features.help':
    'Numbers that policy and critic read in place of a stack of pictures. The critic’s loss alone teaches what they say.',
  'algorithm.d4pg.config.encoder.shift.label': 'Random shift',
  'algorithm.d4pg.config.encoder.shift.help':
    'Pixels by which a stack of pictures is moved at most, each time it is drawn. Without it values fit the pixels instead of what they show. 0: not moved.',
  'algorithm.d4pg.configGroup.learning': 'Learning',
  'algorithm.d4pg.configGroup.policy': 'Policy',
  'algorithm.d4pg.configGroup.critic': 'Critic',
  'algorithm.d4pg.configGroup.exploration': 'Exploration',
  'algorithm.d4pg.config.replay.transitions.label': 'Transitions kept',
  'algorithm.d4pg.config.replay.transitions.help':
    'Transitions that are drawn from, in memory; the oldest episodes give way.',
  'algorithm.d4pg.config.replay.steps.label': 'Rewards before an estimate',
  'algorithm.d4pg.config.replay.steps.help':
    'Rewards that are added up as they came before the critic estimates the rest: n. More learn faster from rare rewards, and trust older actions more.',
  'algorithm.d4pg.config.learning.batchSize.label': 'Batch size',
  'algorithm.d4pg.config.learning.batchSize.help': 'Transitions in a training step.',
  'algorithm.d4pg.config.learning.samplesPerStep.label': 'Uses of a transition',
  'algorithm.d4pg.config.learning.samplesPerStep.help':
    'How often each transition is drawn, on average: so many training steps follow an episode. More learn more from the same experience, and take longer.',
  'algorithm.d4pg.config.learning.policyLearningRate.label': 'Learning rate of the policy',
  'algorithm.d4pg.config.learning.policyLearningRate.help': 'Step size of Adam for the policy.',
  'algorithm.d4pg.config.learning.criticLearningRate.label': 'Learning rate of the critic',
  'algorithm.d4pg.config.learning.criticLearningRate.help': 'Step size of Adam for the critic.',
  'algorithm.d4pg.config.learning.gamma.label': 'Discount',
  'algorithm.d4pg.config.learning.gamma.help':
    'What a reward one decision later is worth. Nearer to 1 looks further ahead.',
  'algorithm.d4pg.config.learning.targetEvery.label': 'Targets renewed every',
  'algorithm.d4pg.config.learning.targetEvery.help':
    'Training steps after which the networks that give the targets become copies of those that learn.',
  'algorithm.d4pg.config.learning.gradientClip.label': 'Gradient limit',
  'algorithm.d4pg.config.learning.gradientClip.help':
    'Gradients of critic and policy are each shortened to this length.',
  'algorithm.d4pg.config.policy.firstUnits.label': 'First layer',
  'algorithm.d4pg.config.policy.firstUnits.help': 'Numbers in the policy’s first layer, which is normalised.',
  'algorithm.d4pg.config.policy.layers.label': 'Further layers',
  'algorithm.d4pg.config.policy.layers.help': 'Layers that follow the first.',
  'algorithm.d4pg.config.policy.units.label': 'Width of further layers',
  'algorithm.d4pg.config.policy.units.help': 'Numbers in each of them.',
  'algorithm.d4pg.config.critic.firstUnits.label': 'First layer',
  'algorithm.d4pg.config.critic.firstUnits.help': 'Numbers in the critic’s first layer, which is normalised.',
  'algorithm.d4pg.config.critic.layers.label': 'Further layers',
  'algorithm.d4pg.config.critic.layers.help': 'Layers that follow the first.',
  'algorithm.d4pg.config.critic.units.label': 'Width of further layers',
  'algorithm.d4pg.config.critic.units.help': 'Numbers in each of them.',
  'algorithm.d4pg.config.critic.atoms.label': 'Atoms',
  'algorithm.d4pg.config.critic.atoms.help': 'Returns that are told apart, at even distances.',
  'algorithm.d4pg.config.critic.lowestReturn.label': 'Lowest return',
  'algorithm.d4pg.config.critic.lowestReturn.help':
    'The lowest discounted return that is told. Returns beyond it count as this one.',
  'algorithm.d4pg.config.critic.highestReturn.label': 'Highest return',
  'algorithm.d4pg.config.critic.highestReturn.help':
    'The highest discounted return that is told. With rewards of at most 1 a decision and a discount of 0.99 none exceeds 100.',
  'algorithm.d4pg.config.exploration.deviation.label': 'Noise',
  'algorithm.d4pg.config.exploration.deviation.help':
    'Deviation of the noise that is added to actions while playing to learn; an action’s bounds are -1 and 1.',
  'algorithm.d4pg.finding.agentNoBetterThanRandom.next':
    'See whether the critic’s returns rise: if they do and the score does not, lower the learning rates; if they stay flat, the rewards are too rare for this noise.',
  'algorithm.d4pg.finding.asPublished.text':
    'As D4PG’s published seeds: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
  'algorithm.d4pg.finding.aheadOfPublished.text':
    'Ahead of every published seed of D4PG: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
  'algorithm.d4pg.finding.behindPublished.text':
    'Behind every published seed of D4PG: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
} as const satisfies Readonly<Record<string, string>>;
