/** English: the tour through the studio. */
export const tour = {
  'tour.take': 'Take the tour',
  'tour.goOn': 'Go on with the tour',
  'tour.text': 'Six stops on the experiments that came with the studio, about five minutes.',
  'tour.stopOf': 'Stop {number} of {all}',
  'tour.leave': 'Leave the tour',
  'tour.back': 'Back',
  'tour.next': 'Next',
  'tour.end': 'End of the tour',
  'tour.gone': 'The experiment that this stop shows was deleted. Go on to the next.',
  'tour.experiments.title': 'Experiments',
  'tour.experiments.text':
    'Each row is an experiment: an algorithm that learned in an environment. These came with the studio, trained on an ordinary computer, so that there is something to look at from the start. Yours will stand beside them.',
  'tour.theatre.title': 'Reality and dream',
  'tour.theatre.text':
    'The theatre opens a trained agent. On the left is what really happens, beside it what its model sees of it. After 20 steps the model closes its eyes and dreams on alone, by the same actions. Watch where both part. The clock below can be stopped and moved.',
  'tour.dream.title': 'Inside the dream',
  'tour.dream.text':
    'Here nothing is real: Take Cover is dreamt by its model alone. Choose the keyboard as the driver and dodge the fireballs with the arrow keys, then move the temperature and see the dream grow quiet or wild.',
  'tour.curves.title': 'How it was learned',
  'tour.curves.text':
    'Every experiment keeps its curves: how well frames were drawn, how surprising the next one was, how the controller’s scores rose from generation to generation. Words with a dotted line can be asked what they mean.',
  'tour.environment.title': 'The worlds themselves',
  'tour.environment.text':
    'Every environment can be played by hand, seen as the agent sees it, and used for a new experiment. Games, bodies to control, and models of your own are here.',
  'tour.learn.title': 'How it all works',
  'tour.learn.text':
    'Twelve short chapters lead from a reward to Dreamer, with figures that you drive yourself, most of them on these very experiments. This is the last stop; the palette (Ctrl K) has the tour whenever you want it again.',
} as const satisfies Readonly<Record<string, string>>;
