/** English: what happened, why, and what to do next, for every code of shared/errors.ts. */
export const errors = {
  'error.protocol.malformed.what': 'The studio did not understand the request.',
  'error.protocol.malformed.why': 'At “{field}”: {reason}.',
  'error.protocol.malformed.next':
    'Reload the window. If it happens again, window and studio may be of different versions: update both.',
  'error.protocol.unknownCommand.what': 'The studio does not know “{command}”.',
  'error.protocol.unknownCommand.why':
    'The window is probably newer than the studio that it is connected to.',
  'error.protocol.unknownCommand.next': 'Update the studio on the other machine, then connect again.',
  'error.protocol.unauthorised.what': 'The studio refused the connection.',
  'error.protocol.unauthorised.why':
    'Its address was opened before, is older than ten minutes, or the studio has been started anew.',
  'error.protocol.unauthorised.next':
    'Open a new address: press Enter where `studio serve` runs, or run `studio open`.',
  'error.protocol.tooMany.what': 'The studio does not take this request.',
  'error.protocol.tooMany.why': 'More than {limit} requests of this window are under way.',
  'error.protocol.tooMany.next': 'Wait until some of them are answered, then try again.',
  'error.protocol.tooLarge.what': 'This is too large to be sent.',
  'error.protocol.tooLarge.why': 'The studio takes messages of {megabytes} MB at most.',
  'error.protocol.tooLarge.next':
    'Send less at a time. On the machine itself the command line has no such limit.',

  'error.config.invalid.what': 'The setting “{field}” does not fit.',
  'error.config.invalid.why': '{reason}.',
  'error.config.invalid.next': 'Change it and try again. The form shows each setting’s bounds.',
  'error.config.unknownSetting.what': 'There is no setting “{field}”.',
  'error.config.unknownSetting.why': 'This environment has: {known}.',
  'error.config.unknownSetting.next': 'Correct its name, or take it out.',
  'error.config.fixed.what': '{field} cannot change any more.',
  'error.config.fixed.why': 'The experiment has begun to train, and what it learned depends on this setting.',
  'error.config.fixed.next': 'Duplicate the experiment and change the copy. Changeable now: {known}.',
  'error.config.dreamNeedsReward.what': 'C cannot be trained in the dream: M does not predict the reward.',
  'error.config.dreamNeedsReward.why':
    'In this environment the score does not follow from how long an episode lasts, and no reward is invented.',
  'error.config.dreamNeedsReward.next':
    'Turn on “Predicts reward” (memory.predictsReward), or train C in the real environment (controller.trainIn).',
  'error.config.dreamNeedsEnd.what': 'C cannot be trained in the dream: M does not predict the end.',
  'error.config.dreamNeedsEnd.why':
    'The score here is the time survived, and a dream that never ends tells no controller from another.',
  'error.config.dreamNeedsEnd.next':
    'Turn on “Predicts the end” (memory.predictsDone), or train C in the real environment (controller.trainIn).',
  'error.config.carriedStateNeedsEnd.what': 'M cannot carry its state here: it does not predict the end.',
  'error.config.carriedStateNeedsEnd.why':
    'Sequences would run on across the ends of episodes, and M would not know where one begins.',
  'error.config.carriedStateNeedsEnd.next':
    'Turn on “Predicts the end” (memory.predictsDone), or turn off “Carries its state” (memory.carriesState).',
  'error.config.nothingKept.what': 'No collected episode would be kept.',
  'error.config.nothingKept.why':
    'Episodes shorter than {shortest} steps are dropped, and all are cut after {longest}.',
  'error.config.nothingKept.next':
    'Lower the shortest episode (collect.minSteps) or raise the longest (collect.maxSteps).',
  'error.config.picturesOnly.what': 'This environment gives no numbers to observe.',
  'error.config.picturesOnly.why': '{environment} shows pictures only; the control suite gives both.',
  'error.config.picturesOnly.next': 'Observe pictures (environment.observation).',
  'error.config.plannerNeedsNumbers.what': 'The planner cannot choose among actions here.',
  'error.config.plannerNeedsNumbers.why':
    'It searches around a mean, and the actions of {environment} are choices, which have none.',
  'error.config.plannerNeedsNumbers.next': 'Take an actor (behaviour.kind).',
  'error.config.noRange.what': 'The returns that are told apart have no range.',
  'error.config.noRange.why': 'The lowest is {lowest} and the highest {highest}.',
  'error.config.noRange.next': 'Make the highest return larger than the lowest (critic.highestReturn).',
  'error.config.neverLearns.what': 'Nothing would be learnt.',
  'error.config.neverLearns.why':
    'Learning starts after {starts} decisions, and the whole run makes {decisions}.',
  'error.config.neverLearns.next':
    'Let learning start earlier (learning.startsAfter) or make the run longer (schedule.environmentSteps).',
  'error.config.noChoices.what': '{environment} offers no choices of its own.',
  'error.config.noChoices.why':
    'Its actions are numbers between bounds, and this algorithm can only choose between a few actions.',
  'error.config.noChoices.next': 'Let it choose from a grid over the bounds (actions.choices).',
  'error.config.choicesOnly.what': '{environment} takes no actions in numbers.',
  'error.config.choicesOnly.why':
    'Its actions are choices, between which no normal distribution can be drawn.',
  'error.config.choicesOnly.next': 'Let the policy choose (actions.kind).',
  'error.config.noGrid.what': 'A grid over the actions of {environment} is not possible.',
  'error.config.noGrid.why': 'Its actions are choices already, and have no bounds.',
  'error.config.noGrid.next': 'Take the environment’s own choices (actions.choices).',
  'error.config.tooManyChoices.what': 'There would be {count} actions to choose between.',
  'error.config.tooManyChoices.why':
    'An action of {environment} has {numbers} numbers, and every combination is a choice; {most} are the most.',
  'error.config.tooManyChoices.next':
    'Take the lowest and highest values alone (actions.choices), or an algorithm that acts in numbers.',
  'error.dream.noModel.what': 'This experiment has no dream.',
  'error.dream.noModel.why': '{algorithm} learns without a model of the world.',
  'error.dream.noModel.next':
    'Watch it in its environment, or play the dream of an experiment that has a world model.',
  'error.branches.tooMany.what': 'So many branches are not computed at once.',
  'error.branches.tooMany.why': '{given} were asked for; {most} from one moment is the most.',
  'error.branches.tooMany.next': 'Ask for {most} or fewer.',
  'error.branches.noModel.what': 'There is no dream to branch here.',
  'error.branches.noModel.why': 'This theatre has no world model: nothing is dreamt beside reality.',
  'error.branches.noModel.next': 'Open a checkpoint that has one, or look through another run’s world model.',
  'error.branches.beyondEnd.what': 'Nobody has been at this moment yet.',
  'error.branches.beyondEnd.why': 'Step {step} was asked for; the episode is known up to step {last}.',
  'error.branches.beyondEnd.next': 'Play until there, or choose an earlier step.',
  'error.branches.over.what': 'Nothing comes after this moment.',
  'error.branches.over.why': 'The real episode is over at step {step}.',
  'error.branches.over.next': 'Choose an earlier step.',
  'error.branches.noAgent.what': 'Nobody can act in this dream.',
  'error.branches.noAgent.why':
    'The checkpoint whose model dreams has no agent over its features, or not yet.',
  'error.branches.noAgent.next': 'Choose other actions: as recorded, held, or random.',
  'error.branches.notRecorded.what': 'What reality did next is not known.',
  'error.branches.notRecorded.why':
    'The episode goes no further than step {step}, and no recording says how it went on.',
  'error.branches.notRecorded.next': 'Play on and come back to this step, or choose other actions.',
  'error.branches.actionSize.what': 'This action does not fit the environment.',
  'error.branches.actionSize.why': 'It has length {given}; the environment takes {expected}.',
  'error.branches.actionSize.next': 'Give one number an element, or a choice’s index.',
  'error.branches.otherEyes.what': 'This agent cannot act in that dream.',
  'error.branches.otherEyes.why': 'One of the two knows pictures, the other the environment’s numbers.',
  'error.branches.otherEyes.next': 'Choose an agent and a world model that observe the same.',
  'error.branches.noNumbers.what': 'This checkpoint cannot look at the episode here.',
  'error.branches.noNumbers.why': 'It observes numbers, and the environment gives pictures in this theatre.',
  'error.branches.noNumbers.next':
    'Look through its world model in the theatre’s controls first, or choose a checkpoint that observes pictures.',
  'error.branches.tooManyModels.what': 'So many other checkpoints are not loaded at once.',
  'error.branches.tooManyModels.why': '{given} were named; {most} is the most.',
  'error.branches.tooManyModels.next': 'Branch by a few of them, then by the others.',
  'error.branches.notRepeatable.what': 'Reality cannot be put to this moment again.',
  'error.branches.notRepeatable.why':
    '{environment} saves no states, and playing its episode again up to step {step} led somewhere else.',
  'error.branches.notRepeatable.next':
    'Choose an environment that repeats from its seed, or one whose states can be saved.',
  'error.branches.keptEnough.what': 'No further branch is kept with this run.',
  'error.branches.keptEnough.why': 'It has {most} already.',
  'error.branches.keptEnough.next': 'Remove some that nobody needs.',
  'error.branches.unknown.what': 'This branch is not kept any more.',
  'error.branches.unknown.why': 'The run has no branch called {branch}.',
  'error.branches.unknown.next': 'Compute it again and keep it.',
  'error.trust.noModel.what': 'There is no dream to measure here.',
  'error.trust.noModel.why': '{algorithm} learns without a model of the world.',
  'error.trust.noModel.next': 'Measure an experiment that has a world model.',
  'error.trust.noScore.what': 'What this dream is worth cannot be measured.',
  'error.trust.noScore.why':
    'Its model predicts no rewards, and where it was trained points are not simply paid for surviving, so that a dream earns nothing.',
  'error.trust.noScore.next':
    'Measure obedience and drift, which need no rewards, or train a model that predicts them (memory.predictsReward).',
  'error.trust.noWindows.what': 'The episodes were too short to dream of.',
  'error.trust.noWindows.why':
    'A dream begins after {context} moments, and hardly any of the episodes lasted longer.',
  'error.trust.noWindows.next': 'Measure more episodes, or let the agent learn for longer first.',
  'error.drawing.busy.what': 'The drawing model is being trained already.',
  'error.drawing.busy.why': 'One training at a time takes every core.',
  'error.drawing.busy.next': 'Wait until it is done, or stop it in chapter 7 of Learn.',
  'error.drawing.untrained.what': 'There is no drawing model of your own.',
  'error.drawing.untrained.why':
    'None was trained since the studio was opened, and one is kept no longer than that.',
  'error.drawing.untrained.next': 'Train one in chapter 7 of Learn, or take the one that ships.',
  'error.trust.busy.what': 'This checkpoint is being measured already.',
  'error.trust.busy.why': 'The same instrument waits or measures on {checkpoint}.',
  'error.trust.busy.next': 'Wait until it is done, or cancel it.',
  'error.trust.unknown.what': 'This measurement has ended.',
  'error.trust.unknown.why': 'Nothing called {measurement} waits or measures.',
  'error.trust.unknown.next': 'Look at its figures, or measure again.',
  'error.config.dreamIsPictures.what': 'This agent cannot learn in a dream.',
  'error.config.dreamIsPictures.why':
    'A dream is pictures, and these settings make the agent observe numbers.',
  'error.config.dreamIsPictures.next':
    'Let it observe pictures, where the algorithm can, or let it learn in the real environment (dream.run).',
  'error.dream.unknownRun.what': 'There is no experiment to dream: {run}.',
  'error.dream.unknownRun.why': 'No experiment here has this id or name.',
  'error.dream.unknownRun.next': 'Choose one of the list; on the command line: studio runs',
  'error.dream.otherEnvironment.what': '“{run}” dreams of another environment.',
  'error.dream.otherEnvironment.why': 'It dreams of {dreamt}, and this agent is scored in {environment}.',
  'error.dream.otherEnvironment.next': 'Choose an experiment in the same environment.',
  'error.dream.otherSteps.what': 'A step of “{run}”’s dream is not a step of this agent.',
  'error.dream.otherSteps.why': 'Settings of their environments differ (here / in the dream): {settings}.',
  'error.dream.otherSteps.next': 'Give this experiment the dream’s settings, or choose another dream.',
  'error.dream.blindModel.what': 'There is nothing to see in the dream of “{run}”.',
  'error.dream.blindModel.why':
    'Its world model observes numbers, and an agent learns in a dream by its pictures.',
  'error.dream.blindModel.next': 'Choose an experiment that learnt from pixels.',
  'error.dream.notWhole.what': '“{run}” has no checkpoint that can dream.',
  'error.dream.notWhole.why':
    'A dream needs the whole model: what sees, what predicts and what draws. Its checkpoints are from before that.',
  'error.dream.notWhole.next': 'Train it further, or choose another checkpoint or experiment.',
  'error.dream.noReward.what': 'Nothing can be learnt in the dream of “{run}”.',
  'error.dream.noReward.why': 'Its model does not predict the reward, and none is invented.',
  'error.dream.noReward.next':
    'Choose an experiment whose model predicts it: World Models with “Predicts reward” (memory.predictsReward), or Dreamer.',
  'error.dream.noEnd.what': 'Nothing can be learnt in the dream of “{run}”.',
  'error.dream.noEnd.why': 'The score here is the time survived, and its model does not predict the end.',
  'error.dream.noEnd.next': 'Choose an experiment whose model predicts it (memory.predictsDone).',
  'error.dream.noTemperature.what': 'The dream of “{run}” has no temperature.',
  'error.dream.noTemperature.why': 'Its model samples from nothing that can be made wider.',
  'error.dream.noTemperature.next': 'Leave the temperature at 1 (dream.temperature).',
  'error.dream.otherActions.what': 'The agent’s actions mean nothing in this dream.',
  'error.dream.otherActions.why': 'They are {here} in the environment and {there} in the dream.',
  'error.dream.otherActions.next': 'Choose an experiment with the same actions.',
  'error.dream.lost.what': 'The dream that this experiment learns in is gone.',
  'error.dream.lost.why':
    'Its copy of the other experiment’s world model (dream.wms in its folder) is not there, and neither is the checkpoint that it was made of.',
  'error.dream.lost.next':
    'Put the file back from a backup, or begin a new experiment in another dream. What it has recorded stays.',
  'error.dream.changed.what': 'The dream is not the one that this experiment was made with.',
  'error.dream.changed.why': 'The checksum of dream.wms in its folder is another than its settings say.',
  'error.dream.changed.next': 'Put the right file back from a backup; another dream is another experiment.',
  'error.import.otherDream.what': 'The file’s dream is not the one that its experiment learnt in.',
  'error.import.otherDream.why': 'The checksum of {part} is another than the experiment’s settings say.',
  'error.import.otherDream.next': 'Ask whoever exported it for a whole file.',
  'error.lens.noModel.what': 'That experiment has no world model to look through.',
  'error.lens.noModel.why': '{algorithm} learns without a model of the world.',
  'error.lens.noModel.next': 'Choose an experiment that has one.',
  'error.lens.blind.what': 'This agent cannot live in that dream.',
  'error.lens.blind.why': 'It observes numbers, and a dream gives pictures.',
  'error.lens.blind.next':
    'Choose an experiment that learnt from pixels, or look at this one through the model beside reality.',
  'error.lens.otherEnvironment.what': 'That world model was trained in another environment.',
  'error.lens.otherEnvironment.why': 'It knows {lens}, and {environment} is what happens here.',
  'error.lens.otherEnvironment.next': 'Choose an experiment in the same environment.',
  'error.lens.otherSettings.what': 'One step of that world model is not one step here.',
  'error.lens.otherSettings.why':
    'The two were trained with other settings of their environment: {settings}.',
  'error.lens.otherSettings.next': 'Choose an experiment with the same settings, or train one with them.',
  'error.config.moreElites.what': 'The planner would keep more plans than it tries.',
  'error.config.moreElites.why': 'It tries {tried} and should keep {kept}.',
  'error.config.moreElites.next':
    'Lower the plans kept (behaviour.planElites) or raise those tried (behaviour.planCandidates).',
  'error.config.reinforceNeedsCritic.what': 'REINFORCE would have nothing to compare returns with.',
  'error.config.reinforceNeedsCritic.why':
    'Each action is judged by how much better it did than the critic expected, and this behaviour has no critic.',
  'error.config.reinforceNeedsCritic.next':
    'Choose actor and critic (behaviour.kind), or let the actor learn by the model’s gradient (behaviour.actorGradient).',
  'error.config.replayValueNeedsReinforce.what': 'The critic cannot learn from what was played here.',
  'error.config.replayValueNeedsReinforce.why':
    'It would need the returns imagined from the very moments that were played, which only REINFORCE computes.',
  'error.config.replayValueNeedsReinforce.next':
    'Let the actor learn by REINFORCE (behaviour.actorGradient), or set behaviour.replayValueScale to 0.',
  'error.config.latentTooLarge.what': 'z would have {numbers} numbers.',
  'error.config.latentTooLarge.why':
    '{variables} variables of {classes} classes; {most} numbers are the most.',
  'error.config.latentTooLarge.next':
    'Lower the classes (model.latentClasses) or the size of z (model.stochasticSize).',
  'error.config.modelAndReward.what': 'A model of your own and its reward go together.',
  'error.config.modelAndReward.why':
    'The reward is written over the model’s sensors, so the example’s reward fits the example only.',
  'error.config.modelAndReward.next': 'Set both (environment.model, environment.reward), or neither.',
  'error.config.sequenceTooLong.what': 'Episodes are too short for the sequences learnt from.',
  'error.config.sequenceTooLong.why':
    'An episode has {moments} moments at most, and {sequence} in a row should be learnt from.',
  'error.config.sequenceTooLong.next':
    'Shorten the sequences (model.sequenceLength) or make episodes longer (environment.maxSteps).',
  'error.config.unknownPreset.what': 'There is no preset “{preset}”.',
  'error.config.unknownPreset.why': 'This algorithm has: {known}.',
  'error.config.unknownPreset.next': 'Choose one of those.',
  'error.config.unknownAlgorithm.what': 'There is no algorithm “{algorithm}”.',
  'error.config.unknownAlgorithm.why': 'The studio has: {known}.',
  'error.config.unknownAlgorithm.next': 'Choose one of those.',

  'error.environment.unknown.what': 'There is no environment “{environment}” for this.',
  'error.environment.unknown.why': 'What can be chosen: {known}.',
  'error.environment.unknown.next': 'Choose one of those.',
  'error.environment.noHand.what': 'Nothing in {environment} can be pulled.',
  'error.environment.noHand.why': 'This environment has no bodies that a hand could reach.',
  'error.environment.noHand.next': 'Leave the pull out, or choose an environment with bodies.',
  'error.environment.noSavedStates.what': '{environment} cannot start in the middle of an episode.',
  'error.environment.noSavedStates.why': 'This environment gives no state that could be saved and restored.',
  'error.environment.noSavedStates.next': 'Start from a seed, without a saved state.',
  'error.environment.noTemperature.what': '{environment} has no temperature.',
  'error.environment.noTemperature.why': 'Only dreams of a model that samples from a mixture have one.',
  'error.environment.noTemperature.next': 'Leave the temperature as it is.',
  'error.environment.badState.what': 'The environment cannot start from this state.',
  'error.environment.badState.why': 'A number is missing, is not finite, or there are too many or too few.',
  'error.environment.badState.next': 'Check the recipe’s “state”, or leave it out to start from the seed.',
  'error.dream.noPictures.what': 'This experiment’s dream cannot be played.',
  'error.dream.noPictures.why':
    'Its model sees numbers, not pictures: there is nothing to look at in its dream.',
  'error.dream.noPictures.next': 'Watch it beside reality, or train one from pixels.',
  'error.environment.badAction.what': 'The environment cannot take this action.',
  'error.environment.badAction.why': 'It has the wrong length or holds something that is no number.',
  'error.environment.badAction.next':
    'Check the recipe’s “actions”: one list a step, as long as the environment’s action.',

  'error.recipe.invalid.what': 'The recipe is not valid.',
  'error.recipe.invalid.why': 'At “{field}”: {reason}.',
  'error.recipe.invalid.next': 'Correct that part. `studio describe ENV` shows what the environment expects.',
  'error.recipe.storedWhole.what': 'This episode can only be looked at.',
  'error.recipe.storedWhole.why':
    'Its environment ({environment}) does not repeat, so the episode was stored as it was seen, and nothing else can happen in it.',
  'error.recipe.storedWhole.next': 'Open the environment or a checkpoint to play a new episode.',
  'error.recipe.unreadable.what': 'The recipe “{file}” cannot be read.',
  'error.recipe.unreadable.why': '{reason}.',
  'error.recipe.unreadable.next':
    'Check the path and that it is JSON. Only some of a run’s episodes are kept with their recipe.',

  'error.query.unclear.what': 'The query cannot be understood at character {at}: “{part}”.',
  'error.query.unclear.why': 'Nothing is called so, or a part of it is missing. What comes nearest: {meant}.',
  'error.query.unclear.next':
    'Write it like score > 700 or vision.latentSize = 32; what can be asked is completed in the filter of the window.',
  'error.run.unknown.what': 'There is no experiment “{run}”.',
  'error.run.unknown.why': 'It was deleted for good, or it lies in another data folder.',
  'error.run.unknown.next': 'See the list of experiments, or choose the folder with --data-dir.',
  'error.run.busy.what': 'The experiment is still busy.',
  'error.run.busy.why': 'Its last training is just saving its state.',
  'error.run.busy.next': 'Wait a moment and try again.',
  'error.run.notResumable.what': 'The experiment cannot go on.',
  'error.run.notResumable.why': 'It has come to its end (status: {status}).',
  'error.run.notResumable.next': 'Duplicate it to train again with the same settings.',
  'error.run.noCheckpoint.what': 'The experiment has no checkpoint to go on from.',
  'error.run.noCheckpoint.why':
    'None of its {checkpoints} can be read. To go on would be to begin again, in place of what is recorded.',
  'error.run.noCheckpoint.next':
    'Begin again as a new experiment; this one keeps its records. On the command line: studio train --resume {run} --from-scratch',
  'error.run.noneTrains.what': 'Nothing is training.',
  'error.run.noneTrains.why': 'No studio trains an experiment in {folder} at the moment.',
  'error.run.noneTrains.next': 'See what is there with `studio runs`, or start with `studio train`.',
  'error.run.notBegun.what': 'The training in the background ended before it had begun.',
  'error.run.notBegun.why': '{said}',
  'error.run.notBegun.next': 'All that it said is in {file}.',
  'error.run.framesLost.what': 'The experiment cannot go on: its recorded frames are gone.',
  'error.run.framesLost.why':
    'They were collected with an earlier controller that is no longer known, so they cannot be computed again.',
  'error.run.framesLost.next': 'Restore the cache folder of the run, or duplicate it to train again.',
  'error.run.episodesDiffer.what':
    'The experiment cannot go on: a recorded episode no longer goes as it went.',
  'error.run.episodesDiffer.why':
    'What was recorded was lost. Computing episode {episode} again gave another one: the environment has changed since.',
  'error.run.episodesDiffer.next':
    'Restore the cache folder of the run, or use the version of the studio that recorded it.',
  'error.run.episodesGone.what': 'The experiment cannot go on: episodes that it learns from are gone.',
  'error.run.episodesGone.why':
    '{episodes} episodes are missing, and the environment does not repeat: playing them again would give others.',
  'error.run.episodesGone.next': 'Restore the cache folder of the run, or duplicate it to train again.',
  'error.run.interrupted.what': 'The training was interrupted.',
  'error.run.interrupted.why': 'The studio ended while it trained.',
  'error.run.interrupted.next': 'Resume it: it goes on from its last checkpoint.',

  'error.checkpoint.unknown.what': 'The checkpoint “{checkpoint}” does not exist.',
  'error.checkpoint.unknown.why':
    'The experiment has none yet, or it made way for newer ones, or its file was removed.',
  'error.checkpoint.unknown.next':
    'Choose another one. Pin a checkpoint to keep it; a run that has just begun saves its first soon.',
  'error.checkpoint.damaged.what': 'The checkpoint {file} is damaged.',
  'error.checkpoint.damaged.why': 'Its bytes are not those that were written: {reason}.',
  'error.checkpoint.damaged.next':
    'Choose an earlier checkpoint. Resuming does so by itself; check the disk if it happens again.',
  'error.checkpoint.mismatch.what': 'The checkpoint belongs to something else.',
  'error.checkpoint.mismatch.why':
    'Its weights have other shapes than the model, or it is of another algorithm.',
  'error.checkpoint.mismatch.next': 'Open it with the experiment that wrote it.',
  'error.checkpoint.cannotAct.what': 'The checkpoint holds nothing that acts yet.',
  'error.checkpoint.cannotAct.why': 'It was kept before the controller C had its first scores.',
  'error.checkpoint.cannotAct.next': 'Choose a later one: from the controller phase on they act.',

  'error.store.locked.what': 'Another studio has this data folder open.',
  'error.store.locked.why':
    'Process {processId} works in {folder}; two at once would spoil each other’s records.',
  'error.store.locked.next':
    'Use the window that is open, or close it and try again, or choose another folder with --data-dir.',
  'error.store.readOnly.what': 'The data folder cannot be written.',
  'error.store.readOnly.why': 'The system refuses it: {folder} ({reason}).',
  'error.store.readOnly.next':
    'Give your user the right to write there, or choose another folder with --data-dir or STUDIO_DATA_DIR.',
  'error.store.notOwner.what': 'The data folder belongs to another user.',
  'error.store.notOwner.why':
    '{folder} is owned by user {owner}, who could not use what is written there and could change what is being written.',
  'error.store.notOwner.next':
    'Start the studio as that user, or choose another folder with --data-dir. `studio runs`, `studio evaluate` and `studio export` may read this one.',
  'error.store.outside.what': 'The data folder leads out of itself.',
  'error.store.outside.why': '“{name}” in {folder} is not a plain file or folder of its own.',
  'error.store.outside.next':
    'If you put a link there, move what it leads to into the folder. If the folder came from somebody else, do not trust it: the studio reads, writes and deletes nothing outside.',
  'error.store.corrupt.what': 'The studio’s database cannot be read.',
  'error.store.corrupt.why': '{folder} is damaged or is no studio database ({reason}). It was left as it is.',
  'error.store.corrupt.next':
    'Let the studio repair it (`studio check --repair`): it keeps the damaged file, saves what can be read or restores the newest backup, and leaves the checkpoints alone.',
  'error.store.missing.what': 'The data folder that was here is missing.',
  'error.store.missing.why':
    '{folder} held a studio’s data (last used on {date}) and now holds none: its disk may not be mounted, or it was moved or emptied.',
  'error.store.missing.next':
    'Connect the disk or put the folder back, and try again. To begin a new one there: studio check --begin-new',
  'error.store.full.what': 'The disk is full.',
  'error.store.full.why':
    'There is no room left in {folder}. What was recorded before is safe; training waits.',
  'error.store.full.next': 'Free some space (empty the bin, delete caches): it goes on by itself.',
  'error.store.newer.what': 'This data folder was last used by a newer studio.',
  'error.store.newer.why': 'Its database has version {version}; this studio knows {known}.',
  'error.store.newer.next':
    'Update the studio, or choose another folder with --data-dir. To go back to the older studio, put the newest file of “backups” in the place of studio.sqlite; what was recorded since is not in it.',

  'error.trainer.crashed.what': 'The training process ended unexpectedly.',
  'error.trainer.crashed.why': 'It ended with {reason}.',
  'error.trainer.crashed.next':
    'Resume it: it goes on from its last checkpoint. If it happens again, the detail tells more.',
  'error.trainer.outOfMemory.what': 'The training ran out of memory.',
  'error.trainer.outOfMemory.why': 'The process was ended by the system ({reason}).',
  'error.trainer.outOfMemory.next':
    'Close other programs or use smaller batches or models, then resume: it goes on from its last checkpoint.',
  'error.inspector.crashed.what': 'The theatre’s process ended unexpectedly.',
  'error.inspector.crashed.why': 'It ended with {reason}. Trainings are not affected.',
  'error.inspector.crashed.next': 'Open the theatre again.',
  'error.film.noEpisode.what': 'There is no episode to show.',
  'error.film.noEpisode.why': 'This experiment kept no evaluated episode that can be played again.',
  'error.film.noEpisode.next': 'Let it train until it was evaluated, then make the page again.',
  'error.film.differs.what': 'The episode cannot be shown.',
  'error.film.differs.why':
    'Played again on this machine it goes another way than it was recorded, from step {step} on.',
  'error.film.differs.next': 'Make the page on the machine on which the experiment was trained.',
  'error.film.unseen.what': 'The episode cannot be shown.',
  'error.film.unseen.why': 'The environment “{environment}” has nothing to look at.',
  'error.film.unseen.next': 'The table, the curves and the settings are all that there is of it.',
  'error.evaluation.crashed.what': 'The evaluation’s process ended unexpectedly.',
  'error.evaluation.crashed.why':
    'It ended with {reason}. Trainings, checkpoints and earlier results are not affected.',
  'error.evaluation.crashed.next':
    'Evaluate again. If it happens again, close other programs: it may lack memory. The detail tells more.',
  'error.evaluation.busy.what': 'This checkpoint is being evaluated already.',
  'error.evaluation.busy.why': 'A checkpoint has one evaluation under way at a time ({checkpoint}).',
  'error.evaluation.busy.next': 'Wait until it is done, or cancel it and start another.',
  'error.evaluation.unknown.what': 'This evaluation is no longer under way.',
  'error.evaluation.unknown.why': 'It was done or cancelled in this moment ({evaluation}).',
  'error.evaluation.unknown.next': 'Look at the checkpoint’s results; start another where you need one.',
  'error.recording.noEncoder.what': 'This window cannot write a video.',
  'error.recording.noEncoder.why':
    'Its browser has no video encoder (WebCodecs), or hides it because the page came over plain http from another machine.',
  'error.recording.noEncoder.next':
    'Record a GIF instead, or record in the desktop app, or open the studio as localhost in a newer browser.',
  'error.session.tooMany.what': 'No further theatre is opened.',
  'error.session.tooMany.why': '{limit} are open already, each in a process of its own.',
  'error.session.tooMany.next': 'Close one that nobody looks at, then try again.',
  'error.session.unknown.what': 'This theatre is closed.',
  'error.session.unknown.why': 'It ended, or the connection to the studio was lost for a while.',
  'error.session.unknown.next': 'Open it again.',

  'error.compute.noTensorFlow.what': 'TensorFlow could not be loaded.',
  'error.compute.noTensorFlow.why': 'Its library is not installed, or does not fit this machine.',
  'error.compute.noTensorFlow.next':
    'Run `npm run doctor` to see what is missing. Without it the slower WebAssembly backend can be used.',
  'error.compute.noGpu.what': 'No GPU can be used.',
  'error.compute.noGpu.why': 'There is none, or its driver or the CUDA libraries are missing.',
  'error.compute.noGpu.next': 'Train on the CPU, or run `npm run doctor` to see what the GPU lacks.',
  'error.desktop.sandboxOff.what': 'The window was not opened.',
  'error.desktop.sandboxOff.why':
    "Chromium's sandbox is switched off. It is what keeps a page that was taken over away from your files, and nobody asked the studio to do without it.",
  'error.desktop.sandboxOff.next':
    "Start the studio without --no-sandbox and ELECTRON_DISABLE_SANDBOX. Where the system denies the sandbox (Ubuntu's AppArmor does it to AppImages), install the .deb package, or add --without-sandbox to say that you want it so.",
  'error.host.unreachable.what': 'The studio does not answer.',
  'error.host.unreachable.why': 'It was closed, or the connection to it is broken.',
  'error.host.unreachable.next': 'Start it again, or check the address and the network.',
  'error.training.notFinite.what': 'The training got out of hand.',
  'error.training.notFinite.why':
    '{name} became {value} at step {step}, and what is learned from that is of no use.',
  'error.training.notFinite.next':
    'Go on from the last checkpoint with a smaller learning rate or a tighter gradient clip; nothing was kept after it.',
  'error.training.weightsNotFinite.what': 'The checkpoint was not kept.',
  'error.training.weightsNotFinite.why':
    'The networks hold numbers out of hand: {name} is {value} at {index}.',
  'error.training.weightsNotFinite.next':
    'Go on from the checkpoint before with a smaller learning rate or a tighter gradient clip.',
  'error.environment.notFinite.what': 'The environment gave a number that is none.',
  'error.environment.notFinite.why': '{name} was {value} at step {step} of the episode with seed {seed}.',
  'error.environment.notFinite.next':
    'Look at what the reward divides by and at sensors without bounds; in a model of your own, a smaller timestep keeps it stable.',
  'error.host.failed.what': 'Something in the studio went wrong.',
  'error.host.failed.why': 'Its log tells what, under the number {reference}.',
  'error.host.failed.next': 'Try again. If it stays, report it with those lines of the log.',
  'error.serve.shortToken.what': 'The studio is not served.',
  'error.serve.shortToken.why':
    'STUDIO_TOKEN is too short to be a secret: it needs {letters} letters at least.',
  'error.serve.shortToken.next':
    'Take a longer random one, such as what `openssl rand -hex 32` prints, or none: then one is made up.',
  'error.serve.badCertificate.what': 'The studio is not served.',
  'error.serve.badCertificate.why': 'The certificate and its key cannot be used: {reason}.',
  'error.serve.badCertificate.next':
    'Give a certificate (--tls-cert) and the key that belongs to it (--tls-key), both as PEM files, or use --tls.',
  'error.serve.notRunning.what': 'Nothing is opened.',
  'error.serve.notRunning.why': 'No studio serves {folder}.',
  'error.serve.notRunning.next': 'Start one with `studio serve`, or name its data folder with --data-dir.',
  'error.serve.needsTls.what': 'The studio is not served beyond this computer.',
  'error.serve.needsTls.why':
    'On {address} everybody on the way could read what is sent, and with it take the studio over.',
  'error.serve.needsTls.next':
    'Add --tls for a certificate made on the spot, or --tls-cert and --tls-key with your own; behind a tunnel of your own, --insecure.',
  'error.import.tooLarge.what': 'The file is not imported.',
  'error.import.tooLarge.why': 'It has more than {megabytes} MB.',
  'error.import.tooLarge.next': 'Export it again with its final checkpoint only.',
  'error.import.busy.what': 'The file is not imported yet.',
  'error.import.busy.why': 'Another one is being imported.',
  'error.import.busy.next': 'Try again when that is done.',
  'error.export.busy.what': 'The experiment is not exported yet.',
  'error.export.busy.why': 'Another one is being exported.',
  'error.export.busy.next': 'Try again when that is done.',
  'error.study.unknown.what': 'There is no study “{study}”.',
  'error.study.unknown.why': 'It was deleted, or it is in another data folder.',
  'error.study.unknown.next': 'Look at the list of studies.',
  'error.study.invalid.what': 'The study cannot be made.',
  'error.study.invalid.why': '“{field}” does not fit: {reason}.',
  'error.study.invalid.next': 'Change it and try again.',
  'error.study.unknownField.what': 'There is no setting “{field}”.',
  'error.study.unknownField.why': '{algorithm} has no setting of that name.',
  'error.study.unknownField.next': 'Choose a setting from the form, or see the names in a run’s config.',
  'error.study.seedsApart.what': 'The seed is not varied like a setting.',
  'error.study.seedsApart.why':
    'A study has its seeds apart, so that each row is repeated over the same ones.',
  'error.study.seedsApart.next': 'Put the seeds into the study’s own list.',
  'error.study.seedsStay.what': 'Seed {seed} cannot be taken out.',
  'error.study.seedsStay.why': 'The study has runs of it.',
  'error.study.seedsStay.next': 'Delete those runs, or make another study with other seeds.',
  'error.study.repeats.what': 'The study has the same thing twice.',
  'error.study.repeats.why': '“{row}” is there more than once, so two of its runs would be the same.',
  'error.study.repeats.next': 'Take one of them out.',
  'error.study.tooMany.what': 'That would be {count} runs.',
  'error.study.tooMany.why': 'A study makes at most {limit}.',
  'error.study.tooMany.next': 'Vary fewer settings, give fewer values, or use fewer seeds.',
  'error.study.cannotShare.what': 'The runs cannot share what they have in common.',
  'error.study.cannotShare.why': '“{field}” changes how the shared parts are trained.',
  'error.study.cannotShare.next': 'Train each run by itself, or vary only settings of the later phases.',
  'error.study.nothingToShare.what': 'The runs cannot share what they have in common.',
  'error.study.nothingToShare.why': '{algorithm} trains everything at once, so no phase can be taken over.',
  'error.study.nothingToShare.next': 'Train each run by itself.',
  'error.internal.what': 'Something in the studio went wrong.',
  'error.internal.why': '{message}',
  'error.internal.next': 'Try again. If it stays, report it with the technical detail.',
} as const satisfies Readonly<Record<string, string>>;
