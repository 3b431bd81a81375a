/** English: what is said of DQN alone. */
export const dqn = {
  'algorithm.dqn.name': 'DQN',
  'algorithm.dqn.text':
    'Learns without a model of the world: a network that tells the value of each choice, and the best is taken. Mnih et al. 2015. Here it trains after each episode instead of during it, as many steps in all.',
  'algorithm.dqn.phaseText.seed': 'An episode is played at random, so that there is something to draw from.',
  'algorithm.dqn.phaseText.train':
    'In turn: an episode is played, its choices random ever less often, then the values learn from transitions drawn from all episodes kept.',
  'algorithm.dqn.configGroup.actions': 'Actions',
  'algorithm.dqn.configGroup.reward': 'Reward',
  'algorithm.dqn.configGroup.network': 'Network',
  'algorithm.dqn.configGroup.learning': 'Learning',
  'algorithm.dqn.configGroup.exploration': 'Exploration',
  'algorithm.dqn.config.environment.observation.label': 'Observation',
  'algorithm.dqn.config.environment.observation.help':
    'What it sees: grey pictures of 64×64 pixels, the last few at once, or the environment’s own numbers, which is much faster.',
  'algorithm.dqn.config.environment.observation.choice.pixels': 'grey pictures',
  'algorithm.dqn.config.environment.observation.choice.state': 'numbers',
  'algorithm.dqn.config.actions.choices.label': 'Choices',
  'algorithm.dqn.config.actions.choices.help':
    'What it chooses between. Where actions are numbers between bounds, a grid makes choices of them: every combination is one.',
  'algorithm.dqn.config.actions.choices.choice.own': 'the environment’s own',
  'algorithm.dqn.config.actions.choices.choice.three': 'lowest, middle, highest',
  'algorithm.dqn.config.actions.choices.choice.two': 'lowest, highest',
  'algorithm.dqn.config.replay.transitions.label': 'Transitions kept',
  'algorithm.dqn.config.replay.transitions.help':
    'Transitions that are drawn from; the oldest episodes give way. A grey picture takes 4,096 bytes of disk.',
  'algorithm.dqn.config.replay.steps.label': 'Rewards before an estimate',
  'algorithm.dqn.config.replay.steps.help':
    'Rewards that are added up as they came before the network estimates the rest: n. More learn faster from rare rewards, and trust older decisions more.',
  'algorithm.dqn.config.replay.prioritised.label': 'Prioritised replay',
  'algorithm.dqn.config.replay.prioritised.help':
    'Draws transitions more often whose value was estimated wrongly (Schaul et al. 2016), and counts them less in return.',
  'algorithm.dqn.config.replay.priorityExponent.label': 'Priority exponent',
  'algorithm.dqn.config.replay.priorityExponent.help':
    'How much the error decides in prioritised replay: 0 draws all alike, 1 in proportion to their errors.',
  'algorithm.dqn.config.replay.importanceExponent.label': 'Importance exponent',
  'algorithm.dqn.config.replay.importanceExponent.help':
    'How far prioritised replay makes up for its uneven draws at the beginning; it comes to 1, all the way, at the end of the run.',
  'algorithm.dqn.config.reward.scale.label': 'Reward factor',
  'algorithm.dqn.config.reward.scale.help':
    'What each reward is multiplied with before it is learnt from. Scores are never changed by it.',
  'algorithm.dqn.config.reward.clip.label': 'Reward limit',
  'algorithm.dqn.config.reward.clip.help':
    'Rewards are cut to this size, either way, after the factor. The paper’s 1 lets one network play all games, and hides how much a reward is worth. 0: they are not cut.',
  'algorithm.dqn.config.network.stackedFrames.label': 'Frames at once',
  'algorithm.dqn.config.network.stackedFrames.help':
    'The last few grey pictures that it sees together: from one alone it could not tell how things move.',
  'algorithm.dqn.config.network.shift.label': 'Random shift',
  'algorithm.dqn.config.network.shift.help':
    'Pixels by which a stack of pictures is moved at most, each time it is drawn: values then tell less of single pixels. The paper moves nothing: 0.',
  'algorithm.dqn.config.network.units.label': 'Width of the layers',
  'algorithm.dqn.config.network.units.help':
    'Numbers in the layer behind the convolutions, or in each layer where numbers are observed.',
  'algorithm.dqn.config.network.layers.label': 'Layers, from numbers',
  'algorithm.dqn.config.network.layers.help': 'Hidden layers where numbers are observed.',
  'algorithm.dqn.config.learning.startsAfter.label': 'Learning starts after',
  'algorithm.dqn.config.learning.startsAfter.help':
    'Decisions before the first training step. Until then all are random.',
  'algorithm.dqn.config.learning.decisionsPerStep.label': 'Decisions a training step',
  'algorithm.dqn.config.learning.decisionsPerStep.help':
    'Decisions for which one training step is made. They are made after the episode, all at once.',
  'algorithm.dqn.config.learning.batchSize.label': 'Batch size',
  'algorithm.dqn.config.learning.batchSize.help': 'Transitions in a training step.',
  'algorithm.dqn.config.learning.optimizer.label': 'Optimizer',
  'algorithm.dqn.config.learning.optimizer.help':
    'The paper’s RMSProp, centred, or Adam, which most later work takes.',
  'algorithm.dqn.config.learning.optimizer.choice.rmsprop': 'RMSProp',
  'algorithm.dqn.config.learning.optimizer.choice.adam': 'Adam',
  'algorithm.dqn.config.learning.learningRate.label': 'Learning rate',
  'algorithm.dqn.config.learning.learningRate.help': 'Step size of the optimizer.',
  'algorithm.dqn.config.learning.rmsDecay.label': 'RMSProp’s memory',
  'algorithm.dqn.config.learning.rmsDecay.help':
    'Share of its running means that RMSProp keeps at each step. Adam does not use it.',
  'algorithm.dqn.config.learning.rmsEpsilon.label': 'RMSProp’s smallest variance',
  'algorithm.dqn.config.learning.rmsEpsilon.help':
    'Added to a gradient’s variance before RMSProp divides by its root. Adam does not use it.',
  'algorithm.dqn.config.learning.gamma.label': 'Discount',
  'algorithm.dqn.config.learning.gamma.help':
    'What a reward one decision later is worth. Nearer to 1 looks further ahead.',
  'algorithm.dqn.config.learning.targetEvery.label': 'Target renewed every',
  'algorithm.dqn.config.learning.targetEvery.help':
    'Training steps after which the network that gives the targets becomes a copy of the one that learns.',
  'algorithm.dqn.config.learning.doubleDqn.label': 'Double DQN',
  'algorithm.dqn.config.learning.doubleDqn.help':
    'The network that learns picks the next choice, and the target says its value (van Hasselt et al. 2016): values are overestimated less.',
  'algorithm.dqn.config.learning.gradientClip.label': 'Gradient limit',
  'algorithm.dqn.config.learning.gradientClip.help':
    'The gradient is shortened to this length. 0: it is not; errors of more than 1 count as 1 in any case.',
  'algorithm.dqn.config.exploration.finalEpsilon.label': 'Random at the end',
  'algorithm.dqn.config.exploration.finalEpsilon.help':
    'Share of decisions that stay random while it plays to learn.',
  'algorithm.dqn.config.exploration.decisions.label': 'Decisions until then',
  'algorithm.dqn.config.exploration.decisions.help':
    'Decisions over which the share of random ones falls from 1, evenly, once learning has started.',
  'algorithm.dqn.config.evaluate.epsilon.label': 'Random in evaluations',
  'algorithm.dqn.config.evaluate.epsilon.help':
    'Share of random decisions in evaluations. The paper’s 0.05 keeps it from being stuck for ever; 0 always takes the best.',
  'algorithm.dqn.finding.agentNoBetterThanRandom.next':
    'See whether the values rise: if they do and the score does not, lower the learning rate; if they stay flat, let it explore for longer, or make rewards larger.',
} as const satisfies Readonly<Record<string, string>>;
