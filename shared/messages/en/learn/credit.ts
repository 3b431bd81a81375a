/** English: chapter 5 of the course, credit assignment. */
export const credit = {
  'learn.credit.title': 'Whose fault was it?',
  'learn.credit.summary':
    'Credit assignment: n steps, λ and a model; *V*_[*R*], *V*_[*N*]^[*k*] and *V*_[*λ*] on a real episode.',
  'learn.credit.text.1':
    'You lose a game of chess at move 60. The mistake was made at move 23. To find out which of many actions earned a reward that came much later is called **credit assignment**, and it is the question behind everything in this course. TD(0) answers it slowly: in each episode the news of a reward moves back by one step.',
  'learn.credit.text.2':
    'Three ideas carry it faster. **n-step returns**: do not trust the next state’s value, take *n* real rewards first and then the value of the state that was reached. News moves *n* steps back an episode. **λ** (lambda): do not decide for one *n*, but mix all of them, where each further step counts *λ* times as much as the one before. News reaches everybody at once, only fainter the further back. **A model**: after one episode, sweep the learned table until nothing changes. In the corridor below there is a reward of +1 behind the last step and nothing else. See who has heard of it.',
  'learn.credit.figure.corridor': 'Twenty steps, one reward at the end',
  'learn.credit.figure.corridor.text':
    'Each bar is what a step of the corridor is thought to be worth after the episodes you choose, from nothing and with a learning rate of 1.',
  'learn.credit.episodes': 'Episodes so far',
  'learn.credit.n': 'Real rewards n',
  'learn.credit.lambda': 'λ',
  'learn.credit.method.nStep': 'n-step returns',
  'learn.credit.method.lambda': 'λ-returns',
  'learn.credit.method.model': 'A learned model, planned on after each episode',
  'learn.credit.bars': 'Of {all} steps {told} are worth more than 0.01; the first is worth {first}.',
  'learn.credit.bar': 'Step {step}: {value}',
  'learn.credit.told': 'Worth more than 0.01: {told} of {all} steps. The first step: {first}.',
  'learn.credit.text.3':
    'Why not simply take the whole return, *λ* = 1? Because it mixes in everything else that happened. With *n* large the target is right on average but noisy (high **variance**); with *n* small it leans on a value that may be wrong (high **bias**). *λ* is the slider between the two.',
  'learn.credit.text.4':
    'Dreamer learns from trajectories that its model imagines, *H* steps long (*H* is called the **horizon**), and its paper names three estimates of what a state is worth. *V*_[*R*] sums the imagined rewards and ignores all that comes after the horizon. *V*_[*N*]^[*k*] takes *k* rewards, discounted, and then the value that a network, the critic, gives to the state reached. *V*_[*λ*] is their mixture:',
  'learn.credit.text.5':
    'The weights are (1 − *λ*) *λ*^[*k*−1]: each longer look counts *λ* times as much as the one before, and the longest takes all that is left, so that they sum to 1. Below are six steps, all of whose rewards and values you can move. A row is one *V*_[*N*]^[*k*]: its rewards, and where it lets the value (dashed) speak for the rest.',
  'learn.credit.figure.lambda': 'The tree of *V*_[*λ*]',
  'learn.credit.figure.lambda.text':
    'Move *λ* to 0 and only the first row counts; move it to 1 and only the last one does. Dreamer uses 0.95.',
  'learn.credit.stepNumber': 'Step {step}',
  'learn.credit.estimate': 'Estimate',
  'learn.credit.weight': 'Weight',
  'learn.credit.reward': 'Reward r',
  'learn.credit.value': 'Value V reached',
  'learn.credit.rewardAt': 'Reward of step {step}',
  'learn.credit.valueAt': 'Value of the state after step {step}',
  'learn.credit.mixed': '*V*_[*λ*], the sum of estimate × weight',
  'learn.credit.text.6':
    'Now an episode of the real thing. The Dreamer that ships with the studio drives CarRacing, and at each step the figure takes the next *H* rewards that really came and the values that its critic gave on the way. (In training the same sums are taken over imagined steps.) See how *V*_[*R*] with a short horizon only counts the pieces of road just ahead, how *V*_[*λ*] lies near the critic’s own value where the critic is right, and where they part.',
  'learn.credit.figure.episode': '*V*_[*R*], *V*_[*N*]^[*k*] and *V*_[*λ*] along an episode',
  'learn.credit.figure.episode.text':
    'Recomputed for the whole episode whenever you move a slider; discount 0.99, as Dreamer has it. The last *H* − 1 steps have no whole horizon ahead of them and are left out.',
  'learn.credit.openEpisode': 'Let Dreamer drive',
  'learn.credit.horizon': 'Horizon H',
  'learn.credit.k': 'Rewards k of V_N^k',
  'learn.credit.estimates': 'What each step is worth',
  'learn.credit.curve.rewards': 'V_R',
  'learn.credit.curve.nStep': 'V_N^{k}',
  'learn.credit.curve.lambda': 'V_λ',
  'learn.credit.curve.value': 'critic’s value',
  'learn.credit.episodeEmpty': 'Curves appear once the episode is longer than the horizon.',
  'learn.credit.text.7':
    'There is one more way to tell an action its share, and it needs a model that is a network. A table can only say what an action led to. A network is a smooth function: one can ask how the whole imagined future would change if the action were a little different, and follow that slope. That is a gradient through the dynamics, and it is why Dreamer needs neither trial and error for each action nor a search. Before that, the model has to be built from pictures.',
  'learn.credit.question.1':
    'With *n* = 3, how many episodes does a corridor of 20 steps need until the first step has heard of the reward?',
  'learn.credit.answer.1':
    'Seven: each episode carries the news three steps further back, and 7 × 3 is the first multiple of three that reaches 20. Check it with the slider. With *n* = 1, as TD(0) has it, it takes 20.',
  'learn.credit.question.2': 'In the tree, set every value to 0 and one reward to 1. When does *λ* matter?',
  'learn.credit.answer.2':
    'It decides how many of the branches see the reward: those that are too short to reach it see only the zero value. The further away the reward, the more a small *λ* hides it.',
  'learn.credit.question.3':
    'The horizon is 15 steps, a bend is 60 steps away. How can *V*_[*λ*] know of it, when *V*_[*R*] cannot?',
  'learn.credit.answer.3':
    'By the critic. The value of the state at the horizon stands for everything after it, and it was learned from other trajectories that began there. That is what the ablation without a value model in Dreamer’s paper lacks.',
  'learn.credit.link.value': 'Dreamer on CarRacing in the theatre, with its value on the clock',
  'learn.credit.link.new': 'A new experiment with Dreamer: try λ and the horizon yourself',
} as const satisfies Readonly<Record<string, string>>;
