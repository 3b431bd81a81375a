/**
 * `studio diagnostics`: what a bug report needs, printed; with `--out` it is saved as one file once the person has seen it and
 * says so. Only reads, also where nothing can be written and where the data cannot be opened.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { diagnosticsText } from '../../../shared/diagnostics.ts';
import { StudioError } from '../../../shared/errors.ts';
import { gatherDiagnostics, openedForDiagnostics } from '../../host/diagnostics.ts';
import { doctorReport } from '../../host/doctor.ts';
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { checkInThread } from '../../host/storeTasks.ts';
import { PRIVATE_FILE } from '../../store/privateFiles.ts';
import { systemErrorCode } from '../../store/storeErrors.ts';
import { shellFolders } from '../shellFolders.ts';
import { chosenDataFolder, note, print, say, studioVersion, terminalLanguage } from '../terminal.ts';

export interface DiagnosticsOptions {
  readonly out?: string;
  /** It was asked for by a program, or by whoever has seen it before. */
  readonly yes?: boolean;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** @throws StudioError `config.invalid` where the file cannot be written, or is there already. */
export async function diagnostics(options: DiagnosticsOptions): Promise<void> {
  const report = await gathered(chosenDataFolder(options));
  const text = diagnosticsText(report, say);
  print(options.json === true ? JSON.stringify(report) : text.trimEnd());
  if (options.out === undefined) return;
  const file = path.resolve(options.out);
  if (options.yes !== true && !(await agreed(file))) {
    note(say('cli.diagnostics.notSaved'));
    return;
  }
  save(file, options.json === true ? `${JSON.stringify(report)}\n` : text);
  note(say('cli.diagnostics.saved', { file }));
}

async function gathered(dataFolder: string) {
  const { store, unopened } = openedForDiagnostics(dataFolder);
  try {
    return await gatherDiagnostics({
      language: terminalLanguage(),
      version: studioVersion(),
      shape: 'command line',
      dataFolder,
      otherLogs: shellFolders(dataFolder),
      recent: [],
      store,
      unopened,
      doctor: () => doctorReport({ launcher: nodeLauncher(), dataFolder }),
      compute: [],
      check: (signal) => checkInThread(dataFolder, signal),
    });
  } finally {
    store?.close();
  }
}

/** Who sits at a terminal has the text above and is asked; without one there is nobody to ask. */
async function agreed(file: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*(y|yes|ㅛ|예|네)\s*$/i.test(await lines.question(say('cli.diagnostics.ask', { file })));
  } finally {
    lines.close();
  }
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: PRIVATE_FILE, flag: 'wx' });
  } catch (cause) {
    const code = systemErrorCode(cause);
    const reason = code === 'EEXIST' ? say('cli.diagnostics.there') : code;
    throw new StudioError('config.invalid', { field: '--out', reason }, { cause });
  }
}
