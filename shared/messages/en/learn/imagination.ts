/** English: chapter 11 of the course, imagination. */
export const imagination = {
  'learn.imagination.title': 'Imagination: learning along the slope',
  'learn.imagination.summary':
    'A fan of imagined trajectories, and what nudging one action does to the worth of all that follows.',
  'learn.imagination.text.1':
    'Evolution asks of a whole episode: was it good? Dreamer can ask more. Its world is a network, so how the future depends on each action is a function that can be differentiated. From every moment that it has recorded it imagines *H* steps ahead, 15 in the paper: no frame is drawn, only states follow one another, thousands at once. The paper calls this **latent imagination**. Three networks read each imagined state *s*_[*t*] = (*h*_[*t*], *z*_[*t*]): one predicts the reward *r*_[*t*], one the value *v*_[*t*], one chooses the action.',
  'learn.imagination.text.2':
    'The network that acts is the **actor**, the one that says what a state is worth is the **critic**. The actor gives a mean *μ* and a deviation *σ* for each number of the action; *ε* (epsilon) is drawn from a bell curve of mean 0 and deviation 1. In the paper the action is',
  'learn.imagination.text.3':
    'where tanh presses any number between −1 and 1. The chance lies in *ε* alone, which is drawn first; after that, the action is a smooth function of what the network says, and so is everything that follows from it. This trick is called **reparametrisation**. (The run that ships draws its actions in DreamerV3’s way, with bounded means; the idea is the same.) Here is what it imagines from one moment.',
  'learn.imagination.figure.fan': 'Six futures of one moment, with their worth',
  'learn.imagination.figure.fan.text':
    'The Dreamer that ships, on CarRacing. Every trajectory begins at the same state and is acted by the same actor; only the draws differ. The thickest curve is of the best.',
  'learn.imagination.open': 'Let it imagine',
  'learn.imagination.moment': 'The moment',
  'learn.imagination.worth': '{number}: V_λ {worth}',
  'learn.imagination.drawn': 'What is drawn',
  'learn.imagination.rewards': 'Predicted reward',
  'learn.imagination.values': 'Predicted value',
  'learn.imagination.trajectory': 'Trajectory {number}',
  'learn.imagination.step': 'Imagined step',
  'learn.imagination.horizon': 'Horizon H',
  'learn.imagination.look': 'Picture of step',
  'learn.imagination.another': 'A later moment',
  'learn.imagination.told':
    'Step {step} of the episode. The best is trajectory {best} with V_λ = {worth}; the critic says {value} of the moment itself.',
  'learn.imagination.text.4':
    'What each is worth is *V*_[*λ*] of chapter 5, with imagined rewards and the critic’s values. The actor is changed so that *V*_[*λ*] gets larger, the critic so that its values come nearer to *V*_[*λ*]. Both learn without a single step in the world. But in which direction must an action change? For that follow it to where it leads. If *s*_[*k*] is the state that action number *k* leads to, action *t* acts on *s*_[*t*] and through it on all later ones:',
  'learn.imagination.text.5':
    'The last factor is the chain rule, step by step through the dynamics: how much the next state changes with this one, times the same for the one after, and so on. This product is what evolution never had. Below one action of one imagined trajectory is yours to nudge; all later actions and all draws stay as they were. The dots are what *V*_[*λ*] really does when the trajectory is imagined again. The line is what the gradient said beforehand.',
  'learn.imagination.figure.nudge': 'One action nudged',
  'learn.imagination.figure.nudge.text':
    'Move the nudge and compare. Then cut the gradient: let it pass only through the first states after the action, and see what it no longer knows.',
  'learn.imagination.element': 'Which number of the action',
  'learn.imagination.element.steering': 'Steering',
  'learn.imagination.element.gas': 'Gas',
  'learn.imagination.element.brake': 'Brake',
  'learn.imagination.actionStep': 'Action of step',
  'learn.imagination.nudge': 'Nudge',
  'learn.imagination.states': 'States that the gradient passes',
  'learn.imagination.plot':
    'Change of the worth by the nudge. The whole gradient has slope {slope}, the cut one {cut}; this nudge changes the worth by {change}.',
  'learn.imagination.whole': 'whole gradient',
  'learn.imagination.cut': 'cut gradient',
  'learn.imagination.measured': 'imagined again',
  'learn.imagination.through': 'Through which state *s*_[*k*] the gradient comes; dashed is what is cut off:',
  'learn.imagination.partsLabel': 'Parts of the gradient by action {step}, one bar a state',
  'learn.imagination.actionWas': 'Action',
  'learn.imagination.worthWas': '*V*_[*λ*]',
  'learn.imagination.changed': 'Change, imagined again',
  'learn.imagination.said': 'Whole gradient said',
  'learn.imagination.cutSaid': 'Cut gradient said',
  'learn.imagination.text.6':
    'For small nudges the line lies in the dots; for large ones the world bends away from it, which is why learning takes small steps. The bars show where the effect arises. A cut gradient sees the first bars alone. It may call an action good that pays at once and costs later, or find no slope at all where the whole effect comes late. Credit assignment, the question of chapter 5, is answered here by arithmetic: each action is told what it did, with its sign and its size, from one imagined trajectory.',
  'learn.imagination.text.7':
    'It has its price. The slope is that of the model, not of the world: where the model is wrong, the actor climbs a hill that is not there, as C did in the cold dream. That is why Dreamer goes back to the world with its new actor again and again and learns the model anew from what it sees there. And long products of derivatives fade or explode, so the horizon stays short and the critic speaks for the rest.',
  'learn.imagination.question.1':
    'Why must *ε* stay the same when the trajectory is imagined again after the nudge?',
  'learn.imagination.answer.1':
    'Otherwise other draws would change the future as well, and the effect of the nudge would drown in theirs. The derivative asks what this action does while all else is held.',
  'learn.imagination.question.2': 'What does the last imagined state contribute to *V*_[*λ*]?',
  'learn.imagination.answer.2':
    'Its value alone: the critic speaks there for everything beyond the horizon. Its reward is not counted, as in the authors’ code.',
  'learn.imagination.question.3':
    'Evolution needs no gradient, only scores. When would you still prefer it to the gradient through the dynamics?',
  'learn.imagination.answer.3':
    'Where there is no differentiable world: the real game alone, actions that jump, rewards that come as yes or no. And for a few hundred numbers, where trying is cheap.',
  'learn.imagination.link.theatre': 'The agent in the theatre, with its values along the episode',
  'learn.imagination.link.curves': 'How its imagined returns rose while it learned',
  'learn.imagination.link.new': 'Learn it yourself: Dreamer on Walker walk, from numbers',
} as const satisfies Readonly<Record<string, string>>;
