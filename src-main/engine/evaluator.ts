/** Entry of the evaluator process: one evaluation, measurement of trust, film or training of the drawing model, at low priority, until it is done or its host goes. */
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { trainOwnDrawing } from './drawing.ts';
import { playEvaluation } from './evaluation.ts';
import { serveEvaluation } from './evaluationServer.ts';
import { filmRun } from './film.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';
import { measureCheckpoint } from './trust.ts';

ignoreEndingSignals();
lowerPriority();
keepFilesPrivate();

await serveEvaluation(await launcherPort(), playEvaluation, measureCheckpoint, filmRun, trainOwnDrawing);
process.exit(0);
