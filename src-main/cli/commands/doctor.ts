/** `studio doctor`: what this machine has for the studio, what is missing and how to get it. */
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { doctorReport } from '../doctor.ts';
import { chosenDataFolder, print, say } from '../terminal.ts';

const MARKS = { good: '✓', warning: '!', missing: '✗' } as const;

export async function doctor(options: { readonly dataDir?: string; readonly json?: boolean }): Promise<void> {
  const report = await doctorReport({
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
