/** A run's curves as a folder that TensorBoard shows: written whole from the store, and gone on with while it trains. */
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import { parsedConfig } from '../../shared/config.ts';
import type { Axis, AxisName, MetricRecord } from '../../shared/run.ts';
import { firstRecord, scalarRecord } from '../formats/eventFile.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { guarded } from '../store/storeErrors.ts';
import { safeFileName } from './exportFileName.ts';

/** What TensorBoard knows event files by, and what the studio knows its own by. */
const PREFIX = 'events.out.tfevents.';
const OWN = '.world-model-studio';
/** Records that are gathered before they are written. */
const BYTES_AT_ONCE = 1 << 20;

export class RunCurves {
  readonly folder: string;
  readonly #file: string;
  readonly #axis: (metric: string) => AxisName;
  readonly #startSeconds: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  /**
   * Writes what the store has of the run, in place of what was written before.
   * @param parent gets a folder for the run @throws StudioError `run.unknown`, `store.full`
   */
  constructor(store: ExperimentStore, runId: string, parent: string) {
    const { name, algorithm, config, createdAt } = store.run(runId);
    const { charts, schema } = algorithmDefinition(algorithm);
    const parsed = parsedConfig(schema, config);
    this.#axis = (metric) => charts.axis(metric, parsed);
    this.#startSeconds = Date.parse(createdAt) / 1000;
    // Two runs may have one name.
    this.folder = path.join(parent, `${safeFileName(name)} ${runId.slice(-6)}`);
    this.#file = path.join(this.folder, `${PREFIX}${Math.floor(this.#startSeconds)}${OWN}`);
    guarded(parent, () => {
      mkdirSync(this.folder, { recursive: true });
      for (const file of readdirSync(this.folder)) {
        if (file.startsWith(PREFIX) && file.endsWith(OWN)) rmSync(path.join(this.folder, file));
      }
      writeFileSync(this.#file, firstRecord(this.#startSeconds));
    });
    for (const { name: metric, axis, value } of store.metricRows(runId)) {
      this.#gather(metric, axis, value);
      if (this.#pendingBytes > BYTES_AT_ONCE) this.#write();
    }
    this.#write();
  }

  /** Goes on with what a run has just reported. @throws StudioError `store.full` */
  add({ axis, values }: Pick<MetricRecord, 'axis' | 'values'>): void {
    for (const [metric, value] of Object.entries(values)) this.#gather(metric, axis, value);
    this.#write();
  }

  #gather(tag: string, axis: Axis, value: number): void {
    const bytes = scalarRecord({
      tag,
      value,
      wallTime: this.#startSeconds + axis.wallSeconds,
      step: Math.max(0, Math.round(axis[this.#axis(tag)])),
    });
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #write(): void {
    const whole = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    guarded(this.folder, () => {
      appendFileSync(this.#file, whole);
    });
  }
}
