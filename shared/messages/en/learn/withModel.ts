/** English: chapter 4 of the course, learning with a model. */
export const withModel = {
  'learn.withModel.title': 'With a model',
  'learn.withModel.summary':
    'Learn the rules, practise in them: Dyna, planning, and what a wrong model does.',
  'learn.withModel.text.1':
    'Q-learning throws each step away after one update. But a step tells more than a value: it shows where an action led. Note that down, for each state and action: how often it led where, and what it earned. The shares of these counts are an estimate of *P*, their means one of *r*. This table is a **model** of the environment’s **dynamics**, and learning with one is called **model-based**.',
  'learn.withModel.text.2':
    'What is it good for? One can practise in it. **Dyna** (Sutton 1991) is Q-learning that, after each real step, also takes some **imagined** ones: it picks a state and an action that it has tried before, asks the table where that leads, and updates *Q* as if it had really happened. Nothing else is new. **Planning** goes further and runs Bellman’s sweeps from chapter 2 over all of the learned table after each step, as if the table were the world.',
  'learn.withModel.text.3':
    'The race below starts three learners in the same maze, five times each, and shows the mean. They know nothing at first. On **equal steps** the models win by far: one walk to the flag is enough, and the reward spreads along the whole way at once, since imagined steps carry it on. But imagined steps are not free. Change the axis to **equal computing**, which counts how many numbers of the table each learner has computed, and the order is another. A model turns computing into experience. That pays where real steps are dear.',
  'learn.withModel.figure.race': 'A race: without a model, with one, and planning',
  'learn.withModel.figure.race.text':
    'Each curve is the exact value of the start under the policy learned so far (discount 0.95, learning rate 0.3). All are computed anew whenever you move a slider.',
  'learn.withModel.maze': 'The maze of the race',
  'learn.withModel.axis': 'What is equal',
  'learn.withModel.axis.steps': 'Equal steps',
  'learn.withModel.axis.updates': 'Equal computing',
  'learn.withModel.wallMoves': 'The wall moves after {step} steps',
  'learn.withModel.imagined': 'Imagined steps of Dyna for each real one',
  'learn.withModel.memory': 'Times of each action that the table remembers',
  'learn.withModel.memoryAll': 'all',
  'learn.withModel.racing': 'The race is run.',
  'learn.withModel.updates': 'Values computed',
  'learn.withModel.bestLater': 'best possible, wall moved',
  'learn.withModel.arrived.steps': '{method}: nine tenths of the best after {count} steps.',
  'learn.withModel.arrived.updates': '{method}: nine tenths of the best after {count} values computed.',
  'learn.withModel.notArrived': '{method}: never reached nine tenths of the best.',
  'learn.withModel.text.4':
    'Now let the wall move. The gap at the right closes, one at the left opens. All three fall to nothing, for all knew the old way only. Planning does not get up again: its table has seen the gap open hundreds of times, a few bumps change little in that share, and it computes, with great care, the best policy of a world that is no more. Then let the table remember only the last time of each action. One bump, and the model is right again; now planning is the first to find the new gap.',
  'learn.withModel.text.5':
    'This is **model error**, and it is worse than being slow. A planner looks for the best action by its model, so wherever the model is wrong in its favour, it goes there. In World Models (Ha & Schmidhuber 2018), one of the two works that this studio is built on, an agent that practised in its own dream found a way to move in which the dream’s monsters never shot; in the real game it failed. You can see their remedy in this studio: make the dream more random, so that it is hard to exploit.',
  'learn.withModel.figure.studio': 'The same chart, from the studio’s own runs',
  'learn.withModel.figure.studio.text':
    'A walker that was taught by Dreamer, an agent that learns inside its model, ships with the studio; your own runs of the same task join it, such as one by D4PG. Dashed lines are published scores, with what they observed and after how many steps.',
  'learn.withModel.score': 'Score, walker walk',
  'learn.withModel.environmentSteps': 'Environment steps',
  'learn.withModel.studioEmpty':
    'The experiment that came with the studio was deleted, and you have none of this task.',
  'learn.withModel.text.6':
    'The chart is for the walker: a body of six joints in place of a dot on squares. The model in it is no table but a network that predicts, and the practice is no update of a single number but whole imagined trajectories. What you saw in the maze holds there, too: over the twenty tasks of the control suite, Dreamer reached a mean score of 823 within 5 million steps, D4PG 786 within 100 million (Hafner and others 2020).',
  'learn.withModel.text.7':
    'Two questions are left open by the table. It treats each state by itself, so it knows nothing of a state that it has never met; for pictures it would never meet the same one twice. That needs a model that generalises; the chapters on V and M build one. And the reward still has to find its way back to the steps that earned it. That one comes next.',
  'learn.withModel.question.1': 'Set the imagined steps to 0. Which curve does Dyna’s become, and why?',
  'learn.withModel.answer.1':
    'Q-learning’s, but for chance: nothing is left that differs. Both update the table once a real step. They draw different random numbers, so the curves are alike and not the same.',
  'learn.withModel.question.2':
    'The wall moves, but this time it only opens a second, shorter way and closes nothing. Who finds it?',
  'learn.withModel.answer.2':
    'Perhaps nobody. The old way still works, so nothing contradicts the model, and only exploration leads there. A model that is wrong without ever being contradicted is the hardest to mend. Dyna-Q+ gives a bonus for what was long untried.',
  'learn.withModel.question.3': 'Why not always plan to the end after every step, if it needs the fewest?',
  'learn.withModel.answer.3':
    'Because of what it computes: the whole table at every step, here over a hundred numbers each time, and with pictures there is no whole table. Dreamer imagines short pieces from states it has really seen and leaves what lies beyond to a learned value.',
  'learn.withModel.link.dream': 'Play in a learned model: CarRacing as it is dreamt',
  'learn.withModel.link.curves': 'All curves of the walker that Dreamer taught',
  'learn.withModel.link.new': 'Train the walker with a model: a new experiment with Dreamer',
} as const satisfies Readonly<Record<string, string>>;
