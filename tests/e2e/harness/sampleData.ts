/** Sample runs as the store would tell them, the same at each start. */
import { algorithmDefinition } from '../../../shared/algorithms/registry.ts';
import { configFields, configValue, resolveConfig } from '../../../shared/config.ts';
import type {
  CheckpointSummary,
  EpisodeSummary,
  LogEntry,
  MetricSeries,
  PhaseProgress,
  Picture,
  PicturePanel,
  RunDetail,
  RunStatus,
  RunSummary,
} from '../../../shared/run.ts';
import type { PolicyName, TrustResult, TrustRow } from '../../../shared/trust.ts';

export function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const PHASES = ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'] as const;
const TOTALS = { collect: 150, vision: 2000, encode: 37_500, memory: 400, controller: 120, evaluate: 100 };
const UNITS = {
  collect: 'episode',
  vision: 'batch',
  encode: 'frame',
  memory: 'batch',
  controller: 'generation',
  evaluate: 'episode',
};

export function progressIn(phase: (typeof PHASES)[number], share: number): PhaseProgress {
  return {
    phase,
    index: PHASES.indexOf(phase),
    phases: PHASES,
    done: Math.round(TOTALS[phase] * share),
    total: TOTALS[phase],
    unit: UNITS[phase],
    phaseSecondsLeft: share < 0.05 ? null : (1 - share) * 900,
    runSecondsLeft: share < 0.05 ? null : (1 - share) * 900 + (5 - PHASES.indexOf(phase)) * 700,
  };
}

const NAMES = [
  'CarRacing, laptop',
  'Wide latents',
  'No recurrence',
  'Narrow M',
  'Hot dream',
  'Steady gas',
  'First try',
];
const STATUSES: readonly RunStatus[] = [
  'running',
  'completed',
  'completed',
  'paused',
  'failed',
  'completed',
  'draft',
  'interrupted',
  'stopped',
  'completed',
];

export function sampleRun(index: number, now: number): RunSummary {
  const next = random(index + 7);
  const status: RunStatus =
    index < STATUSES.length ? (STATUSES[index] ?? 'completed') : index % 17 === 0 ? 'failed' : 'completed';
  const scored = !['draft', 'failed', 'running'].includes(status) || next() > 0.7;
  const score = scored ? 320 + next() * 560 : null;
  const created = new Date(now - index * 3_700_000 - next() * 900_000).toISOString();
  const wallSeconds = status === 'draft' ? 0 : 600 + next() * 7400;
  const sparkline =
    score === null
      ? []
      : Array.from(
          { length: 24 },
          (_, at) => -20 + (score + 20) * (1 - Math.exp(-at / 6)) + (next() - 0.5) * 90,
        );
  return {
    id: `run-${index}`,
    name: index < NAMES.length ? (NAMES[index] ?? '') : `${NAMES[index % NAMES.length] ?? ''} ${index}`,
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: index % 3 === 0 ? 'laptop' : index % 3 === 1 ? 'smoke' : 'paper',
    status,
    tags:
      index % 4 === 0 ? ['car', 'baseline'] : index % 4 === 1 ? ['car'] : index % 4 === 2 ? ['ablation'] : [],
    notes: index === 0 ? 'The run that the README shows.' : '',
    archived: index > 0 && index % 29 === 0,
    score,
    scoreDeviation: score === null ? null : 20 + next() * 90,
    bestScore: score === null ? null : score + 30,
    sparkline,
    progress:
      status === 'running'
        ? progressIn('controller', 0.42)
        : status === 'paused'
          ? progressIn('vision', 0.6)
          : null,
    createdAt: created,
    startedAt: status === 'draft' ? null : created,
    endedAt: ['completed', 'failed', 'stopped'].includes(status)
      ? new Date(Date.parse(created) + wallSeconds * 1000).toISOString()
      : null,
    wallSeconds,
    axis: { environmentSteps: Math.round(wallSeconds * 310), gradientSteps: 2400, wallSeconds },
    sizeBytes: status === 'draft' ? 4096 : Math.round(8e6 + next() * 3e8),
    exact: index !== 3,
    lastError:
      status === 'failed'
        ? {
            code: 'trainer.outOfMemory',
            message: 'The trainer ran out of memory.',
            detail: 'std::bad_alloc\n  at Tensor::Allocate',
          }
        : status === 'interrupted'
          ? { code: 'run.interrupted', message: 'The computer was switched off.' }
          : null,
    studyId: null,
    dreamsInPictures: true,
    learnsInDreamOf: null,
    dreamScore: null,
    studyCell: null,
    where: 'here',
    worker: null,
  };
}

