/** Run as a process: `studio study` with the small exact trainer. Arguments: file, data folder, study to resume, json, how many at once. */
import { fileURLToPath } from 'node:url';
import { study } from '../../src-main/cli/commands/study.ts';
import { outliveReaders, exitWithError } from '../../src-main/cli/terminal.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';

const [, , file = '', dataDir = '', resume = '', json = '', atOnce = ''] = process.argv;
const trainer = fileURLToPath(new URL('../engine/counterTrainer.ts', import.meta.url));
outliveReaders();
try {
  await study(
    file === '' ? undefined : file,
    {
      dataDir,
      json: json !== '',
      ...(resume === '' ? {} : { resume }),
      ...(atOnce === '' ? {} : { atOnce }),
    },
    { launcher: nodeLauncher({ entries: { trainer } }), usualTrainings: 1 },
  );
} catch (error) {
  exitWithError(error);
}
