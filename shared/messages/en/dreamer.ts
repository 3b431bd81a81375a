/** English: what is said of Dreamer alone. */
export const dreamer = {
  'algorithm.dreamer.configGroup.model': 'World model',
  'algorithm.dreamer.configGroup.behaviour': 'Behaviour',
  'algorithm.dreamer.config.schedule.pretrainSteps.label': 'First training steps',
  'algorithm.dreamer.config.schedule.pretrainSteps.help':
    'Training steps on the seed episodes, before the behaviour plays its first.',
  'algorithm.dreamer.config.schedule.trainSteps.label': 'Training steps an episode',
  'algorithm.dreamer.config.schedule.trainSteps.help':
    'Training steps after each episode played. More learn more from the same experience, and take longer.',
  'algorithm.dreamer.config.schedule.offlineSteps.label': 'Training steps',
  'algorithm.dreamer.config.schedule.offlineSteps.help':
    'Training steps on the recorded episodes, all in all.',
  'algorithm.dreamer.config.environment.observation.label': 'Observation',
  'algorithm.dreamer.config.environment.observation.help':
    'What is seen: pictures of 64 by 64 pixels as in the paper, the environment’s own numbers, which is much quicker, or both side by side as in DreamerV3.',
  'algorithm.dreamer.config.environment.observation.choice.pixels': 'pictures',
  'algorithm.dreamer.config.environment.observation.choice.state': 'numbers',
  'algorithm.dreamer.config.environment.observation.choice.both': 'both',
  'algorithm.dreamer.config.model.stochasticSize.label': 'Size of z',
  'algorithm.dreamer.config.model.stochasticSize.help':
    'Numbers of the state that are drawn at random: what cannot be foreseen. Where z is made of classes, its variables.',
  'algorithm.dreamer.config.model.latent.label': 'Kind of z',
  'algorithm.dreamer.config.model.latent.help':
    'Numbers around a mean (the paper), or classes, one of which is chosen for each variable (DreamerV2): these also tell apart futures that exclude each other.',
  'algorithm.dreamer.config.model.latent.choice.gaussian': 'numbers',
  'algorithm.dreamer.config.model.latent.choice.categorical': 'classes',
  'algorithm.dreamer.config.model.latentClasses.label': 'Classes of z',
  'algorithm.dreamer.config.model.latentClasses.help':
    'Classes of each variable, where z is made of classes: z then has this many times its size in numbers. DreamerV2 has 32 variables of 32 classes.',
  'algorithm.dreamer.config.model.deterministicSize.label': 'Size of h',
  'algorithm.dreamer.config.model.deterministicSize.help':
    'Numbers of the state that are carried on by a recurrent network: the memory.',
  'algorithm.dreamer.config.model.hiddenSize.label': 'Hidden size',
  'algorithm.dreamer.config.model.hiddenSize.help': 'Width of the dense layers around the memory.',
  'algorithm.dreamer.config.model.imageDepth.label': 'Channels',
  'algorithm.dreamer.config.model.imageDepth.help':
    'Channels of the first convolution; each further one doubles them. 32 in the paper.',
  'algorithm.dreamer.config.model.vectorLayers.label': 'Layers for numbers',
  'algorithm.dreamer.config.model.vectorLayers.help':
    'Layers that read, and that predict, the environment’s numbers.',
  'algorithm.dreamer.config.model.vectorUnits.label': 'Units for numbers',
  'algorithm.dreamer.config.model.vectorUnits.help': 'Width of those layers.',
  'algorithm.dreamer.config.model.vectorScale.label': 'Numbers are seen',
  'algorithm.dreamer.config.model.vectorScale.help':
    'Where numbers are observed: as they are (the paper), or on a logarithmic scale (DreamerV3), so that fast joints do not outweigh slow ones.',
  'algorithm.dreamer.config.model.vectorScale.choice.plain': 'as they are',
  'algorithm.dreamer.config.model.vectorScale.choice.symlog': 'on a symlog scale',
  'algorithm.dreamer.config.model.rewardLayers.label': 'Reward layers',
  'algorithm.dreamer.config.model.rewardLayers.help': 'Layers of the part that predicts rewards.',
  'algorithm.dreamer.config.model.rewardUnits.label': 'Reward units',
  'algorithm.dreamer.config.model.rewardUnits.help': 'Width of those layers.',
  'algorithm.dreamer.config.model.rewardHead.label': 'Rewards are told',
  'algorithm.dreamer.config.model.rewardHead.help':
    'As numbers (the paper), on a logarithmic scale, or as a choice among bins on that scale (DreamerV3), which bears rewards of any size.',
  'algorithm.dreamer.config.model.rewardHead.choice.plain': 'as numbers',
  'algorithm.dreamer.config.model.rewardHead.choice.symlog': 'on a symlog scale',
  'algorithm.dreamer.config.model.rewardHead.choice.two-hot': 'in bins (two-hot)',
  'algorithm.dreamer.config.model.predictsDiscount.label': 'Predicts ends',
  'algorithm.dreamer.config.model.predictsDiscount.help':
    'Learns where episodes end, and counts for nothing what is imagined beyond. For tasks that can be lost.',
  'algorithm.dreamer.config.model.discountLayers.label': 'Layers for ends',
  'algorithm.dreamer.config.model.discountLayers.help': 'Layers of the part that predicts ends.',
  'algorithm.dreamer.config.model.discountUnits.label': 'Units for ends',
  'algorithm.dreamer.config.model.discountUnits.help': 'Width of those layers.',
  'algorithm.dreamer.config.model.discountScale.label': 'Weight of ends',
  'algorithm.dreamer.config.model.discountScale.help':
    'How much predicting ends counts beside the other losses: ends are rare.',
  'algorithm.dreamer.config.model.batchSize.label': 'Batch size',
  'algorithm.dreamer.config.model.batchSize.help': 'Stretches of episodes in each training step.',
  'algorithm.dreamer.config.model.sequenceLength.label': 'Stretch length',
  'algorithm.dreamer.config.model.sequenceLength.help': 'Moments in each stretch.',
  'algorithm.dreamer.config.model.learningRate.label': 'Learning rate',
  'algorithm.dreamer.config.model.learningRate.help': 'Step size of Adam for the world model.',
  'algorithm.dreamer.config.model.imageBits.label': 'Bits of a colour',
  'algorithm.dreamer.config.model.imageBits.help':
    'Bits kept of each colour of a pixel. With fewer than 8, noise takes the place of the rest whenever it learns or acts, as in PlaNet, which keeps 5; Dreamer keeps all 8.',
  'algorithm.dreamer.config.model.observationScale.label': 'Weight of what is seen',
  'algorithm.dreamer.config.model.observationScale.help':
    'How much drawing again what was seen counts beside the other losses. 1 is half the squared error (the paper), 2 the whole of it (DreamerV3).',
  'algorithm.dreamer.config.model.rewardScale.label': 'Weight of rewards',
  'algorithm.dreamer.config.model.rewardScale.help':
    'How much predicting rewards counts beside the other losses: 1 in the paper, 10 in PlaNet’s code.',
  'algorithm.dreamer.config.model.beta.label': 'Weight of the KL',
  'algorithm.dreamer.config.model.beta.help':
    'How much expectation and belief must agree, beside drawing what was seen.',
  'algorithm.dreamer.config.model.freeNats.label': 'Free nats',
  'algorithm.dreamer.config.model.freeNats.help':
    'Disagreement that costs nothing, so that details are kept.',
  'algorithm.dreamer.config.model.freeNatsEach.label': 'Free nats of each state',
  'algorithm.dreamer.config.model.freeNatsEach.help':
    'Whether a single state’s disagreement is free up to there (DreamerV3), or the mean over a batch (the paper), where easy states pay for hard ones.',
  'algorithm.dreamer.config.model.balancesKl.label': 'KL balancing',
  'algorithm.dreamer.config.model.balancesKl.help':
    'Teaches the expectation to follow the belief more than the belief to follow the expectation, instead of both alike (DreamerV2).',
  'algorithm.dreamer.config.model.klBalance.label': 'Share of the expectation',
  'algorithm.dreamer.config.model.klBalance.help':
    'With KL balancing: the part of the KL’s gradient that the expectation gets; the belief gets the rest. 0.8 in DreamerV2.',
  'algorithm.dreamer.config.model.layerNorm.label': 'Layer norm',
  'algorithm.dreamer.config.model.layerNorm.help':
    'Normalises every dense hidden layer of the world model, which steadies its learning. Convolutions stay as in the paper, and so does the memory’s cell by itself.',
  'algorithm.dreamer.config.model.gru.label': 'Memory cell',
  'algorithm.dreamer.config.model.gru.help':
    'The memory’s gates as in the paper, or all normalised together and keeping what they hold by themselves (DreamerV2 and V3), which costs more time.',
  'algorithm.dreamer.config.model.gru.choice.gru': 'GRU',
  'algorithm.dreamer.config.model.gru.choice.normed-gru': 'normalised GRU',
  'algorithm.dreamer.config.model.adamEpsilon.label': 'Adam’s epsilon',
  'algorithm.dreamer.config.model.adamEpsilon.help':
    'Added below the fraction in Adam’s step for the world model: a larger one keeps steps small where gradients are tiny.',
  'algorithm.dreamer.config.model.gradientClip.label': 'Gradient limit',
  'algorithm.dreamer.config.model.gradientClip.help':
    'The world model’s gradients together are shortened to this length.',
  'algorithm.dreamer.config.behaviour.kind.label': 'Who acts',
  'algorithm.dreamer.config.behaviour.kind.help':
    'An actor with a critic (Dreamer), an actor on imagined rewards alone, a planner that searches anew at every step (PlaNet), or nobody: from recorded data the world model is trained alone.',
  'algorithm.dreamer.config.behaviour.kind.choice.actor-critic': 'actor and critic (Dreamer)',
  'algorithm.dreamer.config.behaviour.kind.choice.actor': 'actor alone (no value)',
  'algorithm.dreamer.config.behaviour.kind.choice.planner': 'planner (PlaNet)',
  'algorithm.dreamer.config.behaviour.kind.choice.none': 'nobody: the world model alone (recorded data)',
  'algorithm.dreamer.config.behaviour.horizon.label': 'Horizon',
  'algorithm.dreamer.config.behaviour.horizon.help': 'Steps that are imagined ahead.',
  'algorithm.dreamer.config.behaviour.gamma.label': 'Discount',
  'algorithm.dreamer.config.behaviour.gamma.help': 'What a reward is worth one step later.',
  'algorithm.dreamer.config.behaviour.lambda.label': 'Lambda',
  'algorithm.dreamer.config.behaviour.lambda.help':
    'Between trusting the critic at once (0) and only the imagined rewards (1).',
  'algorithm.dreamer.config.behaviour.returnScale.label': 'Returns are scaled',
  'algorithm.dreamer.config.behaviour.returnScale.help':
    'The actor climbs returns as they are (the paper), or divided by the range that most of them lie in (DreamerV3), so that its steps do not depend on how large rewards are.',
  'algorithm.dreamer.config.behaviour.returnScale.choice.none': 'not at all',
  'algorithm.dreamer.config.behaviour.returnScale.choice.percentiles': 'by their range',
  'algorithm.dreamer.config.behaviour.actorLayers.label': 'Actor layers',
  'algorithm.dreamer.config.behaviour.actorLayers.help': 'Layers of the network that acts.',
  'algorithm.dreamer.config.behaviour.actorUnits.label': 'Actor units',
  'algorithm.dreamer.config.behaviour.actorUnits.help': 'Width of those layers.',
  'algorithm.dreamer.config.behaviour.actorLearningRate.label': 'Actor’s learning rate',
  'algorithm.dreamer.config.behaviour.actorLearningRate.help': 'Step size of Adam for the actor.',
  'algorithm.dreamer.config.behaviour.actorGradient.label': 'Actor learns by',
  'algorithm.dreamer.config.behaviour.actorGradient.help':
    'The gradient of imagined returns through the model (the paper), or by making actions likelier that did better than the critic expected (REINFORCE; DreamerV3), which needs a critic and costs less.',
  'algorithm.dreamer.config.behaviour.actorGradient.choice.dynamics': 'the model’s gradient',
  'algorithm.dreamer.config.behaviour.actorGradient.choice.reinforce': 'REINFORCE',
  'algorithm.dreamer.config.behaviour.actionDistribution.label': 'Actions are drawn',
  'algorithm.dreamer.config.behaviour.actionDistribution.help':
    'Continuous actions come from a bell curve that is squashed into the bounds (the paper), or from one whose middle stays inside them and whose width never vanishes (DreamerV3), which cannot get stuck at the bounds.',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.squashed': 'squashed',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.bounded': 'around a bounded mean',
  'algorithm.dreamer.config.behaviour.unimix.label': 'Even share of choices',
  'algorithm.dreamer.config.behaviour.unimix.help':
    'Where actions are choices: the part of every choice that is even whatever the actor says, so that none is ever ruled out. 0 in the paper, 0.01 in DreamerV3.',
  'algorithm.dreamer.config.behaviour.entropyScale.label': 'Entropy bonus',
  'algorithm.dreamer.config.behaviour.entropyScale.help':
    'What the actor gets for staying undecided, a nat of entropy: 0 in the paper, 0.0001 in DreamerV2, 0.0003 beside scaled returns in DreamerV3.',
  'algorithm.dreamer.config.behaviour.criticLayers.label': 'Critic layers',
  'algorithm.dreamer.config.behaviour.criticLayers.help': 'Layers of the network that judges states.',
  'algorithm.dreamer.config.behaviour.criticUnits.label': 'Critic units',
  'algorithm.dreamer.config.behaviour.criticUnits.help': 'Width of those layers.',
  'algorithm.dreamer.config.behaviour.valueHead.label': 'Values are told',
  'algorithm.dreamer.config.behaviour.valueHead.help':
    'How the critic says what a state is worth: as a number (the paper), on a logarithmic scale, or in bins on that scale (DreamerV3).',
  'algorithm.dreamer.config.behaviour.valueHead.choice.plain': 'as numbers',
  'algorithm.dreamer.config.behaviour.valueHead.choice.symlog': 'on a symlog scale',
  'algorithm.dreamer.config.behaviour.valueHead.choice.two-hot': 'in bins (two-hot)',
  'algorithm.dreamer.config.behaviour.criticLearningRate.label': 'Critic’s learning rate',
  'algorithm.dreamer.config.behaviour.criticLearningRate.help': 'Step size of Adam for the critic.',
  'algorithm.dreamer.config.behaviour.slowCritic.label': 'Slow critic',
  'algorithm.dreamer.config.behaviour.slowCritic.help':
    'A second critic that follows slowly, so that the first does not chase its own guesses: none (the paper), a copy that judges where imagination stops (DreamerV2), or an average that the first is kept near (DreamerV3).',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.none': 'none',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.copied': 'a copy that judges',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.regularised': 'an average to stay near',
  'algorithm.dreamer.config.behaviour.slowCriticEvery.label': 'Copied every',
  'algorithm.dreamer.config.behaviour.slowCriticEvery.help':
    'Updates after which the slow critic becomes a copy of the first. 100 in DreamerV2.',
  'algorithm.dreamer.config.behaviour.slowCriticRate.label': 'Pace of the average',
  'algorithm.dreamer.config.behaviour.slowCriticRate.help':
    'How far the slow critic moves towards the first at each update. 0.02 in DreamerV3.',
  'algorithm.dreamer.config.behaviour.replayValueScale.label': 'Values of what was played',
  'algorithm.dreamer.config.behaviour.replayValueScale.help':
    'How much the critic also learns from the rewards of recorded episodes, beside imagined ones: 0 in the paper, 0.3 in DreamerV3. Needs an actor taught by REINFORCE.',
  'algorithm.dreamer.config.behaviour.layerNorm.label': 'Layer norm',
  'algorithm.dreamer.config.behaviour.layerNorm.help': 'Normalises every hidden layer of actor and critic.',
  'algorithm.dreamer.config.behaviour.adamEpsilon.label': 'Adam’s epsilon',
  'algorithm.dreamer.config.behaviour.adamEpsilon.help':
    'The same as the world model’s, for actor and critic. 0.00001 in DreamerV2 and V3.',
  'algorithm.dreamer.config.behaviour.gradientClip.label': 'Gradient limit',
  'algorithm.dreamer.config.behaviour.gradientClip.help':
    'Gradients of actor and critic are each shortened to this length.',
  'algorithm.dreamer.config.behaviour.startsAtEnds.label': 'Imagines beyond ends',
  'algorithm.dreamer.config.behaviour.startsAtEnds.help':
    'Whether what is imagined from the moment in which an episode ended teaches actor and critic (the paper) or counts nothing (DreamerV2 and V3).',
  'algorithm.dreamer.config.behaviour.explorationNoise.label': 'Exploration',
  'algorithm.dreamer.config.behaviour.explorationNoise.help':
    'Random share of what is done while playing to learn, besides what the actor draws: deviation of the noise, or the chance of any action where actions are choices.',
  'algorithm.dreamer.config.behaviour.explorationHalfLife.label': 'Exploration halves in',
  'algorithm.dreamer.config.behaviour.explorationHalfLife.help':
    'Environment steps in which exploration falls to a half, again and again; 0: it stays as it is. The paper’s authors take 200,000 in games.',
  'algorithm.dreamer.config.behaviour.explorationLeast.label': 'Least exploration',
  'algorithm.dreamer.config.behaviour.explorationLeast.help':
    'What exploration never falls below. 0.1 in the paper’s games.',
  'algorithm.dreamer.config.behaviour.planCandidates.label': 'Plans tried',
  'algorithm.dreamer.config.behaviour.planCandidates.help':
    'Plans that the planner tries in each round of its search.',
  'algorithm.dreamer.config.behaviour.planElites.label': 'Plans kept',
  'algorithm.dreamer.config.behaviour.planElites.help':
    'The best of them, from which the next round is drawn.',
  'algorithm.dreamer.config.behaviour.planIterations.label': 'Search rounds',
  'algorithm.dreamer.config.behaviour.planIterations.help': 'Rounds of the search at every step.',
  'algorithm.dreamer.phaseText.seed':
    'A few episodes are played at random, to give the world model something to begin with.',
  'algorithm.dreamer.phaseText.train':
    'In turn: an episode is played, then world model and behaviour learn from all episodes so far. The behaviour learns inside what the model imagines.',
  'algorithm.dreamer.finding.asPublished.text':
    'As DreamerV3’s published seeds: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
  'algorithm.dreamer.finding.aheadOfPublished.text':
    'Ahead of every published seed of DreamerV3: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
  'algorithm.dreamer.finding.behindPublished.text':
    'Behind every published seed of DreamerV3: {score} near {steps} steps, where {seeds} seeds had {low} to {high}, {mean} in the mean.',
  'algorithm.dreamer.name': 'Dreamer',
  'algorithm.dreamer.text':
    'Learns a world model of latent states, and inside it, by imagining ahead, how to act. Also PlaNet, which plans instead. Hafner et al. 2020.',
} as const satisfies Readonly<Record<string, string>>;
