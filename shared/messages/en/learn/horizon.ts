/** English: chapter 12 of the course, how far to imagine, and what was won. */
export const horizon = {
  'learn.horizon.title': 'How far to imagine, and what was won',
  'learn.horizon.summary':
    'Horizons with and without a value; Dreamer beside PlaNet, D4PG and A3C; what both papers leave open, and what came after.',
  'learn.horizon.text.1':
    'How far should an agent imagine? Too short, and a reward behind the **horizon** does not exist for it. Too long, and every imagined step stands on the mistakes of those before. Dreamer looks a few steps ahead and lets the value of the last state speak for the rest. On the grid this can be computed exactly. Somebody searches a flawed model, which believes that a share of all actions leads to a wrong square: *H* steps ahead, once with nothing beyond, once with a value that was learned in the same model. Then the best action is taken in the true world.',
  'learn.horizon.figure.study': 'Looking ahead in a flawed model',
  'learn.horizon.figure.study.text':
    'What is really earned from the start, by the horizon of the search; the mean of four models with different mistakes. The grid is the one that you built in chapter 1.',
  'learn.horizon.wrong': 'Actions that the model gets wrong',
  'learn.horizon.sweeps': 'Sweeps that the value has learned',
  'learn.horizon.earned': 'True value of the start',
  'learn.horizon.without': 'no value beyond the horizon',
  'learn.horizon.with': 'a value beyond the horizon',
  'learn.horizon.steps': 'Horizon H',
  'learn.horizon.told':
    'With a horizon of 1: {without} without a value, {with} with one. Without a value the best horizon is {topWithout}, with {most}.',
  'learn.horizon.text.2':
    'With a model that is right, a search without a value gains with each step of horizon until the goal comes into sight, nine steps from the start on the first grid. With a value of enough sweeps one step is enough: a value is a look ahead that was made before and kept. At 0 sweeps both curves are the same. Now let the model be wrong: at a twentieth more than half of what was won is lost; at a fifth looking further even harms, since the search finds more mistakes that seem to pay, and the value believes the same ones.',
  'learn.horizon.text.3':
    'The paper varies *H* on real tasks: Dreamer does well from short horizons to long ones, while the same agent without a value, and PlaNet, which plans 12 steps and keeps nothing, depend on it. The studio repeated this in small on the walker. No run of that study ships; its table stands below, one seed and far too few steps to settle the question. There too the agent without a value gains with the horizon.',
  'learn.horizon.text.4':
    'What was won? Four agents on twenty tasks of the DeepMind control suite. **PlaNet** (Hafner et al. 2019) has the same world model but no actor: it searches for actions anew at each step. **D4PG** (Barth-Maron et al. 2018) and **A3C** (Mnih et al. 2016) are model-free and took a hundred million real steps; A3C was even given the states instead of pixels. Dreamer reached the level of D4PG with a twentieth of that, at three hours for each million steps on one graphics card, where PlaNet took eleven.',
  'learn.horizon.figure.scores': 'Published scores, task by task',
  'learn.horizon.figure.scores.text':
    'Returns of 0 to 1,000. Scores of Dreamer and D4PG: Hafner et al. 2020; of DreamerV3: Hafner et al. 2023. For PlaNet and A3C only the means are at hand.',
  'learn.horizon.one': 'Agent',
  'learn.horizon.other': 'beside',
  'learn.horizon.agent.dreamer': 'Dreamer, 5M steps',
  'learn.horizon.agent.d4pg': 'D4PG, 100M steps',
  'learn.horizon.agent.dreamerEarly': 'Dreamer, 1M steps',
  'learn.horizon.agent.dreamerV3': 'DreamerV3, 1M steps',
  'learn.horizon.compared':
    '{one} is ahead of {other} on {ahead} of {tasks} tasks; means {oneMean} and {otherMean}.',
  'learn.horizon.task': 'Task',
  'learn.horizon.means': 'Means over the tasks, as the paper gives them',
  'learn.horizon.after': 'after {steps} steps',
  'learn.horizon.here':
    'The studio’s own study: walker walk, 60,000 steps, one seed (docs/results.md); the runs do not ship',
  'learn.horizon.here.dreamer': 'Actor and critic',
  'learn.horizon.here.noValue': 'Actor alone',
  'learn.horizon.text.5':
    'Read with care: the file of Dreamer’s scores ends at a mean of 807, the paper says 823, and two tasks are missing for D4PG. Both papers have limits. World Models: a controller without a gradient, data of a random policy, dreams that can be cheated. Dreamer: one body a task, mostly dense rewards, and a model that draws every pixel, so that small things that matter, such as a fireball, are easily overlooked.',
  'learn.horizon.text.6':
    'What came after? MuZero (2020, arXiv:1911.08265) learns to predict rewards and values but no pictures, and plans. DreamerV2 (2021, arXiv:2010.02193) makes *z* of classes and plays Atari; DreamerV3 (2023, arXiv:2301.04104) solves over 150 tasks with one set of settings; DayDreamer (2022, arXiv:2206.14176) walks a real robot within an hour. TD-MPC2 (2023, arXiv:2310.16828) plans without a decoder. IRIS (2022, arXiv:2209.00588) predicts with a transformer, DIAMOND (2024, arXiv:2405.12399) draws its dreams by diffusion, Genie (2024, arXiv:2402.15391) learns playable worlds from videos. Among model-free agents MR.Q (2025, arXiv:2501.16142) leads on several of these tasks.',
  'learn.horizon.text.7':
    'The road began with a hamster’s question: which of my steps earned this? Values pass the news back one step at a time, *λ* passes it faster, a model passes it without living through it again, and a model that can be differentiated tells each action its share. All of it is credit assignment. All of it is in the studio.',
  'learn.horizon.question.1':
    'With a perfect model and no value, how long must the horizon be on the grid, and why not longer?',
  'learn.horizon.answer.1':
    'As long as the way to the goal is, so that the reward comes into sight. Longer horizons change nothing there, since the episode is over at the goal; they only cost computing.',
  'learn.horizon.question.2':
    'PlaNet has the same world model as Dreamer and scores 332 where Dreamer scores 823. What does the difference show?',
  'learn.horizon.answer.2':
    'That a good model is not enough. PlaNet sees 12 steps, has no value for what follows, and must find its actions by search each time. What is learned in imagination, actor and critic, makes up the difference.',
  'learn.horizon.question.3': 'Why is it unfair to compare agents after equal numbers of steps only?',
  'learn.horizon.answer.3':
    'Because steps are one price among several. A model costs computing for every step; where steps are cheap, as in a simulator, a model-free agent may be there earlier by the clock. On a robot steps are dear, and the model pays.',
  'learn.horizon.link.new': 'Train Dreamer on the walker, small',
  'learn.horizon.link.rival': 'Its model-free rival D4PG on the same task',
  'learn.horizon.link.walker': 'The walker that ships, with all its curves',
} as const satisfies Readonly<Record<string, string>>;
