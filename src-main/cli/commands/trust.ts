/**
 * `studio trust`: holds a checkpoint's dream against reality, one instrument after the other, and keeps the figures with the run.
 * Where a studio has the data folder open it measures all the same, and says that nothing was kept.
 */
import { readRun } from '../../../shared/algorithms/registry.ts';
import { reportError, StudioError } from '../../../shared/errors.ts';
import { dangerKey } from '../../../shared/messages/index.ts';
import { LARGEST_SEED } from '../../../shared/seed.ts';
import {
  FEWEST_TRUST_EPISODES,
  MOST_TRUST_EPISODES,
  MOST_TRUST_TEMPERATURES,
  TRUST_INSTRUMENTS,
  TRUST_TEMPERATURE_BOUNDS,
  type Estimate,
  type PolicyName,
  type TrustInstrument,
  type TrustResult,
} from '../../../shared/trust.ts';
import { findingsOf, trustedRun } from '../../../shared/trustFindings.ts';
import { measureCheckpoint } from '../../engine/trust.ts';
import { planTrust, type AskedTrust, type TrustPlan } from '../../host/trustPlan.ts';
import { newTrustId, trustRecord } from '../../host/trustRecord.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { requireRunModel } from '../foreignModel.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { chosenDataFolder, print, say, sayError, wholeNumber } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export interface TrustOptions {
  readonly instruments?: string;
  readonly episodes?: string;
  readonly temperatures?: string;
  readonly checkpoint?: string;
  readonly seed?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

interface Measured {
  readonly plan: TrustPlan;
  readonly result: TrustResult;
}

const SHOW_MILLISECONDS = 200;

export async function measureTrust(reference: string, options: TrustOptions): Promise<void> {
  const { plans, folder } = planned(reference, options);
  const [first] = plans;
  if (first === undefined) return;
  await requireRunModel(first.environment, first.config);
  const display = new ProgressDisplay(process.stderr);
  const measured: Measured[] = [];
  const failures: unknown[] = [];
  for (const [index, plan] of plans.entries()) {
    try {
      measured.push({ plan, result: await measureOne(plan, index, plans, display) });
    } catch (error) {
      // What one instrument cannot measure, such as a dream without rewards, the others may.
      if (plans.length === 1) throw error;
      failures.push(error);
    }
  }
  display.close();
  let kept = false;
  let trouble: unknown = null;
  try {
    kept = keep(folder, measured);
  } catch (error) {
    // What took minutes to measure is shown first.
    trouble = error;
  }
  if (options.json === true) {
    print(
      JSON.stringify({
        run: first.runId,
        checkpoint: first.checkpointId,
        seed: first.seed,
        episodes: first.episodes,
        kept,
        results: measured.map(({ result }) => result),
        failures: failures.map((error) => reportError(error)),
      }),
    );
  } else {
    tell(measured, failures, trouble === null ? kept : null);
  }
  if (trouble !== null) throw trouble;
}

/** @param kept null where that failed, which is told after */
function tell(measured: readonly Measured[], failures: readonly unknown[], kept: boolean | null): void {
  for (const { result, plan } of measured) describeResult(result, plan);
  for (const error of failures) {
    const { what, why, next } = sayError(reportError(error));
    for (const line of [what, why, next]) print(line);
  }
  const [first] = measured;
  if (first === undefined || kept === null) return;
  const { runName, checkpointId } = first.plan;
  print(say(kept ? 'cli.trust.kept' : 'cli.trust.notKept', { name: runName, checkpoint: checkpointId }));
}

async function measureOne(
  plan: TrustPlan,
  index: number,
  plans: readonly TrustPlan[],
  display: ProgressDisplay,
): Promise<TrustResult> {
  let shownAt = -Infinity;
  return measureCheckpoint(plan, (share) => {
    const now = performance.now();
    if (now - shownAt < SHOW_MILLISECONDS) return;
    shownAt = now;
    display.progress({
      phase: plan.instrument,
      index,
      phases: plans.map(({ instrument }) => instrument),
      done: Math.round(100 * share),
      total: 100,
      unit: 'percent',
      phaseSecondsLeft: null,
      runSecondsLeft: null,
    });
  });
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown`, `trust.noModel`, `config.invalid` */
function planned(
  reference: string,
  options: TrustOptions,
): { readonly plans: readonly TrustPlan[]; readonly folder: string } {
  const { dataDir, checkpoint, episodes, seed } = options;
  const folder = chosenDataFolder(dataDir === undefined ? {} : { dataDir });
  const store = ExperimentStore.openReadOnly(folder);
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  try {
    const runId = store.findRun(reference).id;
    const asked: Omit<AskedTrust, 'instrument'> = {
      checkpoint,
      episodes:
        episodes === undefined
          ? undefined
          : wholeNumber('--episodes', episodes, FEWEST_TRUST_EPISODES, MOST_TRUST_EPISODES),
      temperatures: temperaturesOf(options.temperatures),
      seed: seed === undefined ? undefined : wholeNumber('--seed', seed, 0, LARGEST_SEED),
    };
    const plans = instrumentsOf(options.instruments).map((instrument) =>
      planTrust(store, runId, { ...asked, instrument }),
    );
    return { plans, folder };
  } finally {
    store.close();
  }
}

function instrumentsOf(list: string | undefined): readonly TrustInstrument[] {
  if (list === undefined) return TRUST_INSTRUMENTS;
  const names = list.split(',').map((name) => name.trim());
  const known = TRUST_INSTRUMENTS.filter((instrument) => names.includes(instrument));
  if (known.length < names.length) {
    throw new StudioError('config.invalid', { field: '--instruments', reason: TRUST_INSTRUMENTS.join(', ') });
  }
  return known;
}

function temperaturesOf(list: string | undefined): readonly number[] | undefined {
  if (list === undefined) return undefined;
  const values = list.split(',').map(Number);
  const { low, high } = TRUST_TEMPERATURE_BOUNDS;
  if (values.length > MOST_TRUST_TEMPERATURES || !values.every((value) => value >= low && value <= high)) {
    throw new StudioError('config.invalid', {
      field: '--temperatures',
      reason: `${low}-${high}, 1-${MOST_TRUST_TEMPERATURES}`,
    });
  }
  return values;
}

/** @returns false where a studio has the folder open */
function keep(folder: string, measured: readonly Measured[]): boolean {
  let store: ExperimentStore;
  try {
    store = ExperimentStore.open(folder);
  } catch (error) {
    if (error instanceof StudioError && error.code === 'store.locked') return false;
    throw error;
  }
  try {
    for (const { plan, result } of measured) {
      store.record(plan.runId, [{ kind: 'trust', trust: trustRecord(newTrustId(plan.runId), plan, result) }]);
    }
    return true;
  } finally {
    store.close();
  }
}

const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
const percent = (value: number): string => (100 * value).toFixed(1);

function interval({ mean, low, high }: Estimate): string {
  return say('trust.interval', { mean: number(mean), low: number(low), high: number(high) });
}

function policyText({ kind, action }: PolicyName): string {
  return say(`trust.policy.${kind}`, { action });
}

function describeResult(result: TrustResult, plan: TrustPlan): void {
  print(`${say(`trust.${result.instrument}.name`)}: ${say(`trust.${result.instrument}.text`)}`);
  switch (result.instrument) {
    case 'calibration':
      for (const { temperature, policies, order } of result.temperatures) {
        if (temperature !== null) print(say('trust.temperature', { temperature }));
        const head = ['trust.policy', 'trust.reality', 'trust.dream', 'trust.ratio'].map((key) => say(key));
        const rows = policies.map(({ policy, real, dream, ratio }) => [
          policyText(policy),
          interval(real),
          interval(dream),
          ratio === null ? '–' : interval(ratio),
        ]);
        for (const line of textTable([head, ...rows])) print(`  ${line}`);
        if (order.pairs > 0) print(`  ${say('trust.order', order)}`);
      }
      break;
    case 'obedience':
      for (const { space, shuffled } of result.spaces) {
        for (const { action, obedience } of shuffled) {
          const text = say('cli.trust.obedience', {
            space: say(`trust.spaceName.${space}`),
            action: action ?? say('trust.action.whole'),
            percent: percent(obedience.mean),
            low: percent(obedience.low),
            high: percent(obedience.high),
          });
          print(`  ${text}`);
        }
      }
      break;
    case 'drift':
      for (const { space, steps, low, high, error } of result.spaces) {
        const shown = (value: number | null) =>
          value === null ? say('trust.drift.atLeast', { steps: error.length }) : value;
        const text = say('cli.trust.drift', {
          space: say(`trust.spaceName.${space}`),
          steps: shown(steps),
          low: shown(low),
          high: shown(high),
        });
        print(`  ${text}`);
      }
  }
  for (const { id, values, policy, action } of findingsOf(result, trustedRun(readRun(plan)))) {
    const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(value)]));
    const named = {
      danger: say(dangerKey(plan.environment)),
      ...(policy === undefined ? {} : { policy: policyText(policy) }),
    };
    print(
      `  → ${say(`finding.${id}.text`, { ...shown, ...named, ...(action === undefined ? {} : { action }) })}`,
    );
  }
}
