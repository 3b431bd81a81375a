/** English: chapter 7 of the course, M. */
export const memory = {
  'learn.memory.title': 'M: what comes next',
  'learn.memory.summary':
    'Why one guess is not enough: mixtures, temperature, and many futures of one moment.',
  'learn.memory.text.1':
    'V sees one frame at a time. **M**, for memory, predicts what V will see next. It is given the present *z*_[*t*], the action *a*_[*t*], and what it remembers itself, *h*_[*t*]. This *h* is the **hidden state** of a recurrent network, here an **LSTM** (long short-term memory): a list of numbers that is computed anew at each step from itself and from what is new. What one frame does not show can be kept there, such as a speed, or a fireball that left the picture a moment ago.',
  'learn.memory.text.2':
    'How should M answer? With one number for each number of *z*, one might think: the mean of what may come. But in the game Take Cover a monster shoots now or it does not, and the mean of both is half a fireball, which never happens. A single bell curve is no better: to cover both cases it must be so wide that it covers everything between them too. What is needed are several bell curves at once, a **mixture of Gaussians**:',
  'learn.memory.text.3':
    '*N*(*x*; *μ*, *σ*^[2]) is the bell curve with mean *μ* (mu) and standard deviation *σ* (sigma). The weights *w*_[*k*] say how likely each curve is, and sum to 1; papers also write *π*_[*k*] for them. A mixture is good where what happens is not surprising to it. The **surprise** of one event is −ln *p*(*x*), in nats, and what is made small is its mean. Do it by hand below, first with one curve, then with two. Where the single curve is at its highest, nothing ever happens.',
  'learn.memory.figure.mixture': 'What one bell curve cannot say',
  'learn.memory.figure.mixture.text':
    'Dots are what happened, sixty times. Move the curves until the mean surprise is small, or let one step of the fit (expectation maximisation) do it.',
  'learn.memory.count': 'How many curves',
  'learn.memory.count.one': 'One curve',
  'learn.memory.count.two': 'Two curves',
  'learn.memory.fit': 'One step of the fit',
  'learn.memory.weight': 'Weight w{number}',
  'learn.memory.mean': 'Mean μ{number}',
  'learn.memory.deviation': 'Deviation σ{number}',
  'learn.memory.temperature': 'Temperature τ',
  'learn.memory.surprise': 'Mean surprise: {surprise} nats',
  'learn.memory.plot': 'Density of the mixture over the dots. Mean surprise {surprise} nats.',
  'learn.memory.text.4':
    'Nobody sets M’s curves by hand. From *h*_[*t*] a layer of the network computes weights, means and deviations, for each number of *z* a mixture of five curves, and training makes the surprise at the *z* that really came as small as possible. A network that answers with a mixture is called a **mixture density network** (Bishop 1994); with the recurrent network before it, MDN-RNN.',
  'learn.memory.text.5':
    'To dream, one draws *z* from the mixture, gives it back to M as if V had seen it, and goes on. How boldly to draw is set by the **temperature** *τ* (tau): weights are raised to the power 1/*τ* and made to sum to 1 again, and deviations are multiplied by √*τ*. Below 1 the likely becomes likelier still, and near 0 only the heaviest curve is left. Above 1 rare things happen more often. Try it on the two curves above, then on a game.',
  'learn.memory.figure.futures': 'Four futures of one moment',
  'learn.memory.figure.futures.text':
    'V and M of the Take Cover experiment that ships, with its agent at the controls. With its eyes open, M expects each next *z*; once they are closed it dreams on alone, four times from the same moment.',
  'learn.memory.open': 'Load V and M',
  'learn.memory.really': 'What really happens',
  'learn.memory.seen': 'What V sees',
  'learn.memory.future': 'Future {number}',
  'learn.memory.ofNumber': 'What M expects of',
  'learn.memory.watching': 'Step {step}, eyes open.',
  'learn.memory.dreaming': 'Eyes closed for {steps} steps.',
  'learn.memory.figure.drawing': 'Ten ways to go on with a drawing',
  'learn.memory.figure.drawing.text':
    'Begin a letter, a digit or a figure, and a small MDN-RNN finishes it ten times. It is M’s LSTM over the movements of a pen, after Sketch-RNN (Ha & Eck 2017): instead of *z* it reads the last offset (Δ*x*, Δ*y*) and what the pen did, and answers with a mixture of two-dimensional bell curves for the next offset, and with probabilities that the pen draws on, is lifted or is done. It knows Korean letters, digits and a few figures, and from half of one it has to guess which.',
  'learn.memory.draw.pad':
    'Draw here. Arrow keys move the pen, space puts it down or lifts it, backspace takes a stroke away.',
  'learn.memory.draw.padKind': 'drawing pad',
  'learn.memory.draw.keys':
    'By keys: arrows move the pen, space puts it down or lifts it, backspace takes a stroke away.',
  'learn.memory.draw.example': 'Half of',
  'learn.memory.draw.begin': 'Begin it for me',
  'learn.memory.draw.others': 'Ten others',
  'learn.memory.draw.undo': 'Take a stroke away',
  'learn.memory.draw.clear': 'Clear',
  'learn.memory.draw.ways': 'Ten continuations',
  'learn.memory.draw.way': 'Continuation {number}, {strokes} strokes',
  'learn.memory.draw.noWay': 'Continuation {number}, nothing yet',
  'learn.memory.draw.empty': 'Draw something, or have it begun.',
  'learn.memory.draw.waiting': 'The model draws.',
  'learn.memory.draw.told': '{count} continuations.',
  'learn.memory.draw.tooLong': 'That is longer than anything the model knows. Take a stroke away.',
  'learn.memory.draw.triangle': 'triangle',
  'learn.memory.draw.star': 'star',
  'learn.memory.draw.house': 'house',
  'learn.memory.draw.heart': 'heart',
  'learn.memory.draw.spiral': 'spiral',
  'learn.memory.draw.train': 'Train it here',
  'learn.memory.draw.trains': 'Training of the drawing model',
  'learn.memory.draw.turn': 'Waits until nothing else takes every core.',
  'learn.memory.draw.batch': 'Batch {step} of {steps}, {loss} nats a point.',
  'learn.memory.draw.trained':
    'Trained in {seconds} s, {loss} nats a point. Kept until the studio is closed.',
  'learn.memory.draw.shippedOnly': 'The model that ships was trained just so, in some minutes.',
  'learn.memory.draw.model': 'Which model draws',
  'learn.memory.draw.model.shipped': 'The one that ships',
  'learn.memory.draw.model.own': 'Yours',
  'learn.memory.text.6':
    'Close the eyes and let it run. The four futures begin alike and part, since each draws its own *z* and goes on from it. Where they differ is what M cannot know: whether a monster will shoot, and when. Where they agree is what it has learned as a rule: that a fireball on its way comes nearer. Do it again at a low temperature, and all four become nearly the same, and quiet. In the paper monsters at *τ* = 0.1 fail to shoot at all, which is a fine world to live in, and nothing to prepare for the real one.',
  'learn.memory.text.7':
    'Two warnings. A dream of many steps stands on its own predictions, so small errors grow; the first steps are the best ones. And that a model predicts does not mean that the agent needs it. World Models therefore measured both: on CarRacing a controller that saw *z* alone scored 632 ± 251, one that saw *z* and *h* 906 ± 21. What M remembers is worth the difference. Who uses it to drive, C, is small enough to be found by trying.',
  'learn.memory.question.1':
    'Two things happen equally often, one at −1 and one at +1. What is the best single bell curve, and what does it say of 0?',
  'learn.memory.answer.1':
    'Mean 0 and deviation 1: mean and deviation of the data. Of all places it calls 0 the likeliest, where nothing ever happens.',
  'learn.memory.question.2': 'Why is the deviation multiplied by √*τ*, and not by *τ*?',
  'learn.memory.answer.2':
    'The paper multiplies the variance *σ*^[2] by *τ*, so the deviation *σ* gets its root. A single Gaussian whose density is raised to the power 1/*τ* becomes just that.',
  'learn.memory.question.3':
    'A monster shoots with probability 0.1 at each step, as one of two curves. How often does it shoot in a dream of 100 steps at *τ* = 0.1?',
  'learn.memory.answer.3':
    'Practically never. The weights 0.9 and 0.1 are raised to the tenth power, 0.35 and 10^[−10], and after they sum to 1 again the second is about 3 in ten thousand million. The agent learns that nothing dangerous happens.',
  'learn.memory.link.theatre': 'The same in the theatre: Take Cover beside its dream',
  'learn.memory.link.play': 'Play in the dream of Take Cover',
  'learn.memory.link.curves': 'How M’s surprise fell while it trained',
} as const satisfies Readonly<Record<string, string>>;
