/** `studio doctor`: what this machine has for the studio, what is missing and how to get it. */
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { writeChoice } from '../../../scripts/provision/facts.mjs';
import { parseChoice } from '../../../scripts/provision/plan.mjs';
import { StudioError } from '../../../shared/errors.ts';
import { examineMachine } from '../../host/doctor.ts';
import { chosenDataFolder, note, print, say } from '../terminal.ts';

const MARKS = { good: '✓', warning: '!', missing: '✗' } as const;

export interface DoctorOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  /** Which TensorFlow the launcher provisions from now on: auto, cpu, cuda or wasm. */
  readonly use?: string;
}

/** @throws StudioError `config.invalid` where `use` is none of the four. */
export async function doctor(options: DoctorOptions): Promise<void> {
  if (options.use !== undefined) {
    const choice = parseChoice(options.use);
    if (choice === undefined) {
      throw new StudioError('config.invalid', { field: '--use', reason: 'auto | cpu | cuda | wasm' });
    }
    writeChoice(choice);
    note(say('doctor.chosen', { choice }));
    return;
  }
  const report = await examineMachine({
    launcher: nodeLauncher(),
    dataFolder: chosenDataFolder(options),
  });
  if (options.json === true) {
    print(JSON.stringify(report));
    return;
  }
  const labels = report.items.map((item) => say(item.label, item.values));
  const width = Math.max(...labels.map((label) => label.length));
  for (const [i, { state, value, next, values }] of report.items.entries()) {
    print(`${MARKS[state]} ${(labels[i] ?? '').padEnd(width)}  ${value}`.trimEnd());
    if (next !== null) print(`  → ${say(next, values)}`);
  }
}