export function sampleDetail(run: RunSummary): RunDetail {
  const overrides = run.id === 'run-1' ? { vision: { latentSize: 64 }, controller: { inputs: 'z' } } : {};
  const config = resolveConfig(run.algorithm, run.environment, run.preset, overrides);
  const preset = resolveConfig(run.algorithm, run.environment, run.preset);
  const differences = configFields(run.algorithm)
    .map(({ path, meta }) => ({
      path,
      value: configValue(config, path),
      preset: configValue(preset, path),
      paper: meta.paper ?? null,
    }))
    .filter(({ value, preset: expected }) => value !== expected);
  return {
    ...run,
    config,
    differences,
    compute: {
      backend: 'tensorflow',
      gpu: null,
      threads: 2,
      oneDnn: true,
      tensorflowVersion: '2.21.0',
      cpu: 'Intel Xeon Platinum 8370C',
    },
    metricNames: Object.keys(SHAPES),
    result:
      run.score === null || run.status !== 'completed'
        ? null
        : {
            score: run.score,
            scoreDeviation: run.scoreDeviation ?? 0,
            scoreEpisodes: 100,
            figures: {
              'vision.error': 0.0041,
              'vision.meanFrameError': 0.0187,
              'memory.nextLatentError': 0.31,
              'memory.repeatError': 0.44,
              'controller.randomScore': -32,
            },
          },
    codeVersion: '0.1.0',
    beganFrom: null,
  };
}

/** Where each metric begins, ends, and what it does between (0 falls, 1 rises), with its gradient-step range. */
const SHAPES: Readonly<Record<string, readonly [from: number, to: number, start: number, end: number]>> = {
  'collect/return': [-30, -24, 0, 0],
  'vision/loss': [310, 31, 0, 2000],
  'vision/reconstruction': [295, 15, 0, 2000],
  'vision/kl': [16, 16.5, 0, 2000],
  'vision/heldOutError': [0.04, 0.0041, 0, 2000],
  'vision/meanFrameError': [0.0187, 0.0187, 0, 2000],
  'memory/nll': [1.42, 0.98, 2000, 2400],
  'memory/heldOutError': [0.61, 0.31, 2000, 2400],
  'memory/repeatError': [0.44, 0.44, 2000, 2400],
  'controller/best': [20, 742, 2400, 2400],
  'controller/mean': [-20, 611, 2400, 2400],
  'controller/worst': [-60, 220, 2400, 2400],
  'controller/sigma': [0.1, 0.041, 2400, 2400],
  'evaluation/return': [-10, 717, 2400, 2400],
};

