/** English: chapter 3 of the course, learning without a model. */
export const modelFree = {
  'learn.modelFree.title': 'Without a model',
  'learn.modelFree.summary':
    'Values from experience alone: Monte Carlo, TD(0), Q-learning, and why they take so many steps.',
  'learn.modelFree.text.1':
    'Now take the rules away. The agent no longer knows where an action leads or what it earns; it can only act and see. Sweeps are impossible, since they need *P*. What is left is experience: the state it was in, the action it took, the reward and the next state. To learn from that without ever estimating *P* is called **model-free**.',
  'learn.modelFree.text.2':
    'The plainest way is **Monte Carlo**: walk an episode to its end, and move the value of each state on the way a little towards the return that really followed it. How far is the **learning rate** *α* (alpha), from 0 (not at all) to 1 (all the way). Right on average, but one has to wait for the end, and a return is the sum of many accidents. The other way does not wait. **Temporal-difference learning**, TD(0) for short, takes Bellman’s equation with the one next state that really came in place of the sum over all:',
  'learn.modelFree.text.3':
    'The arrow means: becomes. In brackets stands the **TD error**, how much better the step was than *V*(*s*) had promised. The target holds *V*(*s′*), itself a guess; to learn a guess from a guess is called **bootstrapping**. Below, both methods watch the same steps of the same walker, who goes in all directions alike. Because this grid is known to us (not to them), the exact solution is there to compare with.',
  'learn.modelFree.figure.prediction': 'Two ways to learn the value of one policy',
  'learn.modelFree.figure.prediction.text':
    'The curve shows how far each table is from the exact one (root of the mean squared difference over all squares).',
  'learn.modelFree.shown': 'Whose values the grid shows',
  'learn.modelFree.shown.temporalDifference': 'TD(0)',
  'learn.modelFree.shown.monteCarlo': 'Monte Carlo',
  'learn.modelFree.shown.exact': 'Exact',
  'learn.modelFree.counts': 'Steps: {steps}. Episodes: {episodes}.',
  'learn.modelFree.error': 'Distance from the exact values',
  'learn.modelFree.errorEmpty': 'A point appears every 50 steps.',
  'learn.modelFree.text.4':
    'So far the policy was given. To find a better one, learn *Q* in place of *V*, for with *Q* an agent can choose without a model. **Q-learning** (Watkins 1989) is equation (2) in the same manner, with the best action next, whatever is really done next:',
  'learn.modelFree.text.5':
    'But which actions to take while learning? Always the best so far, and it never finds out about the others. Always a random one, and it keeps falling into pits it knows. The usual compromise is **ε-greedy** (epsilon): with probability *ε* a random action, else the best so far. That is **exploration** against **exploitation**. In the figure *ε* is a slider; try 0 and 1, and each time look at the curve, which is the exact value of the policy that takes the best action by the table.',
  'learn.modelFree.figure.qLearning': 'Q-learning on your grid',
  'learn.modelFree.figure.qLearning.text':
    'Each square shows its best Q, arrows point to the best action so far. The dashed line is Bellman’s solution, which Q-learning reaches without ever being told the rules.',
  'learn.modelFree.text.6':
    'Look at the number of steps. A grid with 35 squares takes hundreds to thousands of them, while value iteration needs some twenty sweeps and not one step. Each step changes a single number of the table and is then forgotten. And the reward of the flag moves back by only one square each time somebody passes there: the square before the flag learns at the first visit, the one before that at the second.',
  'learn.modelFree.text.7':
    'With pictures in place of squares a network takes the table’s place, and the need only grows. On twenty tasks in which a simulated body learns to move (the DeepMind Control Suite), D4PG, one of the best model-free methods, was given 100 million steps (Hafner and others 2020 quote its mean score as 786). This is **sample inefficiency**: experience is used once, and experience is dear. A robot that falls breaks. How to get more from each step is the next chapter.',
  'learn.modelFree.question.1': 'Why does Monte Carlo’s curve stay flat at first?',
  'learn.modelFree.answer.1':
    'It learns nothing before the first episode ends, and a walk in all directions alike takes long to find an end. TD(0) learns from the first step, if only that steps cost.',
  'learn.modelFree.question.2': 'Set *α* = 1 in the first figure. What happens to the curves, and why?',
  'learn.modelFree.answer.2':
    'They jump about and never come to rest. Each update forgets everything before and believes the last accident whole. A small *α* averages over many of them and is slow; theory asks for a rate that falls, but not too fast.',
  'learn.modelFree.question.3':
    'Q-learning explores with *ε* = 0.2, and the arrows are right. Why does the agent still fall into the pit now and then?',
  'learn.modelFree.answer.3':
    'It still does something at random in every fifth step. What it has learned is the value of the best policy, not of the one that it follows while it learns; this is called off-policy.',
  'learn.modelFree.link.new': 'A new experiment without a model: D4PG on the walker',
  'learn.modelFree.link.play': 'Feel the task: move the walker yourself',
} as const satisfies Readonly<Record<string, string>>;
