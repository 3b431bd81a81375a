/** One inspector process as the host sees it: opens one theatre at a time, or answers questions about environments. */
import type { BranchesAnswer, BranchesRequest } from '../../shared/branches.ts';
import { errorFromReport, StudioError } from '../../shared/errors.ts';
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
} from '../engine/messages.ts';
import { exitReason, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';

export interface InspectorEvents {
  onEvent(event: TopicEvents['theatre'], lossy: boolean): void;
  /** The process is gone; never called after `close`. */
  onCrashed(error: StudioError): void;
  /** What simulates there broke: the theatre is to go on in another process. */
  onSpent(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** For what it has begun to end; then it is killed. */
const LEAVING_MILLISECONDS = 2000;

export class InspectorProcess {
  readonly #process: EngineProcess;
  readonly #answers = new Map<number, Waiting>();
  /** What computes there; null where nothing does, or where it died. */
  readonly ready: Promise<ComputeFingerprint | null>;
  #opening: Waiting | null = null;
  #leaving: ((left: boolean) => void) | null = null;
  #events: InspectorEvents | null = null;
  #nextRequest = 1;
  #retiring = false;
  #closed = false;
  #spent = false;
  readonly #spentListeners = new Set<() => void>();
  #crash: StudioError | null = null;

  private constructor(engine: EngineProcess) {
    this.#process = engine;
    let becomeReady: (compute: ComputeFingerprint | null) => void = () => undefined;
    this.ready = new Promise((resolve) => (becomeReady = resolve));
    engine.port.onMessage((message) => {
      const typed = message as FromInspector;
      if (typed.type === 'ready') becomeReady(typed.compute);
      else this.#receive(typed);
    });
    engine.onExit((exit) => {
      becomeReady(null);
      this.#crash = new StudioError(
        'inspector.crashed',
        { reason: exitReason(exit) },
        { detail: exit.errorOutput },
      );
      for (const { reject } of this.#answers.values()) reject(this.#crash);
      this.#answers.clear();
      this.#opening?.reject(this.#crash);
      this.#opening = null;
      this.#leaving?.(false);
      if (!this.#closed) this.#events?.onCrashed(this.#crash);
    });
  }

  /** @throws StudioError `inspector.crashed` where it cannot be started. */
  static async launch(launcher: ProcessLauncher): Promise<InspectorProcess> {
    return new InspectorProcess(await launcher.launch('inspector'));
  }

  get alive(): boolean {
    return this.#crash === null && !this.#closed;
  }

  /** Nothing new is to be opened here, though it answers still. */
  get spent(): boolean {
    return this.#spent;
  }

  /** Told when it becomes so. */
  whenSpent(listener: () => void): void {
    this.#spentListeners.add(listener);
  }

  /** While no other theatre is open here. */
  open(sessionId: string, source: ResolvedSource, events: InspectorEvents): Promise<TheatreInfo> {
    this.#events = events;
    return new Promise<unknown>((resolve, reject) => {
      if (this.#crash !== null) {
        reject(this.#crash);
        return;
      }
      this.#opening = { resolve, reject };
      this.#send({ type: 'open', sessionId, source });
    }) as Promise<TheatreInfo>;
  }

  control(control: TheatreControl): void {
    this.#send({ type: 'control', control });
  }

  changeModel(model: ResolvedModel): void {
    this.#send({ type: 'model', model });
  }

  /** Somebody begins to listen: everything from the beginning. */
  greet(): void {
    this.#send({ type: 'greet' });
  }

  acknowledge(): void {
    this.#send({ type: 'acknowledge' });
  }

  request<What extends keyof EngineAnswers>(
    request: Extract<EngineRequest, { readonly what: What }>,
  ): Promise<EngineAnswers[What]> {
    return this.#ask((id) => ({ type: 'request', id, request })) as Promise<EngineAnswers[What]>;
  }

  /** Of the theatre that is open. @param trained the checkpoints that it names @throws StudioError what keeps them from being computed */
  branches(request: BranchesRequest, trained: readonly ResolvedLens[]): Promise<BranchesAnswer> {
    return this.#ask((id) => ({ type: 'branches', id, request, trained })) as Promise<BranchesAnswer>;
  }

  /**
   * The theatre closes and nothing more is told of it; the process can open another.
   * @returns false where it did not let go in time, and was closed, or is gone
   */
  async leave(): Promise<boolean> {
    this.#events = null;
    if (!this.alive) return false;
    const left = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, LEAVING_MILLISECONDS, false);
      this.#leaving = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#send({ type: 'leave' });
    });
    this.#leaving = null;
    if (!left) this.close();
    return left;
  }

  /** Closes once it has answered what it was asked. */
  retire(): void {
    this.#retiring = true;
    if (this.#answers.size === 0) this.close();
  }

  /** It frees what it holds and goes; killed where it does not. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#send({ type: 'close' });
    const timer = setTimeout(() => {
      this.#process.kill();
    }, LEAVING_MILLISECONDS);
    this.#process.onExit(() => {
      clearTimeout(timer);
    });
  }

  #ask(message: (id: number) => ToInspector): Promise<unknown> {
    const id = this.#nextRequest++;
    return new Promise<unknown>((resolve, reject) => {
      if (this.#crash !== null) {
        reject(this.#crash);
        return;
      }
      this.#answers.set(id, { resolve, reject });
      this.#send(message(id));
    });
  }

  #send(message: ToInspector): void {
    this.#process.port.postMessage(message);
  }

  #receive(message: Exclude<FromInspector, { readonly type: 'ready' }>): void {
    switch (message.type) {
      case 'opened':
        this.#opening?.resolve(message.info);
        this.#opening = null;
        return;
      case 'spent':
        this.#spent = true;
        for (const listener of this.#spentListeners) listener();
        if (this.#opening === null) this.#events?.onSpent();
        return;
      case 'left':
        this.#leaving?.(true);
        return;
      case 'event':
        this.#events?.onEvent(message.event, message.lossy);
        return;
      case 'failed':
        if (this.#opening === null) this.#events?.onEvent({ kind: 'failed', error: message.error }, false);
        else {
          this.#opening.reject(errorFromReport(message.error));
          this.#opening = null;
        }
        return;
      case 'answer':
        this.#answers.get(message.id)?.resolve(message.value);
        this.#answered(message.id);
        return;
      case 'refusal':
        this.#answers.get(message.id)?.reject(errorFromReport(message.error));
        this.#answered(message.id);
    }
  }

  #answered(id: number): void {
    this.#answers.delete(id);
    if (this.#retiring) this.retire();
  }
}