export function sampleMetrics(names: readonly string[], maxPoints: number, run = 0): MetricSeries[] {
  return names.map((name, which) => {
    const [from, to, start, end] = SHAPES[name] ?? [0, 1, 0, 100];
    const next = random(which + 100 + run * 31);
    const count = name.startsWith('evaluation') ? 12 : Math.min(maxPoints, 400);
    const thinned = name.startsWith('vision/') && count === 400;
    const axis = {
      environmentSteps: new Float64Array(count),
      gradientSteps: new Float64Array(count),
      wallSeconds: new Float64Array(count),
    };
    const values = new Float64Array(count);
    const minimum = new Float64Array(count);
    const maximum = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      const share = i / Math.max(1, count - 1);
      axis.environmentSteps[i] =
        name.startsWith('controller') || name.startsWith('evaluation')
          ? 37_500 + share * 1.9e6
          : 37_500 * Math.min(1, share + 0.1);
      axis.gradientSteps[i] = start + share * (end - start);
      axis.wallSeconds[i] =
        (name.startsWith('vision') ? 300 : name.startsWith('memory') ? 1400 : 1900) + share * 1000;
      const shape = to * (1 - run * 0.06) + (from - to) * Math.exp(-share * (5 - run * 0.6));
      const noise = from === to ? 0 : (next() - 0.5) * Math.abs(from - to) * 0.06;
      values[i] = shape + noise;
      minimum[i] = shape + noise - Math.abs(from - to) * 0.05 * next();
      maximum[i] = shape + noise + Math.abs(from - to) * 0.05 * next();
    }
    return {
      name,
      axis,
      values,
      ...(thinned ? { minimum, maximum } : {}),
      storedPoints: thinned ? 20_000 : count,
    };
  });
}

/** A road seen from above, bending with `phase`, blurred for reconstructions. */
export function samplePicture(phase: number, meaning: Picture['meaning'], blur = 0): Picture {
  const size = 64;
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y += 1) {
    const middle = 32 + 14 * Math.sin(phase + (64 - y) / 21) - 14 * Math.sin(phase);
    for (let x = 0; x < size; x += 1) {
      const edge = Math.abs(x - middle) - 9;
      const road = blur === 0 ? (edge < 0 ? 1 : 0) : 1 / (1 + Math.exp(edge / blur));
      const car = Math.abs(x - 32) < 2.5 && y > 46 && y < 54;
      const checks = ((x >> 3) + (y >> 3)) % 2 === 0 ? 230 : 204;
      const at = (y * size + x) * 3;
      const colour = car ? [204, 20, 20] : [102 + (1 - road) * 0, 102 * road + checks * (1 - road), 102];
      for (let channel = 0; channel < 3; channel += 1)
        pixels[at + channel] = Math.round(colour[channel] ?? 0);
    }
  }
  return { width: size, height: size, pixels, meaning };
}

export function samplePanels(phase: string, tick: number): PicturePanel[] {
  const range = Array.from({ length: 8 }, (_, index) => index);
  const at = tick * 0.21;
  if (phase === 'vision')
    return [
      {
        title: 'panel.reconstruction',
        rows: [
          { label: 'panel.row.original', pictures: range.map((i) => samplePicture(at + i, 'real')) },
          {
            label: 'panel.row.reconstruction',
            pictures: range.map((i) => samplePicture(at + i, 'seen', 1.5)),
          },
        ],
      },
    ];
  if (phase === 'memory')
    return [
      {
        title: 'panel.prediction',
        rows: [
          { label: 'panel.row.original', pictures: range.map((i) => samplePicture(at + i * 0.2, 'real')) },
          {
            label: 'panel.row.oneStep',
            pictures: range.map((i) => samplePicture(at + i * 0.2, 'dreamt', 1.5)),
          },
          {
            label: 'panel.row.openLoop',
            pictures: range.map((i) => samplePicture(at + i * 0.26, 'dreamt', 3)),
          },
        ],
      },
    ];
  return [
    {
      title: 'panel.collected',
      rows: [{ label: 'panel.row.collected', pictures: range.map((i) => samplePicture(at + i, 'real')) }],
    },
  ];
}

export function sampleEpisodes(runId: string): EpisodeSummary[] {
  const next = random(31);
  return Array.from({ length: 180 }, (_, index) => {
    const purpose = index < 20 ? 'evaluation' : index < 120 ? 'collection' : 'training';
    return {
      id: `${runId}-episode-${index}`,
      runId,
      purpose,
      phase: purpose === 'evaluation' ? 'evaluate' : purpose === 'collection' ? 'collect' : 'controller',
      episodeReturn: purpose === 'evaluation' ? 600 + next() * 290 : -60 + next() * 80,
      length: purpose === 'evaluation' ? 250 : 60 + Math.round(next() * 190),
      terminated: next() > 0.5,
      axis: { environmentSteps: index * 1000, gradientSteps: 2400, wallSeconds: index * 30 },
      createdAt: new Date(Date.UTC(2026, 10, 22, 9, 0, index * 13)).toISOString(),
      hasRecipe: purpose === 'evaluation' || index % 10 === 0,
      checkpointId: purpose === 'evaluation' ? `${runId}-checkpoint-0` : null,
    };
  });
}

