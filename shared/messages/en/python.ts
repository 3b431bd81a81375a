/** English: environments of Gymnasium's and the Python that plays them. */
export const python = {
  'environment.gymnasium.name': 'Your own (Gymnasium)',
  'environment.gymnasium.description':
    'Any environment of Gymnasium’s, played by your own Python: by its id, from pictures or numbers.',
  'environment.key.firstChoice': 'First choice',
  'environment.key.secondChoice': 'Second choice',
  'config.environment.id.label': 'Environment’s id',
  'config.environment.id.help':
    'What gymnasium.make takes, such as Pendulum-v1, or package:Id-v0 for what a package registers. Empty: CartPole-v1.',
  'config.environment.id.example': 'CartPole-v1',
  'config.environment.kwargs.label': 'Arguments',
  'config.environment.kwargs.help': 'Keyword arguments of gymnasium.make, as a JSON object.',
  'config.environment.wrappers.label': 'Wrappers',
  'config.environment.wrappers.help':
    'Classes that wrap the environment, by their dotted names, the innermost first, separated by spaces.',
  'config.environment.python.label': 'Python',
  'config.environment.python.help':
    'Whole path of the Python that plays it. Empty: the first python3 on the PATH, such as an active virtual environment’s.',
  'config.environment.pixelsFrom.label': 'Pictures from',
  'config.environment.pixelsFrom.help':
    'Where pictures are observed: a picture in the environment’s own observation, or what render() draws.',
  'config.environment.pixelsFrom.choice.observation': 'the observation',
  'config.environment.pixelsFrom.choice.render': 'render()',
  'error.python.notFound.what': 'There is no Python “{python}”.',
  'error.python.notFound.why': 'No program of that name can be started on this computer.',
  'error.python.notFound.next': 'Install Python, or give the whole path of one under “Python”.',
  'error.python.noWindows.what': 'Gymnasium environments cannot be played on Windows yet.',
  'error.python.noWindows.why':
    'The studio talks to Python through named pipes that only Linux and macOS have.',
  'error.python.noWindows.next': 'Use Linux, macOS or WSL.',
  'error.python.notAllowed.what': 'Python was not allowed to run this environment: {use}',
  'error.python.notAllowed.why':
    'An environment of Gymnasium is a program, and can do whatever you can. The studio starts none before you have allowed it on this computer, once for each.',
  'error.python.notAllowed.next':
    'If you know this environment, start an experiment with it in the window, which asks you, or give studio train --allow-python.',
  'error.python.allowedHereOnly.what': 'From here no Python can be allowed.',
  'error.python.allowedHereOnly.why':
    'The code would run on the computer that serves this studio, so only whoever sits there decides.',
  'error.python.allowedHereOnly.next':
    'On that computer: studio train with the same settings and --allow-python.',
  'python.allow': 'Let this Python run?',
  'python.allowText':
    'The experiment runs a program of yours on this computer, which can do whatever you can: {use}. You are asked once for each environment.',
  'python.allowButton': 'Let it run',
  'error.python.noGymnasium.what': 'This Python has no Gymnasium: {python}',
  'error.python.noGymnasium.why': 'It says: {reason}',
  'error.python.noGymnasium.next': 'Run: {python} -m pip install gymnasium',
  'error.python.unknownId.what': 'Gymnasium knows no environment “{id}”.',
  'error.python.unknownId.why': 'It says: {reason}',
  'error.python.unknownId.next':
    'Check the id. What a package registers is named with the package: package:Id-v0.',
  'error.python.missingModule.what': '“{id}” needs a Python package that is missing.',
  'error.python.missingModule.why': 'It says: {reason}',
  'error.python.missingModule.next': 'Install that package into {python}, with pip, and try again.',
  'error.python.badArguments.what': '“{id}” does not take these arguments.',
  'error.python.badArguments.why': 'It says: {reason}',
  'error.python.badArguments.next': 'Check the arguments against the environment’s documentation.',
  'error.python.badWrapper.what': '“{name}” cannot wrap the environment.',
  'error.python.badWrapper.why': 'It says: {reason}',
  'error.python.badWrapper.next':
    'Give wrappers by their dotted names, such as gymnasium.wrappers.FlattenObservation.',
  'error.python.unsupportedActions.what':
    'The actions of “{id}” are a {space} space, which the studio cannot choose from.',
  'error.python.unsupportedActions.why': 'It takes Box and Discrete.',
  'error.python.unsupportedActions.next':
    'Choose another environment, or wrap it so that its actions are a Box or Discrete.',
  'error.python.unsupportedObservation.what':
    '“{id}” observes “{name}” as a {space} space, which the studio cannot read.',
  'error.python.unsupportedObservation.why':
    'It reads Box, Discrete, MultiDiscrete and MultiBinary, alone or in a Dict or Tuple.',
  'error.python.unsupportedObservation.next':
    'Choose another environment, or wrap it so that its observation is one of these.',
  'error.python.noPicture.what': 'The observation of “{id}” holds no picture.',
  'error.python.noPicture.why': 'It is {space}.',
  'error.python.noPicture.next': 'Observe numbers, or take pictures from render().',
  'error.python.noRender.what': '“{id}” draws no picture of itself.',
  'error.python.noRender.why': 'It says: {reason}',
  'error.python.noRender.next': 'Observe numbers, or what the environment itself gives as a picture.',
  'error.python.noNumbers.what': 'The observation of “{id}” holds no numbers.',
  'error.python.noNumbers.why': 'It is {space}.',
  'error.python.noNumbers.next': 'Observe pictures instead.',
  'error.python.tooManyNumbers.what': '“{id}” observes {count} numbers.',
  'error.python.tooManyNumbers.why': 'The studio reads {most} at most.',
  'error.python.tooManyNumbers.next':
    'Choose what the agent needs of them by a wrapper, or observe pictures.',
  'error.python.failed.what': '“{id}” broke off in its own code.',
  'error.python.failed.why': 'It says: {reason}',
  'error.python.failed.next':
    'The details hold its traceback. Mend the environment; the experiment goes on from its last checkpoint.',
  'error.python.died.what': 'The Python that plays “{id}” has ended.',
  'error.python.died.why': 'The last it printed: {reason}',
  'error.python.died.next':
    'The details hold what it printed. Mend the environment; the experiment goes on from its last checkpoint.',
  'error.python.hung.what': '“{id}” gave no answer for {seconds} seconds.',
  'error.python.hung.why': 'Its Python was ended, since nothing can go on without it.',
  'error.python.hung.next':
    'The details show where it was. Mend the environment; the experiment goes on from its last checkpoint.',
} as const satisfies Readonly<Record<string, string>>;
