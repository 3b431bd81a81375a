/** English: chapter 10 of the course, the recurrent state-space model. */
export const rssm = {
  'learn.rssm.title': 'RSSM: two paths',
  'learn.rssm.summary':
    'One path that remembers and one that doubts; prior beside posterior, and a few frames before going on alone.',
  'learn.rssm.text.1':
    'World Models learns to see first and to predict afterwards, so V cannot know which details M will need. PlaNet and then Dreamer learn both at once, as one network: the **RSSM**, recurrent state-space model (Hafner et al. 2019, 2020). Its state at time *t* has two parts: *h*_[*t*], which is computed, and *z*_[*t*], which is drawn. (The papers write *s* for what is called *z* here.)',
  'learn.rssm.text.2':
    'The **deterministic path** carries *h*. A network *f*, here a GRU (gated recurrent unit, a relative of the LSTM), makes it from the *h*, the *z* and the action *a* of the step before. Nothing is left to chance, so it can keep things for long. The **stochastic path** is *z*: 30 numbers, each drawn from a bell curve with a mean and a deviation of its own. It can say “this or that”, which *h* alone never can.',
  'learn.rssm.text.3':
    'There are two ways to *z*. The **prior** *p* knows only *h*: it says what the model expects before it looks. The **posterior** *q* also sees the frame *x*_[*t*]: what the model believes once it has looked. While it watches, *z* comes from the posterior. With closed eyes there is no frame, so it comes from the prior. That is all the difference between seeing and imagining.',
  'learn.rssm.figure.beliefs': 'What was expected, and what is believed',
  'learn.rssm.figure.beliefs.text':
    'The Dreamer that ships, on CarRacing. For each of the numbers of *z*: mean plus and minus one deviation, dashed before the frame is seen, filled after.',
  'learn.rssm.open': 'Load the RSSM',
  'learn.rssm.prior': 'Drawn from the prior',
  'learn.rssm.posterior': 'Drawn from the posterior',
  'learn.rssm.really': 'Real frame',
  'learn.rssm.priorKey': 'prior',
  'learn.rssm.posteriorKey': 'posterior',
  'learn.rssm.bars':
    'Prior and posterior of {count} numbers. Their divergence is {kl} nats in all, the most at z{most}.',
  'learn.rssm.klNow': 'Step {step}: KL {kl} nats in all, of which z{most} alone has {part}.',
  'learn.rssm.klCurve': 'KL along the episode',
  'learn.rssm.kl': 'KL (nats)',
  'learn.rssm.text.4':
    'How far both are apart is their **KL divergence**, in nats: 0 where the frame told nothing new, large where it surprised. Let the agent drive, then random actions, and see it rise where the car does what the model rarely saw. The same number is part of what is learned. The sum *J* is made as large as possible: *J*_[O], how well the frame can be drawn from *h* and *z*; *J*_[R], how well the reward is predicted; and *J*_[D] = −*β* KL, which draws the prior towards what will be seen and keeps the posterior from saying more than it must. *β* (beta) is its weight.',
  'learn.rssm.text.5':
    'Why two paths? Take one away and look. Below the model sees a few frames, by default five, as in the paper’s figure, with no memory of anything before. Then its eyes are closed, and it imagines 45 steps by the actions that were really taken. Once with both paths; once with *h* alone, *z* being zeroed at each imagined step; once with *z* alone, *h* being zeroed. Nothing is learned anew for that: the network was trained with both, so part of what you see is a network that misses a limb.',
  'learn.rssm.figure.paths': 'Five frames, then on alone',
  'learn.rssm.figure.paths.text':
    'Choose what carries the dream and let it dream. Two dreams each, from the same moment and by the same actions. Rows stay, so that you can compare.',
  'learn.rssm.paths': 'What carries the dream',
  'learn.rssm.paths.both': 'h and z',
  'learn.rssm.paths.deterministic': 'h alone',
  'learn.rssm.paths.stochastic': 'z alone',
  'learn.rssm.context': 'Frames seen before',
  'learn.rssm.dream': 'Dream',
  'learn.rssm.another': 'Another moment',
  'learn.rssm.strip': 'Pictures by imagined steps',
  'learn.rssm.seen': 'seen',
  'learn.rssm.dreamOf': '{name}, {number}',
  'learn.rssm.pictureAt': '{name}, imagined step {step}',
  'learn.rssm.error': '{name}: mean squared error {error}',
  'learn.rssm.errors': 'Distance from the real frames',
  'learn.rssm.imaginedSteps': 'Imagined steps',
  'learn.rssm.nothingYet': 'Nothing was dreamt yet.',
  'learn.rssm.text.6':
    'With both, the road stays a road, and two dreams part slowly: each invents bends of its own, which cannot be known. With *h* alone the two dreams are the same to the last pixel. Such a model cannot doubt, and without the *z* that it was trained to read, its pictures soon dissolve. With *z* alone each picture is a likely road, but they hardly follow from one another: what was around the bend is forgotten within a few steps, since nothing carries it. That single frames look good and the film does not is why pictures alone are a poor test of a model.',
  'learn.rssm.text.7':
    'Move the number of frames seen to 1 as well. One frame shows no speed, so even the whole model begins with a guess. And mind what the error curve says: two roads that bend differently are far apart in pixels, though both are good answers. A model is not there to guess the one future that came. It is there so that behaviour which was learned in its futures works in the real one.',
  'learn.rssm.question.1': 'The KL is 0 at every step. What may that mean?',
  'learn.rssm.answer.1':
    'Either the world is predicted perfectly, or the posterior has stopped to say anything about the frame, and *z* is as useless as the prior’s noise. The pictures tell which.',
  'learn.rssm.question.2': 'Why does the prior not see the frame, when it would be so much better with it?',
  'learn.rssm.answer.2':
    'Because in imagination there is no frame. The prior is what remains when the eyes are closed, so it is taught to come as near to the posterior as it can without one.',
  'learn.rssm.question.3':
    'A coin is tossed behind a curtain and shown ten steps later. Which path must remember the result once it was seen, and which must allow for both results before?',
  'learn.rssm.answer.3':
    'Once seen, *h* must carry it, however long. Before, *z* must allow for both: a computed *h* would have to settle for one of them, or for half a coin.',
  'learn.rssm.link.theatre': 'The same model in the theatre, eyes open and closed',
  'learn.rssm.link.curves': 'How its KL and its errors went while it learned',
  'learn.rssm.link.new': 'Learn an RSSM yourself: Dreamer on CarRacing',
} as const satisfies Readonly<Record<string, string>>;
