/** English: what is said of A3C alone. */
export const a3c = {
  'algorithm.a3c.name': 'A3C',
  'algorithm.a3c.text':
    'Learns without a model of the world and without a replay: workers side by side play a few steps each and teach one policy and one estimate of returns. Mnih et al. 2016.',
  'algorithm.a3c.phaseText.train':
    'Every worker plays a few steps by the shared policy, compares what they brought with what was expected, and changes policy and expectation by it.',
  'algorithm.a3c.compute.isNotExact':
    'No: its workers do not wait for each other, or it was resumed where rounding differs',
  'algorithm.a3c.configGroup.frames': 'Frames',
  'algorithm.a3c.configGroup.actions': 'Actions',
  'algorithm.a3c.configGroup.workers': 'Workers',
  'algorithm.a3c.configGroup.network': 'Networks',
  'algorithm.a3c.configGroup.learning': 'Learning',
  'algorithm.a3c.config.schedule.environmentSteps.help':
    'Frames that all workers together play before the last evaluation.',
  'algorithm.a3c.config.schedule.evaluateEvery.help':
    'Frames between two evaluations, which are never learnt from.',
  'algorithm.a3c.config.frames.stack.label': 'Frames seen at once',
  'algorithm.a3c.config.frames.stack.help':
    'The last few frames, 64x64 and grey, are read as one picture: from one alone nobody sees how things move.',
  'algorithm.a3c.config.frames.edges.label': 'Edges beside grey',
  'algorithm.a3c.config.frames.edges.help':
    'The strength of edges (Sobel) as a second channel of each frame.',
  'algorithm.a3c.config.actions.kind.label': 'Kind of actions',
  'algorithm.a3c.config.actions.kind.help':
    'Whether the policy chooses between a few actions, or draws numbers from a normal distribution.',
  'algorithm.a3c.config.actions.kind.choice.choices': 'choices',
  'algorithm.a3c.config.actions.kind.choice.continuous': 'numbers',
  'algorithm.a3c.config.actions.choices.label': 'Choices',
  'algorithm.a3c.config.actions.choices.help':
    'What is chosen between: what the environment offers (CarRacing: nothing, left, right, gas, brake), or a grid over the bounds. Only for choices.',
  'algorithm.a3c.config.actions.choices.choice.own': 'the environment’s',
  'algorithm.a3c.config.actions.choices.choice.three': 'lowest, middle, highest',
  'algorithm.a3c.config.actions.choices.choice.two': 'lowest, highest',
  'algorithm.a3c.config.actions.variance.label': 'Variance',
  'algorithm.a3c.config.actions.variance.help':
    'Whether all numbers of an action are drawn with one variance, as in the paper, or each with its own. Only for numbers.',
  'algorithm.a3c.config.actions.variance.choice.spherical': 'one for all',
  'algorithm.a3c.config.actions.variance.choice.each': 'one each',
  'algorithm.a3c.config.actions.bounded.label': 'Mean within the bounds',
  'algorithm.a3c.config.actions.bounded.help':
    'The mean goes through a tanh and cannot leave the bounds, where its slope would be lost. Only for numbers.',
  'algorithm.a3c.config.workers.count.label': 'Workers',
  'algorithm.a3c.config.workers.count.help':
    'Threads that play and learn side by side, each in an environment of its own. More than the machine has cores gain variety, not speed.',
  'algorithm.a3c.config.workers.order.label': 'Order',
  'algorithm.a3c.config.workers.order.help':
    'Synchronous: all play a round on the same parameters, then their gradients follow in a fixed order, and the run repeats bit for bit. Asynchronous, as in the paper: each applies its own at once, and no run repeats another.',
  'algorithm.a3c.config.workers.order.choice.synchronous': 'synchronous',
  'algorithm.a3c.config.workers.order.choice.asynchronous': 'asynchronous',
  'algorithm.a3c.config.workers.steps.label': 'Steps of a roll-out',
  'algorithm.a3c.config.workers.steps.help':
    'Decisions that a worker makes before it learns from them, fewer at an episode’s end. More rely less on what is estimated.',
  'algorithm.a3c.config.workers.patience.label': 'Patience',
  'algorithm.a3c.config.workers.patience.help':
    'Decisions without a reward after which a training episode is given up. 0: never. Evaluations always play to the end.',
  'algorithm.a3c.config.network.separate.label': 'Separate networks',
  'algorithm.a3c.config.network.separate.help':
    'Policy and value share nothing, as the paper has it for numbers; else both read one trunk.',
  'algorithm.a3c.config.network.firstFilters.label': 'Filters of the first convolution',
  'algorithm.a3c.config.network.firstFilters.help': '8x8 pixels each, every 4 pixels.',
  'algorithm.a3c.config.network.secondFilters.label': 'Filters of the second convolution',
  'algorithm.a3c.config.network.secondFilters.help': '4x4 places each, every 2 places.',
  'algorithm.a3c.config.network.layers.label': 'Layers',
  'algorithm.a3c.config.network.layers.help':
    'Dense layers after what is observed, or after the convolutions.',
  'algorithm.a3c.config.network.units.label': 'Width of layers',
  'algorithm.a3c.config.network.units.help': 'Numbers in each of them.',
  'algorithm.a3c.config.network.lstmUnits.label': 'LSTM units',
  'algorithm.a3c.config.network.lstmUnits.help': 'Numbers of a memory after the layers. 0: none.',
  'algorithm.a3c.config.learning.optimiser.label': 'Optimiser',
  'algorithm.a3c.config.learning.optimiser.help':
    'How gradients become steps; all workers share its statistics. The paper takes RMSProp.',
  'algorithm.a3c.config.learning.optimiser.choice.rmsprop': 'RMSProp',
  'algorithm.a3c.config.learning.optimiser.choice.adam': 'Adam',
  'algorithm.a3c.config.learning.learningRate.label': 'Learning rate',
  'algorithm.a3c.config.learning.learningRate.help':
    'Step size at the beginning. The paper draws it between 0.0001 and 0.01 and keeps the best.',
  'algorithm.a3c.config.learning.annealed.label': 'Falling learning rate',
  'algorithm.a3c.config.learning.annealed.help': 'In a straight line to 0 at the last environment step.',
  'algorithm.a3c.config.learning.rmspropDecay.label': 'RMSProp: decay',
  'algorithm.a3c.config.learning.rmspropDecay.help':
    'How slowly the mean of squared gradients forgets. Only for RMSProp.',
  'algorithm.a3c.config.learning.rmspropEpsilon.label': 'RMSProp: epsilon',
  'algorithm.a3c.config.learning.rmspropEpsilon.help':
    'Added to the mean of squared gradients before the root is taken. Only for RMSProp.',
  'algorithm.a3c.config.learning.gamma.label': 'Discount',
  'algorithm.a3c.config.learning.gamma.help':
    'What a reward one decision later is worth. Nearer to 1 looks further ahead.',
  'algorithm.a3c.config.learning.entropyWeight.label': 'Entropy bonus',
  'algorithm.a3c.config.learning.entropyWeight.help':
    'How much a policy is rewarded for staying undecided. More explores longer.',
  'algorithm.a3c.config.learning.valueWeight.label': 'Weight of the value',
  'algorithm.a3c.config.learning.valueWeight.help':
    'Of the squared error of expected returns, beside the policy’s loss.',
  'algorithm.a3c.config.learning.gradientClip.label': 'Gradient limit',
  'algorithm.a3c.config.learning.gradientClip.help':
    'The gradient of a roll-out is shortened to this length. 0: never.',
  'algorithm.a3c.config.learning.rewardScale.label': 'Scale of rewards',
  'algorithm.a3c.config.learning.rewardScale.help':
    'What is learnt from is the reward times this. Scores stay as they are.',
  'algorithm.a3c.config.learning.rewardLimit.label': 'Limit of rewards',
  'algorithm.a3c.config.learning.rewardLimit.help':
    'What is learnt from lies within plus and minus this, after scaling. 0: no limit. Scores stay as they are.',
  'algorithm.a3c.config.evaluate.actions.label': 'Actions in evaluations',
  'algorithm.a3c.config.evaluate.actions.help':
    'The likeliest ones, or drawn from the policy as while learning. The theatre acts the same way.',
  'algorithm.a3c.config.evaluate.actions.choice.likeliest': 'the likeliest',
  'algorithm.a3c.config.evaluate.actions.choice.drawn': 'drawn',
  'algorithm.a3c.config.compute.threads.help':
    'Threads for one tensor operation, beside those of the workers. Exact repetition needs the same number.',
  'algorithm.a3c.finding.agentNoBetterThanRandom.next':
    'See whether the entropy falls: if it does and the score does not rise, raise the entropy bonus; if it stays, more steps or a larger learning rate are needed.',
  'algorithm.a3c.finding.notExact.text':
    'Its workers do not wait for each other, or it was resumed where rounding differs.',
} as const satisfies Readonly<Record<string, string>>;
