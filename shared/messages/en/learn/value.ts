/** English: chapter 2 of the course, values and Bellman’s equations. */
export const value = {
  'learn.value.title': 'Value, and Bellman’s equations',
  'learn.value.summary': 'What a state is worth, said by what its neighbours are worth: V from V, Q from Q.',
  'learn.value.text.1':
    'Next to the flag the next reward is 1. Ten squares away the next reward is the same whatever the agent does, and so it says nothing about what to do. The agent needs to know how good a place is in the long run. The **state value** *V*(*s*) is that: the return which the policy *π* will have on average, starting from state *s*. “On average” because the policy may choose at random and ice may slip.',
  'learn.value.text.2':
    'It seems that one must walk to the end again and again to find it. Richard Bellman saw that one step is enough: what a state is worth is the reward of the next step, and *γ* times what the state is worth to which the step leads. Averaged over all actions *a* and all next states *s′* (read: s prime):',
  'learn.value.text.3':
    'Here *P*(*s′*|*s*, *a*) is the probability that action *a* in state *s* leads to *s′*, and *r* is the reward of that step. Σ means: the sum over everything that may be in its place. *V* stands on both sides, so this is no recipe yet, but a system of linear equations, one for each state. It can be solved at once, by linear algebra. Or one begins with zeros, computes the right side for all squares, writes the results down as the new *V*, and does so again. Each such round is a **sweep**, and the numbers come to rest at the solution. With the policy fixed this is **policy evaluation**. The **action value** *Q*(*s*, *a*) goes one step further in: the expected return if the first action is *a*. For the best policy, each next action is the best one:',
  'learn.value.text.4':
    'Why hold four numbers for each square, when one would do? Because *Q* can be acted on without knowing *P*: in each state take the action with the largest *Q*. With *V* alone one must know where actions lead to compare them. This will decide the next chapter.',
  'learn.value.text.5':
    '**Value iteration** is equation (1) with the best action in place of the policy’s average: each sweep assumes that from here on everything is done right. Try three things. Sweep *V* once: beside the flag and the pit something is known now, everywhere else only what a step costs. Sweep again, and the news spreads by one square; after *n* sweeps a square knows what lies within *n* steps. Then press a square, and see the sum that the next sweep will write there.',
  'learn.value.figure.sweeps': 'One sweep at a time',
  'learn.value.figure.sweeps.text':
    'The grid is the one you left in the first chapter. Blue squares are worth something, red ones cost. Press a square to see its sum.',
  'learn.value.method': 'What is swept',
  'learn.value.method.evaluation': 'V of a policy',
  'learn.value.method.iteration': 'V of the best',
  'learn.value.method.actions': 'Q from Q',
  'learn.value.sweep': 'One sweep',
  'learn.value.run': 'Run',
  'learn.value.improve': 'Improve the policy',
  'learn.value.sweeps': 'Sweeps: {sweeps}',
  'learn.value.change': 'Largest change: {change}',
  'learn.value.improvable': 'Squares whose best action differs from the policy: {states}',
  'learn.value.sum.evaluation': 'What the next sweep writes into row {row}, column {column}, by equation (1)',
  'learn.value.sum.iteration': 'What the next sweep writes into row {row}, column {column}: the best action',
  'learn.value.sum.actions': 'What the next sweep writes into row {row}, column {column}, by equation (2)',
  'learn.value.action': 'Action',
  'learn.value.terms': 'Σ P (r + γ × what comes after)',
  'learn.value.worth': 'Sum',
  'learn.value.total.evaluation': 'Weighed by the policy, π(a|s) × sum',
  'learn.value.total.iteration': 'The largest',
  'learn.value.text.6':
    'Policy evaluation tells how good a policy is; it does not make it better. But once *V* is known, look in each square for the action with the best sum. If it differs from the policy’s, taking it can only help. Improve, evaluate, improve again: after a few rounds nothing is left to improve, and the policy is optimal. This is **policy iteration**. Value iteration gets to the same end without waiting for evaluation to come to rest.',
  'learn.value.text.7':
    'Both need the whole of *P* and *r*, and visit all states in every sweep. A grid of 35 squares has 35 states. CarRacing’s pictures have more than there are atoms in the world, and nobody has written down its *P*. The two ways out are the next two chapters: learn values from experience without ever knowing *P*, or learn a model in place of *P*.',
  'learn.value.question.1':
    'In evaluation with all directions alike, why are most squares red at first glance, although the flag pays as much as the pit costs?',
  'learn.value.answer.1':
    'Each step costs a little (0.02 in the first world), a walk at random takes very many steps, and it meets the pits about as often as the flag. The policy is bad, and its values say so. The same squares under the best policy are blue.',
  'learn.value.question.2': 'With *γ* = 0, what does value iteration find, and after how many sweeps?',
  'learn.value.answer.2':
    'After one sweep, the largest next reward of each square, and nothing changes any more: what comes later counts zero times. All squares that are not beside the flag are worth the same.',
  'learn.value.question.3':
    'Sweeps of *V* from *V* and of *Q* from *Q* with the best action: how do their tables belong together?',
  'learn.value.answer.3':
    'After the same number of sweeps, *V*(*s*) is the largest of the four numbers *Q*(*s*, *a*) of the square. The project’s tests check this sweep by sweep.',
  'learn.value.link.critic': 'Watch a learned value rise and fall while Dreamer drives',
  'learn.value.link.new': 'A new experiment that learns Q with a network: D4PG on a cart and a pole',
} as const satisfies Readonly<Record<string, string>>;
