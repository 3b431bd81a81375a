/**
 * One inspector process an open theatre, and one spare that has everything heavy loaded, so that the next theatre
 * opens at once: one launched beforehand, or the last theatre's own. A session belongs to the client that opened it and goes with it. Frames are latest-only from the
 * inspector to the eye: the next leaves the inspector when the last was drawn.
 */
import { randomUUID } from 'node:crypto';
import { reportError, StudioError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { TheatreControl, TheatreInfo, TheatreSource } from '../../shared/theatre.ts';
import type { EngineAnswers, EngineRequest } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { Caller } from './clientConnection.ts';
import { InspectorProcess } from './inspectorProcess.ts';
import type { LiveFeed, Listener, ListenHandle } from './liveFeed.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { resolveModel, resolveSource } from './theatreSource.ts';

/**
 * The new spare loads when the theatre just opened no longer needs both cores. There is no hurry: whoever goes on to
 * another theatre leaves this one's process to it.
 */
const SPARE_DELAY_MILLISECONDS = 10_000;

interface Session {
  readonly id: string;
  readonly runId: string | null;
  /** As asked: `best` and `latest` may be followed. */
  checkpointReference: string;
  checkpointId: string | null;
  followLive: boolean;
  readonly inspector: InspectorProcess;
  /** The inspector waits for the last frame to be drawn. */
  frameInFlight: boolean;
  readonly forgetCaller: () => void;
}

/** A process without a theatre. */
interface Spare {
  readonly inspector: Promise<InspectorProcess>;
  /** It has loaded everything. */
  ready: boolean;
}

export interface TheatreSessionsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly warm: boolean;
}

export class TheatreSessions {
  readonly #options: TheatreSessionsOptions;
  readonly #sessions = new Map<string, Session>();
  #spare: Spare | null = null;
  #spareTimer: NodeJS.Timeout | null = null;
  #environments: Promise<EngineAnswers['environments']> | null = null;
  #closed = false;
  #compute: ComputeFingerprint | null = null;

  constructor(options: TheatreSessionsOptions) {
    this.#options = options;
  }

  /** What computes, as far as any inspector has told. */
  get compute(): { readonly backend: 'tensorflow' | 'wasm' | 'unknown'; readonly gpu: string | null } {
    return { backend: this.#compute?.backend ?? 'unknown', gpu: this.#compute?.gpu ?? null };
  }

  has(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  /** Begins to load the spare. */
  begin(): void {
    if (this.#options.warm) this.#prepareSpare(0);
  }

  async open(source: TheatreSource, caller: Caller): Promise<TheatreInfo> {
    const { store } = this.#options;
    const resolved = resolveSource(store, source);
    const inspector = await this.#takeInspector();
    const id = randomUUID();
    const session: Session = {
      id,
      runId: resolved.model?.runId ?? null,
      checkpointReference: source.checkpointId,
      checkpointId: resolved.model?.checkpointId ?? null,
      followLive: false,
      inspector,
      frameInFlight: false,
      forgetCaller: caller.onGone(() => {
        this.close(id);
      }),
    };
    this.#sessions.set(id, session);
    try {
      return await inspector.open(id, resolved, {
        onEvent: (event, lossy) => {
          this.#pass(session, event, lossy);
        },
        onCrashed: (error) => {
          this.#pass(session, { kind: 'failed', error: reportError(error) }, false);
          this.close(id);
        },
      });
    } catch (error) {
      this.close(id);
      throw error;
    } finally {
      if (this.#options.warm) this.#prepareSpare(SPARE_DELAY_MILLISECONDS);
    }
  }

  /** @throws StudioError `session.unknown`, `checkpoint.unknown` */
  control(sessionId: string, control: TheatreControl): void {
    const session = this.#session(sessionId);
    if (control.kind === 'checkpoint') {
      session.checkpointReference = control.checkpointId;
      this.#changeModel(session);
      return;
    }
    if (control.kind === 'settings' && control.settings.followLive !== undefined) {
      session.followLive = control.settings.followLive;
      if (session.followLive) this.#followNewest(session);
    }
    session.inspector.control(control);
  }

  /** Does nothing where it is closed already. */
  close(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return;
    this.#sessions.delete(sessionId);
    session.forgetCaller();
    this.#release(session.inspector);
    this.#options.feed.end('theatre', { sessionId });
  }

  /** A run has a new checkpoint: theatres that follow it take it. */
  checkpointAdded(runId: string): void {
    for (const session of this.#sessions.values()) {
      if (session.runId === runId && session.followLive) this.#followNewest(session);
    }
  }

  listen(sessionId: string, listener: Listener): ListenHandle {
    const session = this.#session(sessionId);
    const handle = this.#options.feed.listen('theatre', { sessionId }, listener, {
      onDrawn: () => {
        this.#drawn(session);
      },
    });
    // Whatever was sent before went unheard: the inspector tells everything anew.
    session.frameInFlight = false;
    session.inspector.greet();
    return handle;
  }

  environments(): Promise<EngineAnswers['environments']> {
    this.#environments ??= this.#ask({ what: 'environments' }).catch((error: unknown) => {
      this.#environments = null;
      throw error;
    });
    return this.#environments;
  }

