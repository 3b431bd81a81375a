/** Run as a process: `studio study` with the small exact trainer. Arguments: file, data folder, study to resume, json. */
import { fileURLToPath } from 'node:url';
import { study } from '../../src-main/cli/commands/study.ts';
import { exitWithError } from '../../src-main/cli/terminal.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';

const [, , file = '', dataDir = '', resume = '', json = ''] = process.argv;
const trainer = fileURLToPath(new URL('../engine/counterTrainer.ts', import.meta.url));
try {
  await study(
    file === '' ? undefined : file,
    { dataDir, json: json !== '', ...(resume === '' ? {} : { resume }) },
    { launcher: nodeLauncher({ entries: { trainer } }), trainingsAtOnce: 1 },
  );
} catch (error) {
  exitWithError(error);
}
