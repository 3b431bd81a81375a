/** English: chapter 1 of the course, agent and environment. */
export const loop = {
  'learn.loop.title': 'Agent and environment',
  'learn.loop.summary': 'Who acts, who answers, and what is to be made large: reward, return and discount.',
  'learn.loop.text.1':
    'A hamster in a maze knows nothing of the maze. It runs somewhere, meets food or a wall, and next time it runs a little differently. **Reinforcement learning** is this, done by a program: learning what to do by trial and error, where nobody shows the right answer and all that comes back is good or bad luck, put into numbers.',
  'learn.loop.text.2':
    'Two sides take turns. The **environment** is everything outside of the learner. At time *t* it is in a **state** *s*_[*t*], below: the square on which the agent stands. The **agent** looks at the state and chooses an **action** *a*_[*t*], below: one of four directions. The environment answers with a number, the **reward** *r*_[*t*+1], and with the next state *s*_[*t*+1]. Then the agent is asked again. One walk from the start to an end is an **episode**.',
  'learn.loop.text.3':
    'How the agent chooses is its **policy**, written *π*(*a*|*s*): the probability of action *a* in state *s*. The arrows below are a policy; where a square has four of them, every direction is equally likely. On ice a step may slip to one side, so the same action in the same state need not lead to the same place. A process like this, in which what comes next depends on the present state and action alone and not on how one got there, is a **Markov decision process**.',
  'learn.loop.figure.walk': 'A world of squares, and a policy that walks in it',
  'learn.loop.figure.walk.text':
    'Press squares to turn their arrows, or choose what to paint and draw. The flag ends the episode with a reward of +1, the pit with −1. With the keyboard: arrow keys move, Enter presses.',
  'learn.loop.return': 'Return: {worth} after {steps} steps.',
  'learn.loop.ended': 'The episode is over.',
  'learn.loop.gaveUp': 'Stopped after {steps} steps: this walk found no end.',
  'learn.loop.step': 'Step',
  'learn.loop.reward': 'Reward',
  'learn.loop.counted': 'Counted, γᵏ r',
  'learn.loop.text.4':
    'A single reward says little. The step onto the flag earns 1, but only because of all the steps before it. What is to be made large is the **return** *G*_[*t*]: the sum of all rewards after time *t*, in which a reward counts less the later it comes. By how much, says the **discount** *γ* (gamma), a number from 0 to 1:',
  'learn.loop.text.5':
    'A reward that comes *k* steps later than the next one counts *γ*^[*k*] times. With *γ* = 0 only the next reward counts; with *γ* = 1 all count alike. In between, sums stay finite even where an episode never ends, and soon is better than late. Move *γ* and watch the last row of the table: the rewards stay what they were, what they count for does not. Then make every step cost a little. Is the short way over the ice, beside the pit, still a bad idea?',
  'learn.loop.text.6':
    'Nothing of this needs a grid. In CarRacing an action is three numbers (steering, gas, brake), and the reward is a small loss in every frame and a gain for every new piece of road. The state is where everything is and how fast it moves; the agent is shown only a picture of 64 × 64 points. What is shown is called an **observation**, since it may hold less than the state: a single picture does not tell the speed.',
  'learn.loop.figure.car': 'The same loop, with pictures',
  'learn.loop.figure.car.text':
    'Left: all that the agent is shown. It was trained by World Models in this studio; compare it with actions at random. The discount is the one that you chose above.',
  'learn.loop.openCar': 'Start CarRacing',
  'learn.loop.observation': 'What the agent observes',
  'learn.loop.policy': 'Policy',
  'learn.loop.learned': 'Learned',
  'learn.loop.random': 'Random',
  'learn.loop.time': 'Time t',
  'learn.loop.action': 'Action a',
  'learn.loop.plainReturn': 'Sum of rewards',
  'learn.loop.discounted': 'Return from the start, γ = {gamma}',
  'learn.loop.text.7':
    'A policy whose expected return is as large as any policy’s, from every state, is an **optimal policy**, written *π*^[∗]. This road is about finding it: first where everything about the environment is known, then where nothing is, and then where the agent learns a model of the environment and practises in that.',
  'learn.loop.question.1':
    'All rewards stay the same and *γ* goes from 0.9 to 0.5. Which walks suffer most, short ones or long ones?',
  'learn.loop.answer.1':
    'Long ones. A reward of 1 at the tenth step counts 0.9^[9] = 0.39 before, and 0.5^[9] = 0.002 after. At the second step it goes from 0.9 to 0.5 only. A small discount makes an agent short-sighted.',
  'learn.loop.question.2': 'Let every step earn +0.1 and set *γ* = 1. What is the best policy now?',
  'learn.loop.answer.2':
    'Never to finish. Ten more steps on safe floor earn as much as the flag, and there is no end to them. The agent does what the reward says, not what was meant; you will meet this again when agents find the faults of a dream.',
  'learn.loop.question.3': 'Why is one frame of CarRacing not a state?',
  'learn.loop.answer.3':
    'Two situations can look alike and go on differently: the same car on the same road, once slow and once too fast for the bend. What comes next depends on the speed, which the frame does not show. An agent can mend this with memory, and that is what a world model brings.',
  'learn.loop.link.drive': 'Drive CarRacing yourself, by keyboard',
  'learn.loop.link.watch': 'Watch the learned driver in the theatre',
} as const satisfies Readonly<Record<string, string>>;
