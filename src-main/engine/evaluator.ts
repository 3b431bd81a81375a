/** Entry of the evaluator process: plays one checkpoint's episodes, at low priority, until it is done or its host goes. */
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { playEvaluation } from './evaluation.ts';
import { serveEvaluation } from './evaluationServer.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';

ignoreEndingSignals();
lowerPriority();
keepFilesPrivate();

await serveEvaluation(await launcherPort(), playEvaluation);
process.exit(0);