export function sampleCheckpoints(runId: string): CheckpointSummary[] {
  const reasons = ['final', 'best', 'interval', 'phase', 'phase', 'pause'] as const;
  return reasons.map((reason, index) => ({
    id: `${runId}-checkpoint-${index}`,
    runId,
    reason,
    phase: PHASES[Math.max(0, 5 - index)] ?? 'collect',
    score: index < 3 ? 717 - index * 60 : null,
    axis: { environmentSteps: 1.9e6 - index * 2e5, gradientSteps: 2400, wallSeconds: 7000 - index * 900 },
    createdAt: new Date(Date.UTC(2026, 10, 22, 11, 40 - index * 7)).toISOString(),
    sizeBytes: 19_400_000,
    pinned: index === 1,
  }));
}

/** Of the last checkpoint: a dream in which standing still is three times as safe, that obeys and drifts after 40 steps. */
export function sampleTrust(runId: string): TrustRow[] {
  const [checkpoint] = sampleCheckpoints(runId);
  if (checkpoint === undefined) return [];
  const row = (result: TrustResult, index: number): TrustRow => ({
    id: `${runId}-trust-${index}`,
    runId,
    checkpointId: checkpoint.id,
    environmentSteps: checkpoint.axis.environmentSteps,
    gradientSteps: checkpoint.axis.gradientSteps,
    seed: 0,
    episodes: 20,
    result,
    createdAt: checkpoint.createdAt,
  });
  const near = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half });
  const policy = (name: PolicyName, real: number, dream: number) => ({
    policy: name,
    real: near(real, 0.1 * real),
    dream: near(dream, 0.1 * dream),
    gap: near(dream - real, 0.1 * (real + dream)),
    ratio: near(dream / real, (0.2 * dream) / real),
  });
  const steps = Array.from({ length: 60 }, (_, index) => index / 60);
  const error = steps.map((share) => 0.2 + 0.9 * share);
  return [
    row(
      {
        instrument: 'calibration',
        survival: true,
        ends: true,
        temperatures: [
          {
            temperature: 1,
            policies: [
              policy({ kind: 'still', action: '' }, 150, 450),
              policy({ kind: 'held', action: 'left' }, 160, 180),
              policy({ kind: 'agent', action: '' }, 800, 1100),
            ],
            order: { pairs: 2, alike: 2 },
          },
        ],
      },
      1,
    ),
    row(
      {
        instrument: 'obedience',
        windows: 32,
        spaces: [
          {
            space: 'pixels',
            error,
            shuffled: [{ action: null, error: error.map((value) => 2 * value), obedience: near(0.5, 0.1) }],
          },
        ],
      },
      2,
    ),
    row(
      {
        instrument: 'drift',
        windows: 32,
        spaces: [
          {
            space: 'pixels',
            error,
            mean: steps.map(() => 1),
            still: steps.map((share) => 0.5 + share),
            steps: 40,
            low: 30,
            high: null,
          },
        ],
      },
      3,
    ),
  ];
}

export function sampleLog(): LogEntry[] {
  return [
    { at: '2026-11-22T09:00:01.000Z', level: 'info', key: 'log.started', values: {} },
    { at: '2026-11-22T09:06:12.000Z', level: 'info', key: 'log.resumed', values: { phase: 'vision' } },
    {
      at: '2026-11-22T09:31:40.000Z',
      level: 'warning',
      key: 'log.cacheFull',
      values: { episodes: 120, asked: 150 },
    },
    { at: '2026-11-22T09:32:00.000Z', level: 'info', key: 'log.resumed', values: { phase: 'memory' } },
  ];
}

export { algorithmDefinition };
