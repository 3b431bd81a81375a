/**
 * Serves one theatre at a time over a port, and answers questions about environments. What computes is given by the
 * process entry (inspector.ts), so that this can be tested without it.
 */
import type { BranchesAnswer, BranchesRequest } from '../../shared/branches.ts';
import { reportError, StudioError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { TheatreControl, TheatreInfo } from '../../shared/theatre.ts';
import type {
  EngineAnswers,
  EngineRequest,
  FromInspector,
  ResolvedLens,
  ResolvedModel,
  ResolvedSource,
  ToInspector,
} from './messages.ts';
import type { MessagePortLike } from './port.ts';

export type EmitEvent = (event: TopicEvents['theatre']) => void;

/** A theatre that is open. */
export interface OpenTheatre {
  readonly info: TheatreInfo;
  greet(): void;
  control(control: TheatreControl): void;
  frameAcknowledged(): void;
  changeModel(model: ResolvedModel): Promise<void>;
  /** @param trained the checkpoints that it names @throws StudioError */
  branches(request: BranchesRequest, trained: readonly ResolvedLens[]): Promise<BranchesAnswer>;
  close(): void;
}

export interface InspectionDependencies {
  /** Loads everything heavy before anybody asks. */
  prepare(): Promise<ComputeFingerprint | null>;
  open(sessionId: string, source: ResolvedSource, emit: EmitEvent): Promise<OpenTheatre>;
  answer(request: EngineRequest): Promise<EngineAnswers[keyof EngineAnswers]>;
  /** Calls each time something broke in this process, in which no later theatre may be opened then. */
  whenSpent?(tell: () => void): void;
}

/** Until the host closes the port or the theatre. */
export async function serveInspection(
  port: MessagePortLike,
  dependencies: InspectionDependencies,
): Promise<void> {
  let theatre: OpenTheatre | null = null;
  const send = (message: FromInspector) => {
    port.postMessage(message);
  };
  const emit: EmitEvent = (event) => {
    send({ type: 'event', event, lossy: event.kind === 'frame' });
  };
  const answered = async (id: number, work: () => unknown) => {
    try {
      send({ type: 'answer', id, value: await work() });
    } catch (error) {
      send({ type: 'refusal', id, error: reportError(error) });
    }
  };
  const handle = async (message: ToInspector): Promise<void> => {
    switch (message.type) {
      case 'open':
        theatre = await dependencies.open(message.sessionId, message.source, emit);
        send({ type: 'opened', info: theatre.info });
        return;
      case 'control':
        theatre?.control(message.control);
        return;
      case 'model':
        await theatre?.changeModel(message.model);
        return;
      case 'greet':
        theatre?.greet();
        return;
      case 'acknowledge':
        theatre?.frameAcknowledged();
        return;
      case 'leave':
        theatre?.close();
        theatre = null;
        send({ type: 'left' });
        return;
      case 'branches':
        await answered(message.id, () => {
          if (theatre === null) throw new StudioError('session.unknown', { session: '' });
          return theatre.branches(message.request, message.trained);
        });
        return;
      case 'close':
        port.close();
        return;
      case 'request':
        return;
    }
  };
  dependencies.whenSpent?.(() => {
    send({ type: 'spent' });
  });
  // One after the other: a model is not replaced while the last one still loads.
  let last: Promise<void> = Promise.resolve();
  const preparing = dependencies.prepare();
  await new Promise<void>((resolve) => {
    port.onClose(resolve);
    port.onMessage((message) => {
      const typed = message as ToInspector;
      if (typed.type === 'request') {
        // Environments need no tensors: no waiting for what computes them.
        void answered(typed.id, () => dependencies.answer(typed.request));
        return;
      }
      last = last
        .then(() => preparing)
        .then(() => handle(typed))
        .catch((error: unknown) => {
          send({ type: 'failed', error: reportError(error) });
        });
    });
    preparing.then(
      (compute) => {
        send({ type: 'ready', compute });
      },
      () => {
        // Whoever opens a theatre is told.
        send({ type: 'ready', compute: null });
      },
    );
  });
  (theatre as OpenTheatre | null)?.close();
}
