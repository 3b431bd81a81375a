/** Everything that the page of one run shows, loaded when asked for and kept up to date while it trains. */
import { getContext, setContext } from 'svelte';
import type { StudioClient } from '../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { RunDistribution, TopicEvents } from '../../shared/protocol.ts';
import type {
  CheckpointSummary,
  EpisodeSummary,
  LogEntry,
  PhaseProgress,
  PicturePanel,
  RunDetail,
  RunSummary,
} from '../../shared/run.ts';
import { MetricStore } from './metricStore.svelte.ts';
import { RunEvaluations } from './runEvaluations.svelte.ts';
import { RunTrust } from './runTrust.svelte.ts';

export interface LivePanel {
  readonly phase: string;
  readonly panel: PicturePanel;
}

/** Generations that the population plot looks back on. */
const DISTRIBUTIONS_KEPT = 120;

export class RunPage {
  readonly runId: string;
  readonly metrics: MetricStore;
  readonly evaluations: RunEvaluations;
  readonly trust: RunTrust;
  readonly #client: StudioClient;
  #detail = $state.raw<RunDetail | null>(null);
  #error = $state.raw<ErrorReport | null>(null);
  #gone = $state(false);
  #progress = $state.raw<PhaseProgress | null>(null);
  #panels = $state.raw<readonly LivePanel[]>([]);
  #distributions = $state.raw<readonly RunDistribution[]>([]);
  #episodes = $state.raw<readonly EpisodeSummary[] | null>(null);
  #checkpoints = $state.raw<readonly CheckpointSummary[] | null>(null);
  #log = $state.raw<readonly LogEntry[] | null>(null);
  readonly #stop: () => void;

  constructor(client: StudioClient, runId: string) {
    this.#client = client;
    this.runId = runId;
    this.metrics = new MetricStore(client, runId);
    this.evaluations = new RunEvaluations(client, runId);
    this.trust = new RunTrust(client, runId);
    this.#stop = client.listen(
      'run',
      { runId },
      (event) => {
        this.#receive(event);
      },
      {
        onResumed: () => void this.load(),
        onEnded: () => {
          this.#gone = true;
        },
      },
    );
    void this.load();
  }

  get detail(): RunDetail | null {
    return this.#detail;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }
  /** It was deleted while the page was open. */
  get gone(): boolean {
    return this.#gone;
  }
  get progress(): PhaseProgress | null {
    return this.#progress;
  }
  get panels(): readonly LivePanel[] {
    return this.#panels;
  }
  /** Oldest first. */
  get distributions(): readonly RunDistribution[] {
    return this.#distributions;
  }
  /** Newest first. Null until loaded. */
  get episodes(): readonly EpisodeSummary[] | null {
    return this.#episodes;
  }
  get checkpoints(): readonly CheckpointSummary[] | null {
    return this.#checkpoints;
  }
  get log(): readonly LogEntry[] | null {
    return this.#log;
  }

  async load(): Promise<void> {
    const { runId } = this;
    try {
      const [detail, live] = await Promise.all([
        this.#client.call('runs.get', { runId }),
        this.#client.call('runs.live', { runId }),
        this.metrics.load(),
      ]);
      this.#detail = detail;
      this.#progress = detail.progress;
      this.#panels = live.panels;
      this.#distributions = live.distributions;
      this.#error = null;
      await Promise.all([
        this.loadEpisodes(),
        this.loadCheckpoints(),
        this.evaluations.load(),
        this.trust.load(),
        this.loadLog(),
      ]);
    } catch (error) {
      this.#error = reportError(error);
    }
  }

  async loadEpisodes(): Promise<void> {
    const episodes = await this.#client.call('runs.episodes', { runId: this.runId, limit: 10_000 });
    this.#episodes = [...episodes].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  async loadCheckpoints(): Promise<void> {
    this.#checkpoints = await this.#client.call('runs.checkpoints', { runId: this.runId });
  }

  async loadLog(): Promise<void> {
    const log = await this.#client.call('runs.log', { runId: this.runId, limit: 10_000 });
    // A stable order for lines of the same millisecond: as they came.
    this.#log = [...log].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  async pin(checkpoint: CheckpointSummary, pinned: boolean): Promise<void> {
    await this.#client.call('checkpoints.pin', { checkpointId: checkpoint.id, pinned });
    await this.loadCheckpoints();
  }

  dispose(): void {
    this.#stop();
    this.metrics.dispose();
  }

  #receive(event: TopicEvents['run']): void {
    switch (event.kind) {
      case 'summary':
        this.#takeSummary(event.run);
        return;
      case 'progress':
        this.#progress = event.progress;
        return;
      case 'metrics':
        this.metrics.append(event.axis, event.values);
        return;
      case 'episode':
        this.#episodes = this.#episodes === null ? null : [event.episode, ...this.#episodes];
        return;
      case 'checkpoint':
        // Keeping the newest few drops older ones: the list is asked for anew.
        void this.loadCheckpoints();
        return;
      case 'log':
        this.#log = this.#log === null ? null : [...this.#log, event.entry];
        return;
      case 'evaluationProgress':
      case 'evaluation':
      case 'evaluationEnded':
        this.evaluations.receive(event);
        return;
      case 'trustProgress':
      case 'trust':
      case 'trustEnded':
        this.trust.receive(event);
        return;
      case 'pictures':
        this.#panels = [
          ...this.#panels.filter(({ panel }) => panel.title !== event.panel.title),
          { phase: event.phase, panel: event.panel },
        ];
        return;
      case 'distribution':
        this.#distributions = [...this.#distributions, event.distribution].slice(-DISTRIBUTIONS_KEPT);
        return;
    }
  }

  #takeSummary(run: RunSummary): void {
    const before = this.#detail;
    if (before === null) return;
    this.#detail = { ...before, ...run };
    this.#progress = run.progress ?? this.#progress;
    // The result comes with the end of the run.
    if (before.status !== run.status) void this.load();
  }
}

const KEY = Symbol('run page');

export function provideRunPage(page: RunPage): void {
  setContext(KEY, page);
}

export function useRunPage(): RunPage {
  return getContext<RunPage>(KEY);
}