  preview(request: Extract<EngineRequest, { readonly what: 'preview' }>): Promise<EngineAnswers['preview']> {
    return this.#ask(request);
  }

  inspectModel(xml: string, reward: string): Promise<EngineAnswers['model']> {
    return this.#ask({ what: 'model', xml, reward });
  }

  async shutDown(): Promise<void> {
    this.#closed = true;
    this.#dropSpareTimer();
    for (const id of [...this.#sessions.keys()]) this.close(id);
    const spare = await this.#spare?.inspector.catch(() => null);
    spare?.close();
  }

  #session(sessionId: string): Session {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw new StudioError('session.unknown', { session: sessionId });
    return session;
  }

  #pass(session: Session, event: TopicEvents['theatre'], lossy: boolean): void {
    const { feed } = this.#options;
    const topic = { sessionId: session.id };
    if (!lossy) {
      feed.publish('theatre', topic, event);
      return;
    }
    session.frameInFlight = true;
    feed.publishLossy('theatre', topic, 'frame', event);
  }

  #drawn(session: Session): void {
    if (!session.frameInFlight) return;
    session.frameInFlight = false;
    session.inspector.acknowledge();
  }

  #followNewest(session: Session): void {
    // Whoever follows a certain checkpoint's run wants its newest.
    const reference = session.checkpointReference === 'best' ? 'best' : 'latest';
    session.checkpointReference = reference;
    this.#changeModel(session);
  }

  #changeModel(session: Session): void {
    if (session.runId === null) return;
    const model = resolveModel(this.#options.store, session.runId, session.checkpointReference);
    if (model.checkpointId === session.checkpointId) return;
    session.checkpointId = model.checkpointId;
    session.inspector.changeModel(model);
  }

  /** A theatre's process is the next one's, unless one waits already: whoever goes from one to another waits for none. */
  #release(inspector: InspectorProcess): void {
    const loading = this.#spare;
    if (!this.#options.warm || this.#closed || loading?.ready === true || !inspector.alive) {
      inspector.close();
      return;
    }
    this.#dropSpareTimer();
    this.#spare = spareOf(
      inspector.leave().then((left) => (left || this.#closed ? inspector : this.#launch())),
    );
    loading?.inspector.then(
      (late) => {
        late.retire();
      },
      () => undefined,
    );
  }

  async #takeInspector(): Promise<InspectorProcess> {
    const spare = this.#spare;
    this.#spare = null;
    this.#dropSpareTimer();
    const ready = spare === null ? null : await spare.inspector.catch(() => null);
    if (ready?.alive === true) return ready;
    return this.#launch();
  }

  async #launch(): Promise<InspectorProcess> {
    const inspector = await InspectorProcess.launch(this.#options.launcher);
    void inspector.ready.then((compute) => {
      this.#compute = compute ?? this.#compute;
    });
    return inspector;
  }

  /** The spare, launched where there is none. */
  #spareInspector(): Promise<InspectorProcess> {
    this.#dropSpareTimer();
    this.#spare ??= spareOf(this.#launch());
    return this.#spare.inspector;
  }

  #dropSpareTimer(): void {
    if (this.#spareTimer !== null) clearTimeout(this.#spareTimer);
    this.#spareTimer = null;
  }

  #prepareSpare(delayMilliseconds: number): void {
    if (this.#closed || this.#spare !== null || this.#spareTimer !== null) return;
    this.#spareTimer = setTimeout(() => {
      void this.#spareInspector();
    }, delayMilliseconds);
  }

  /** Questions go to the spare, which stays one; without a spare to a process of their own. */
  async #ask<What extends keyof EngineAnswers>(
    request: Extract<EngineRequest, { readonly what: What }>,
  ): Promise<EngineAnswers[What]> {
    if (this.#closed) throw new StudioError('inspector.crashed', { reason: 'the studio is closing' });
    let inspector = await this.#spareInspector();
    if (!inspector.alive) {
      this.#spare = null;
      inspector = await this.#spareInspector();
    }
    return inspector.request<What>(request);
  }
}

function spareOf(inspector: Promise<InspectorProcess>): Spare {
  const spare = { inspector, ready: false };
  inspector
    .then(({ ready }) => ready)
    .then(
      () => (spare.ready = true),
      // Whoever takes it sees the failure; nobody else needs to.
      () => undefined,
    );
  return spare;
}
