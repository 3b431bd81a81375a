/** Entry of the evaluator process: plays one checkpoint's episodes, at low priority, until it is done or its host goes. */
import './standThroughSignals.ts';
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { playEvaluation } from './evaluation.ts';
import { serveEvaluation } from './evaluationServer.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';

lowerPriority();
keepFilesPrivate();

// Ctrl-C in a terminal reaches everything that it started: the host decides when an evaluation ends, not the signal.
process.on('SIGINT', () => undefined);

await serveEvaluation(await launcherPort(), playEvaluation);
process.exit(0);
