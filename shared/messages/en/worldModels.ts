/** English: what is said of World Models alone. */
export const worldModels = {
  'algorithm.world-models.configGroup.collect': 'Collect',
  'algorithm.world-models.configGroup.vision': 'V, vision',
  'algorithm.world-models.configGroup.memory': 'M, memory',
  'algorithm.world-models.configGroup.controller': 'C, controller',
  'algorithm.world-models.config.collect.episodes.label': 'Episodes',
  'algorithm.world-models.config.collect.episodes.help':
    'Random episodes from which V and M learn. More show V and M more of the world.',
  'algorithm.world-models.config.collect.maxSteps.label': 'Longest episode',
  'algorithm.world-models.config.collect.maxSteps.help': 'Steps after which a collected episode is cut.',
  'algorithm.world-models.config.collect.policy.label': 'Random policy',
  'algorithm.world-models.config.collect.policy.help':
    'Who acts while collecting: a freshly drawn random network each episode (the paper’s CarRacing), one random action held for 1 to 10 steps (its Take Cover), or a new random action every step.',
  'algorithm.world-models.config.collect.policy.choice.random-networks': 'random networks',
  'algorithm.world-models.config.collect.policy.choice.sticky-uniform': 'random, held for a while',
  'algorithm.world-models.config.collect.policy.choice.uniform': 'random at every step',
  'algorithm.world-models.config.collect.minSteps.label': 'Shortest episode',
  'algorithm.world-models.config.collect.minSteps.help':
    'Episodes shorter than this are dropped, as the authors do for Take Cover.',
  'algorithm.world-models.config.vision.latentSize.label': 'Size of z',
  'algorithm.world-models.config.vision.latentSize.help':
    'Numbers into which V squeezes one frame. More keep more detail and make M’s task harder.',
  'algorithm.world-models.config.vision.epochs.label': 'Epochs',
  'algorithm.world-models.config.vision.epochs.help': 'Times that V goes through all collected frames.',
  'algorithm.world-models.config.vision.batchSize.label': 'Batch size',
  'algorithm.world-models.config.vision.batchSize.help': 'Frames in each training step of V.',
  'algorithm.world-models.config.vision.learningRate.label': 'Learning rate',
  'algorithm.world-models.config.vision.learningRate.help': 'Step size of Adam for V.',
  'algorithm.world-models.config.vision.klTolerance.label': 'KL tolerance',
  'algorithm.world-models.config.vision.klTolerance.help':
    'Below this much KL for each number of z there is no pull towards the prior; lets z carry detail.',
  'algorithm.world-models.config.vision.maxBatches.label': 'Batches at most',
  'algorithm.world-models.config.vision.maxBatches.help':
    'Ends V’s training after so many batches; 0 goes through all epochs.',
  'algorithm.world-models.config.memory.hiddenSize.label': 'Hidden size',
  'algorithm.world-models.config.memory.hiddenSize.help': 'Units of M’s LSTM: how much it can remember.',
  'algorithm.world-models.config.memory.mixtures.label': 'Mixtures',
  'algorithm.world-models.config.memory.mixtures.help':
    'Gaussians with which M describes each number of the next z: how many different futures it can hold open.',
  'algorithm.world-models.config.memory.steps.label': 'Batches',
  'algorithm.world-models.config.memory.steps.help': 'Training steps of M.',
  'algorithm.world-models.config.memory.batchSize.label': 'Batch size',
  'algorithm.world-models.config.memory.batchSize.help': 'Sequences in each training step of M.',
  'algorithm.world-models.config.memory.sequenceLength.label': 'Sequence length',
  'algorithm.world-models.config.memory.sequenceLength.help': 'Steps of each sequence that M learns from.',
  'algorithm.world-models.config.memory.learningRate.label': 'Learning rate',
  'algorithm.world-models.config.memory.learningRate.help': 'Step size of Adam for M at the beginning.',
  'algorithm.world-models.config.memory.learningRateDecay.label': 'Learning rate decay',
  'algorithm.world-models.config.memory.learningRateDecay.help':
    'Factor on the learning rate at every step; 1 keeps it constant.',
  'algorithm.world-models.config.memory.learningRateMinimum.label': 'Lowest learning rate',
  'algorithm.world-models.config.memory.learningRateMinimum.help': 'The decay stops here.',
  'algorithm.world-models.config.memory.gradientClip.label': 'Gradient clip',
  'algorithm.world-models.config.memory.gradientClip.help':
    'Larger gradients are cut to this, so that one odd sequence cannot upset M.',
  'algorithm.world-models.config.memory.predictsReward.label': 'Predicts reward',
  'algorithm.world-models.config.memory.predictsReward.help':
    'M also predicts the reward, which training in the dream needs where the score is not simply the time survived.',
  'algorithm.world-models.config.memory.predictsDone.label': 'Predicts the end',
  'algorithm.world-models.config.memory.predictsDone.help':
    'M also predicts whether the episode ends, which training in the dream needs where the score is the time survived. Sequences then run on across the ends of episodes.',
  'algorithm.world-models.config.memory.doneWeight.label': 'Weight of ends',
  'algorithm.world-models.config.memory.doneWeight.help':
    'How much more an end counts in M’s loss, since ends are rare.',
  'algorithm.world-models.config.memory.actions.label': 'Actions that M reads',
  'algorithm.world-models.config.memory.actions.help':
    'What C’s output becomes in the game (left, still or right), or C’s output itself, a number from -1 to 1, as the authors feed M. Then the game takes that number too: thirds of it are left, still and right.',
  'algorithm.world-models.config.memory.actions.choice.chosen': 'the choice',
  'algorithm.world-models.config.memory.actions.choice.raw': 'C’s output',
  'algorithm.world-models.config.memory.trained.label': 'Trained',
  'algorithm.world-models.config.memory.trained.help':
    'Off leaves M’s weights as they were drawn: a control that shows what training M is worth to C.',
  'algorithm.world-models.config.memory.carriesState.label': 'Carries its state',
  'algorithm.world-models.config.memory.carriesState.help':
    'Each batch goes on where the one before it ended, and so does M’s state, as in the authors’ Take Cover. Off: every sequence is drawn anew and begins with a state of zero.',
  'algorithm.world-models.config.controller.covariance.label': 'Covariance',
  'algorithm.world-models.config.controller.covariance.help':
    'What the search learns of how the weights go together. Full: every pair. Diagonal: the step of each weight alone (separable CMA-ES), which a short search of hundreds of weights learns faster.',
  'algorithm.world-models.config.controller.covariance.choice.full': 'full',
  'algorithm.world-models.config.controller.covariance.choice.diagonal': 'diagonal',
  'algorithm.world-models.config.controller.inputs.label': 'Sees',
  'algorithm.world-models.config.controller.inputs.help':
    'What C is given: the present frame’s z alone, z with M’s memory h, or also the LSTM’s cell c.',
  'algorithm.world-models.config.controller.inputs.choice.z': 'z',
  'algorithm.world-models.config.controller.inputs.choice.zh': 'z and h',
  'algorithm.world-models.config.controller.inputs.choice.zhc': 'z, h and c',
  'algorithm.world-models.config.controller.latents.label': 'Latents of real frames',
  'algorithm.world-models.config.controller.latents.help':
    'What C and M are given of V’s Gaussian for a real frame: a sample, as the authors do, or its mean, which spares C the noise of latents that V does not use.',
  'algorithm.world-models.config.controller.latents.choice.sample': 'Sample',
  'algorithm.world-models.config.controller.latents.choice.mean': 'Mean',
  'algorithm.world-models.config.controller.hiddenUnits.label': 'Hidden units',
  'algorithm.world-models.config.controller.hiddenUnits.help':
    '0 is the paper’s linear controller; its ablation has one layer of 40.',
  'algorithm.world-models.config.controller.bias.label': 'Bias',
  'algorithm.world-models.config.controller.bias.help': 'Whether C’s outputs have an offset of their own.',
  'algorithm.world-models.config.controller.trainIn.label': 'Trained in',
  'algorithm.world-models.config.controller.trainIn.help':
    'Where candidates are tried: in the real environment, or in the dream alone.',
  'algorithm.world-models.config.controller.trainIn.choice.environment': 'the real environment',
  'algorithm.world-models.config.controller.trainIn.choice.dream': 'the dream',
  'algorithm.world-models.config.controller.temperature.label': 'Temperature',
  'algorithm.world-models.config.controller.temperature.help':
    'How random the dream is while C trains in it. Hotter dreams are harder to cheat.',
  'algorithm.world-models.config.controller.populationSize.label': 'Population',
  'algorithm.world-models.config.controller.populationSize.help': 'Candidates in each generation.',
  'algorithm.world-models.config.controller.rollouts.label': 'Rollouts each',
  'algorithm.world-models.config.controller.rollouts.help':
    'Episodes over which each candidate is averaged. More make scores less noisy.',
  'algorithm.world-models.config.controller.initialSigma.label': 'Initial step',
  'algorithm.world-models.config.controller.initialSigma.help': 'How widely the first generation is spread.',
  'algorithm.world-models.config.controller.sigmaDecay.label': 'Step decay',
  'algorithm.world-models.config.controller.sigmaDecay.help':
    'The step shrinks by this factor each generation, beside its own adaptation, which takes about as many generations as the controller has parameters. 1 leaves it alone.',
  'algorithm.world-models.config.controller.generations.label': 'Generations',
  'algorithm.world-models.config.controller.generations.help': 'How long the search goes on.',
  'algorithm.world-models.config.controller.maxSteps.label': 'Longest rollout',
  'algorithm.world-models.config.controller.maxSteps.help':
    'Steps after which a candidate’s rollout is cut. Evaluations always last as long as the real environment’s episodes.',
  'algorithm.world-models.config.controller.patience.label': 'Patience',
  'algorithm.world-models.config.controller.patience.help':
    'A rollout ends early after so many steps without reward; 0 never does. Saves time on hopeless candidates.',
  'algorithm.world-models.config.controller.evaluateEvery.label': 'Evaluate every',
  'algorithm.world-models.config.controller.evaluateEvery.help':
    'Generations between two thorough evaluations of the best controller.',
  'algorithm.world-models.config.controller.evaluateRollouts.label': 'Evaluation rollouts',
  'algorithm.world-models.config.controller.evaluateRollouts.help':
    'Episodes of such an evaluation; dreamt ones where C is trained in the dream.',
  'algorithm.world-models.config.controller.evaluateEpisodes.label': 'Real episodes beside',
  'algorithm.world-models.config.controller.evaluateEpisodes.help':
    'For C trained in the dream: real episodes at each such evaluation. They show how much of the dreamt score is true, and decide nothing.',
  'algorithm.world-models.config.evaluate.precision.label': 'Precision kept',
  'algorithm.world-models.config.evaluate.precision.help':
    'Of the weights of V and M in the final checkpoint. Half precision makes its file half as large; the final score is measured with the weights as they are kept.',
  'algorithm.world-models.config.evaluate.precision.choice.single': 'single (32 bits)',
  'algorithm.world-models.config.evaluate.precision.choice.half': 'half (16 bits)',
  'algorithm.world-models.config.rounds.label': 'Rounds',
  'algorithm.world-models.config.rounds.help':
    'Times that collecting and training are repeated, each time collecting with the controller so far.',
  'algorithm.world-models.config.collect.cacheBytes.label': 'Frame cache at most',
  'algorithm.world-models.config.collect.cacheBytes.help':
    'Disk space for collected frames. Collecting ends early where they would need more.',
  'algorithm.world-models.phase.collect': 'Collect',
  'algorithm.world-models.phase.vision': 'Train V',
  'algorithm.world-models.phase.encode': 'Encode',
  'algorithm.world-models.phase.memory': 'Train M',
  'algorithm.world-models.phase.controller': 'Evolve C',
  'algorithm.world-models.phaseText.collect':
    'Episodes are played at random to give V and M something to learn from.',
  'algorithm.world-models.phaseText.vision':
    'V learns to squeeze each frame into a few numbers and to draw it again.',
  'algorithm.world-models.phaseText.encode':
    'Every collected frame is turned into V’s numbers, so that M need not look at pixels.',
  'algorithm.world-models.phaseText.memory':
    'M learns what comes next: the numbers of the next frame, given the action.',
  'algorithm.world-models.phaseText.controller':
    'A population of small controllers is tried; the better ones give rise to the next generation.',
  'algorithm.world-models.name': 'World Models',
  'algorithm.world-models.text':
    'Learns to see (V), then to remember and predict (M), then evolves a small controller (C). Ha and Schmidhuber 2018.',
} as const satisfies Readonly<Record<string, string>>;
