/** A study of made-up runs with names that attack, and a host that answers for them: for the tests of its page. */
import { encode } from 'fast-png';
import type { Clip, Film } from '../../shared/film.ts';
import type { MetricSeries, RunDetail, RunResult } from '../../shared/run.ts';
import { studyRows, type Study } from '../../shared/study.ts';
import type { Call, CollectOptions } from '../../shared/studyPage/collectStudyPage.ts';

export const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;</title></style>`;

const PATH = 'controller.generations';

function sampleStudy(values: readonly number[], seeds: readonly number[]): Study {
  return {
    id: 'study',
    archived: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    definition: {
      name: HOSTILE,
      question: HOSTILE,
      algorithm: 'world-models',
      environments: ['car-racing'],
      preset: 'smoke',
      settings: { 'collect.episodes': HOSTILE },
      vary: { kind: 'grid', fields: [{ path: PATH, values: [...values] }] },
      seeds: [...seeds],
      concurrent: 1,
      share: false,
      where: 'here',
      columns: [],
      published: [{ settings: {}, mean: 906, source: HOSTILE }],
    },
  };
}

/** A completed run of each of a study's cells: of the first row, whose score is ten a seed. */
export function sampleRuns(values: readonly number[], seeds: readonly number[]): readonly RunDetail[] {
  const { definition, id } = sampleStudy(values, seeds);
  return studyRows(definition).flatMap((row, index) =>
    seeds.map((seed): RunDetail => {
      const begun = index === 0 || seeds.length === 1;
      return {
        id: `run-${index}-${seed}`,
        name: `${HOSTILE}: ${index}, #${seed}`,
        algorithm: row.algorithm,
        environment: row.environment,
        preset: row.preset,
        status: begun ? 'completed' : 'draft',
        tags: [],
        notes: '',
        archived: false,
        score: begun ? 10 * seed : null,
        scoreDeviation: begun ? 5 : null,
        bestScore: null,
        sparkline: [],
        progress: null,
        createdAt: '2026-01-01T00:00:00.000Z',
        startedAt: begun ? '2026-01-01T00:00:00.000Z' : null,
        endedAt: null,
        wallSeconds: 60,
        axis: { environmentSteps: 100, gradientSteps: 10, wallSeconds: 60 },
        sizeBytes: 0,
        exact: true,
        dreamsInPictures: true,
        learnsInDreamOf: null,
        dreamScore: null,
        lastError: null,
        studyId: id,
        where: 'here',
        worker: null,
        studyCell: { row: row.key, seed },
        config: { name: HOSTILE },
        differences: [{ path: PATH, value: HOSTILE, preset: 1, paper: 'paper-value' }],
        compute: {
          backend: 'tensorflow',
          gpu: null,
          threads: 3,
          oneDnn: true,
          tensorflowVersion: '2.21.0',
          cpu: HOSTILE,
        },
        metricNames: [],
        result: null,
        codeVersion: HOSTILE,
        beganFrom: null,
      };
    }),
  );
}

/** Frame k of a sheet is of the colour k. */
function sampleClip(kind: Clip['kind'], steps: readonly number[], extraBytes: number): Clip {
  const [width, height] = [4, 4];
  const sheet = (meaning: 'real' | 'dreamt') => {
    const data = new Uint8Array(steps.length * width * height * 3);
    // Side by side: each row of pixels goes through all frames.
    for (let pixel = 0; pixel < data.length / 3; pixel++) {
      const frame = Math.floor((pixel % (steps.length * width)) / width);
      data.fill(60 * (frame + 1) + (meaning === 'dreamt' ? 10 : 0), 3 * pixel, 3 * pixel + 3);
    }
    const png = encode({ width: steps.length * width, height, data, channels: 3, depth: 8 });
    const bytes = new Uint8Array(png.length + extraBytes);
    bytes.set(png);
    return { meaning, png: bytes, width, height, columns: steps.length };
  };
  return {
    kind,
    sheets: kind === 'dream' ? [sheet('real'), sheet('dreamt')] : [sheet('real')],
    steps,
    returns: steps.map((step) => step / 2),
    frameSeconds: 0.05,
  };
}

/** An episode of three frames and, unless it is said why not, a dream of two. */
export function sampleFilm({
  checkpointId = 'c1',
  noDream = null,
  bytes = 0,
}: { checkpointId?: string; noDream?: Film['noDream']; bytes?: number } = {}): Film {
  const clips = [sampleClip('episode', [0, 2, 4], bytes)];
  if (noDream === null) clips.push(sampleClip('dream', [2, 3], 0));
  return { checkpointId, seed: 7, episodeReturn: 2, length: 4, clips, noDream };
}

export interface SamplePage {
  readonly values?: readonly number[];
  readonly seeds?: readonly number[];
  readonly film?: (runId: string) => Film;
}

/** A host that knows this study alone. */
export function pageCall({ values = [1, 2], seeds = [1, 2], film = () => sampleFilm() }: SamplePage): Call {
  const study = sampleStudy(values, seeds);
  const runs = sampleRuns(values, seeds);
  const results = Object.fromEntries(
    runs.flatMap(({ id, score }) =>
      score === null
        ? []
        : [[id, { score, scoreDeviation: 5, scoreEpisodes: 4, figures: {} } satisfies RunResult]],
    ),
  );
  const series = (runId: string): MetricSeries => {
    const steps = Float64Array.from([0, 50, 100]);
    const seed = Number(runId.split('-').at(-1));
    return {
      name: 'score',
      axis: { environmentSteps: steps, gradientSteps: steps, wallSeconds: steps },
      values: steps.map((step) => step * seed),
      storedPoints: 3,
    };
  };
  const answers: Readonly<Record<string, (runId: string) => unknown>> = {
    'studies.get': () => ({ study, results }),
    'runs.list': () => runs,
    'runs.get': (runId) => runs.find(({ id }) => id === runId),
    'runs.metrics': (runId) => [series(runId)],
    'runs.film': film,
    'system.info': () => ({ version: HOSTILE }),
  };
  return (command, args) =>
    new Promise((resolve) => {
      const runId = 'runId' in args ? String(args.runId) : '';
      resolve(answers[command]?.(runId) as never);
    });
}

export function pageOptions(call: Call, language: 'en' | 'ko' = 'en'): CollectOptions {
  return {
    call,
    studyId: 'study',
    words: {
      language,
      settingName: (setting) => `${setting} ${HOSTILE}`,
      settingText: (_path, value) => String(value),
      environmentName: (environment) => environment,
      durationText: (seconds) => `${seconds} s`,
    },
    rowName: ({ settings }) => `${HOSTILE} ${String(settings[PATH])}`,
    writtenAt: Date.parse('2026-01-02T03:04:05Z'),
  };
}
