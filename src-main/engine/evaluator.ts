/** Entry of the evaluator process: plays one checkpoint's episodes, measures its dream or shows both as pictures, at low priority, until it is done or its host goes. */
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { playEvaluation } from './evaluation.ts';
import { serveEvaluation } from './evaluationServer.ts';
import { filmRun } from './film.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';
import { measureCheckpoint } from './trust.ts';

ignoreEndingSignals();
lowerPriority();
keepFilesPrivate();

await serveEvaluation(await launcherPort(), playEvaluation, measureCheckpoint, filmRun);
process.exit(0);
