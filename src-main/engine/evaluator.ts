/** Entry of the evaluator process: plays one checkpoint's episodes, measures its dream or trains the drawing model, at low priority, until done or its host goes. */
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { trainOwnDrawing } from './drawing.ts';
import { playEvaluation } from './evaluation.ts';
import { serveEvaluation } from './evaluationServer.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';
import { measureCheckpoint } from './trust.ts';

ignoreEndingSignals();
lowerPriority();
keepFilesPrivate();

await serveEvaluation(await launcherPort(), playEvaluation, measureCheckpoint, trainOwnDrawing);
process.exit(0);
