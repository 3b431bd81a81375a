/** English: chapter 8 of the course, C and evolution. */
export const control = {
  'learn.control.title': 'C and evolution',
  'learn.control.summary':
    'A controller so small that it can be found by trying: CMA-ES on a landscape, and in the run that ships.',
  'learn.control.text.1':
    'V says what is seen, M what has been and what may come. What is left for the third part, **C**, the controller, is small: turn *z* and *h* into an action. World Models makes it as small as it gets, a table of numbers *W*, called the **weight matrix**, times the list of *z* and *h*, plus a list *b*:',
  'learn.control.text.2':
    'For CarRacing *z* has 32 numbers, *h* has 256, and an action 3. That makes 3 × 288 + 3 = 867 numbers to find; V and M together have 4.8 million. The idea behind it: put all that is hard into the model, which learns without rewards, from plain looking, and leave to the rewards as little as possible. The fewer the numbers, the fewer the trials it takes to tell which of them earned what.',
  'learn.control.text.3':
    'How are they found? Not by following a slope: what comes back from an episode is one number, its return, and the world between action and return is no function that could be differentiated. So one tries. Draw a population of candidates around the present best guess, let each drive, rank them, and move the guess towards the better half. This is an **evolution strategy**. It never asks by how much one was better than another, only who was.',
  'learn.control.text.4':
    '**CMA-ES** (covariance matrix adaptation; Hansen 2016) also learns the form of its cloud. A **covariance matrix** tells how far the cloud reaches in each direction. Where steps that did well go the same way again and again, the cloud grows long in that direction; where they cancel, it shrinks. Below only two numbers are searched for, so that you can watch. The shades are the **loss**: the bluer, the lower, and the cross is the best place; the dashed ellipse is the cloud at twice its deviation. Drag the cross away while it searches.',
  'learn.control.figure.search': 'A search in two numbers',
  'learn.control.figure.search.text':
    'Drag on the map to move the goal, or use its sliders. Each generation tries as many candidates as the population has.',
  'learn.control.landscape': 'Landscape',
  'learn.control.landscape.bowl': 'Bowl',
  'learn.control.landscape.valley': 'Valley',
  'learn.control.landscape.bend': 'Bend',
  'learn.control.landscape.hills': 'Hills',
  'learn.control.map': 'Map of the landscape. The mean of the search is at {x}, {y}.',
  'learn.control.generation': 'One generation',
  'learn.control.population': 'Population',
  'learn.control.goalX': 'Goal, left and right',
  'learn.control.goalY': 'Goal, up and down',
  'learn.control.told':
    'Generation {generation}, {tries} tries. Loss of the mean {loss}. Step size {sigma}, the cloud {ratio} times as long as wide.',
  'learn.control.text.5':
    'See three things. In the bowl the cloud stays round. In the valley it soon lies along it, as if it knew the slope, which it never saw. Among the hills a small population stops in a hollow, and a large one more often jumps on: what a population costs in tries it pays back in overview. With 867 numbers nothing of this can be drawn, but it is the same few lines of code, with a larger matrix.',
  'learn.control.text.6':
    'The price is the number of tries. World Models lets 64 candidates a generation drive 16 episodes each, for about 1,800 generations. The experiment that ships with the studio did with far fewer. Below is how it went: for each generation the best, the mean and the worst candidate. The band between them is the cloud, seen by its scores. At first most candidates just leave the road.',
  'learn.control.figure.generations': 'How the controller that ships was found',
  'learn.control.figure.generations.text':
    'CarRacing, learned on a laptop. Scores of the candidates of each generation, as they were recorded.',
  'learn.control.scores': 'Scores of a generation',
  'learn.control.best': 'best',
  'learn.control.mean': 'mean',
  'learn.control.worst': 'worst',
  'learn.control.generations': 'Generation',
  'learn.control.text.7':
    'Its limits are those of trying. The return of a whole episode is one number for a thousand actions; nothing tells C which of them was the mistake, so credit assignment is left to chance and repetition. With a few hundred numbers that works, with a network of millions it hardly does. Dreamer will go the other way and follow the slope, which it can, because its world is a network. But a search that only needs a score has one great use: it does not care whether the score was earned in the real world or in a dream.',
  'learn.control.question.1': 'All losses are replaced by their logarithm. What changes in the search?',
  'learn.control.answer.1':
    'Nothing. The order of the candidates stays the same, and only the order is used. The project’s tests check that the searches are equal to the last digit.',
  'learn.control.question.2':
    'The cloud shrinks in the valley and you drag the goal far away. What happens to the step size, and why?',
  'learn.control.answer.2':
    'It grows. The best candidates now all lie on one side, step after step goes the same way, and the path of the mean gets longer than chance would make it. A path that is too long says that steps are too small.',
  'learn.control.question.3': 'Why does C see *h*, and not *z* alone?',
  'learn.control.answer.3':
    'With *z* alone it would drive by one frame, without speed and without what is about to come. *h* is what M needs to predict the next frame, so it holds both. In the paper that is the difference between 632 and 906 points.',
  'learn.control.link.new': 'See a controller evolve: CarRacing in about three minutes',
  'learn.control.link.run': 'The whole run that ships, with all its curves',
  'learn.control.link.watch': 'Watch what it found',
} as const satisfies Readonly<Record<string, string>>;
