/** A host in the page: answers every command from sample data in memory and lets one run seem to train. */
import { StudioError, reportError } from '../../../shared/errors.ts';
import {
  COMMANDS,
  PROTOCOL_VERSION,
  type ClientMessage,
  type CommandName,
} from '../../../shared/protocol.ts';
import type { RunSummary } from '../../../shared/run.ts';
import {
  progressIn,
  sampleCheckpoints,
  sampleDetail,
  sampleEpisodes,
  sampleLog,
  sampleTrust,
  sampleMetrics,
  samplePanels,
  sampleRun,
} from './sampleData.ts';

export interface FakeHostOptions {
  readonly runs: number;
  readonly slowMilliseconds: number;
  readonly live: boolean;
}

type Arguments = Readonly<Record<string, unknown>>;

export class FakeHost {
  readonly #options: FakeHostOptions;
  #runs: RunSummary[];
  #bin: RunSummary[] = [];
  readonly #listeners = new Map<
    number,
    { topic: string; args: Arguments; port: MessagePort; waiting: boolean }
  >();
  #tick = 0;
  #created = 0;

  constructor(options: FakeHostOptions) {
    this.#options = options;
    const now = Date.now();
    this.#runs = Array.from({ length: options.runs }, (_, index) => sampleRun(index, now));
    if (options.live) setInterval(() => this.#train(), 500);
  }

  serve(port: MessagePort): void {
    port.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
      if (data.type === 'call') void this.#answer(port, data);
      else if (data.type === 'listen')
        this.#listeners.set(data.id, {
          topic: data.topic,
          args: (data.args ?? {}) as Arguments,
          port,
          waiting: false,
        });
      else if (data.type === 'unlisten') this.#listeners.delete(data.id);
      else {
        const listener = this.#listeners.get(data.id);
        if (listener !== undefined) listener.waiting = false;
      }
    };
    port.start();
  }

  async #answer(
    port: MessagePort,
    { id, command, args }: Extract<ClientMessage, { type: 'call' }>,
  ): Promise<void> {
    if (this.#options.slowMilliseconds > 0)
      await new Promise((resolve) => setTimeout(resolve, this.#options.slowMilliseconds));
    try {
      const schema = COMMANDS[command as CommandName];
      const checked = schema.parse(args) as Arguments;
      port.postMessage({ type: 'result', id, value: this.#run(command as CommandName, checked) });
    } catch (error) {
      port.postMessage({ type: 'error', id, error: reportError(error) });
    }
  }

  #run(command: CommandName, args: Arguments): unknown {
    const runId = typeof args['runId'] === 'string' ? args['runId'] : '';
    switch (command) {
      case 'system.info':
        return {
          version: '0.1.0',
          protocolVersion: PROTOCOL_VERSION,
          dataFolder: '/home/person/.local/share/world-model-studio',
          platform: 'linux',
          cores: 2,
          memoryBytes: 8.3e9,
          desktop: false,
          backend: 'tensorflow',
          gpu: null,
          trainingsAtOnce: 1,
          longestStallMilliseconds: 3,
        };
      case 'machines.report':
        return { hub: { kind: 'none' }, workers: [] };
      case 'system.doctor':
        return {
          items: [
            {
              id: 'backend',
              state: 'good',
              label: 'doctor.backend',
              value: 'TensorFlow 2.21.0, CPU',
              next: null,
            },
            { id: 'matmul', state: 'good', label: 'doctor.matmul', value: '142 GFLOPS', next: null },
            { id: 'gpu', state: 'missing', label: 'doctor.gpu', value: '', next: 'doctor.gpu.next' },
          ],
        };
      case 'system.storage':
        return {
          databaseBytes: 42e6,
          checkpointBytes: 1.2e9,
          cacheBytes: 3.4e9,
          binBytes: this.#bin.reduce((sum, run) => sum + run.sizeBytes, 0) + 12e6,
          freeBytes: 81e9,
          runs: this.#runs.map((run) => ({ runId: run.id, name: run.name, bytes: run.sizeBytes })),
        };
      case 'settings.get':
        return {};
      case 'environments.list':
        return [
          {
            id: 'car-racing',
            version: 3,
            observations: { image: { kind: 'box', shape: [64, 64, 3], dtype: 'uint8', low: 0, high: 255 } },
            actions: {
              kind: 'box',
              shape: [3],
              dtype: 'float64',
              low: [-1, 0, 0],
              high: 1,
              names: ['steer', 'gas', 'brake'],
            },
            stepSeconds: 0.02,
            maxEpisodeSteps: 1000,
            rewardRange: [-100, 1000],
            keys: [],
            source: 'Gymnasium CarRacing-v3',
            knownScores: [
              { label: 'World Models (2018)', score: 906, deviation: 21, source: 'arXiv:1803.10122' },
              { label: 'V only', score: 632, deviation: 251, source: 'arXiv:1803.10122' },
            ],
          },
        ];
      case 'runs.list':
        return this.#runs;
      case 'runs.get':
        return sampleDetail(this.#find(runId));
      case 'runs.create': {
        const made: RunSummary = {
          ...sampleRun(6, Date.now()),
          id: `made-${this.#created++}`,
          name: typeof args['name'] === 'string' ? args['name'] : 'World Models on CarRacing',
          preset: String(args['preset']),
          tags: args['tags'] as string[],
          createdAt: new Date().toISOString(),
          status: args['start'] === true ? 'running' : 'draft',
          progress: args['start'] === true ? progressIn('collect', 0.02) : null,
        };
        this.#runs.push(made);
        this.#announce(made);
        return made;
      }
      case 'runs.start':
      case 'runs.resume':
        return this.#change(runId, {
          status: 'running',
          progress: progressIn('vision', 0.3),
          lastError: null,
        });
      case 'runs.pause':
        return this.#change(runId, { status: 'paused' });
      case 'runs.stop':
        return this.#change(runId, { status: 'stopped' });
      case 'runs.update': {
        const { runId: _id, ...change } = args;
        return this.#change(runId, change as Partial<RunSummary>);
      }
      case 'runs.duplicate': {
        const copy: RunSummary = {
          ...this.#find(runId),
          id: `copy-${this.#created++}`,
          name: `${this.#find(runId).name} (copy)`,
          status: 'draft',
          createdAt: new Date().toISOString(),
        };
        this.#runs.push(copy);
        this.#announce(copy);
        return copy;
      }
      case 'runs.delete': {
        const ids = args['runIds'] as string[];
        this.#bin.push(...this.#runs.filter(({ id }) => ids.includes(id)));
        this.#runs = this.#runs.filter(({ id }) => !ids.includes(id));
        this.#send('runs', () => true, { kind: 'removed', runIds: ids }, false);
        return null;
      }
      case 'runs.restore':
        this.#runs.push(...this.#bin);
        this.#bin = [];
        return null;
      case 'runs.change':
        for (const id of args['runIds'] as string[]) {
          const run = this.#find(id);
          const removed = (args['removeTags'] as string[] | undefined) ?? [];
          const added = (args['addTags'] as string[] | undefined) ?? [];
          const tags = [...new Set([...run.tags.filter((tag) => !removed.includes(tag)), ...added])];
          this.#change(id, { tags, archived: (args['archived'] as boolean | undefined) ?? run.archived });
        }
        return null;
      case 'bin.list':
        return {
          runs: this.#bin.map(({ id, name, algorithm, environment, preset, sizeBytes, studyId }) => ({
            id,
            name,
            algorithm,
            environment,
            preset,
            studyId,
            deletedAt: new Date().toISOString(),
            bytes: sizeBytes,
          })),
          studies: [],
          limitBytes: null,
        };
      case 'storage.forecast':
        return { freeBytes: 81e9, bytesPerHour: 0, hoursLeft: null, low: false };
      case 'runs.emptyBin':
        this.#bin = [];
        return { freedBytes: 12e6 };
      case 'runs.metrics': {
        const detail = sampleDetail(this.#find(runId));
        if (detail.status === 'draft') return [];
        return sampleMetrics(
          (args['names'] as string[] | undefined) ?? detail.metricNames,
          Number(args['maxPoints']),
        );
      }
      case 'runs.episodes':
        return sampleEpisodes(runId).filter(
          ({ purpose }) => args['purpose'] === undefined || purpose === args['purpose'],
        );
      case 'runs.checkpoints':
        return sampleCheckpoints(runId);
      case 'evaluations.underWay':
      case 'runs.dreams':
        return [];
      case 'evaluations.list':
        return { results: [], underWay: [] };
      case 'trust.list':
        return { rows: sampleTrust(runId), underWay: [] };
      case 'runs.log':
        return sampleLog();
      case 'runs.live': {
        const phase = this.#find(runId).progress?.phase ?? 'vision';
        return {
          panels: ['collect', 'vision', 'memory', phase].flatMap((each) =>
            samplePanels(each, this.#tick).map((panel) => ({ phase: each, panel })),
          ),
          distributions: [this.#population()],
        };
      }
      case 'runs.export':
        return { fileName: 'run.wms', file: new Uint8Array(8), leftOut: [] };
      case 'settings.set':
      case 'checkpoints.pin':
        return null;
      default:
        throw new StudioError('protocol.unknownCommand', { command });
    }
  }

  #find(id: string): RunSummary {
    const run = this.#runs.find((candidate) => candidate.id === id);
    if (run === undefined) throw new StudioError('run.unknown', { run: id });
    return run;
  }

  #change(id: string, change: Partial<RunSummary>): RunSummary {
    const changed = { ...this.#find(id), ...change };
    this.#runs = this.#runs.map((run) => (run.id === id ? changed : run));
    this.#announce(changed);
    return changed;
  }

  #announce(run: RunSummary): void {
    this.#send('runs', () => true, { kind: 'changed', run }, false);
    this.#send('run', ({ runId }) => runId === run.id, { kind: 'summary', run }, false);
  }

  #population() {
    return {
      name: 'controller/scores',
      axis: {
        environmentSteps: 4e5 + this.#tick * 8000,
        gradientSteps: 2400,
        wallSeconds: 2000 + this.#tick,
      },
      values: Float64Array.from({ length: 32 }, (_, i) => 500 - i * 14 + 60 * Math.sin(i * 7 + this.#tick)),
    };
  }

  #train(): void {
    this.#tick += 1;
    for (const run of this.#runs.filter(({ status }) => status === 'running')) {
      const share = ((this.#tick * 0.004 + 0.3) % 0.7) + 0.2;
      const phase = PHASES_SHOWN.find((known) => known === run.progress?.phase) ?? 'vision';
      const progress = progressIn(phase, share);
      this.#runs = this.#runs.map((other) => (other.id === run.id ? { ...other, progress } : other));
      const here = ({ runId }: Arguments) => runId === run.id;
      if (this.#tick % 4 === 0) this.#announce({ ...run, progress });
      this.#send('run', here, { kind: 'progress', progress }, false);
      for (const panel of samplePanels(phase, this.#tick))
        this.#send('run', here, { kind: 'pictures', phase, panel }, true);
      this.#send('run', here, { kind: 'distribution', distribution: this.#population() }, false);
      this.#send(
        'run',
        here,
        {
          kind: 'metrics',
          axis: {
            environmentSteps: 2e6 + this.#tick * 900,
            gradientSteps: 2400 + this.#tick,
            wallSeconds: 3000 + this.#tick,
          },
          values: {
            'controller/best': 740 + Math.sin(this.#tick) * 20,
            'controller/mean': 610 + Math.cos(this.#tick) * 20,
          },
        },
        false,
      );
    }
  }

  #send(topic: string, which: (args: Arguments) => boolean, event: unknown, lossy: boolean): void {
    for (const [id, listener] of this.#listeners) {
      if (listener.topic !== topic || !which(listener.args) || (lossy && listener.waiting)) continue;
      if (lossy) listener.waiting = true;
      listener.port.postMessage({ type: 'event', id, event, lossy });
    }
  }
}

const PHASES_SHOWN = ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'] as const;
