/** Run as a process: `studio train` with the small exact trainer. Arguments: data folder, steps, run to resume, json. */
import { train } from '../../src-main/cli/commands/train.ts';
import { endQuietlyWithoutReader, exitWithError } from '../../src-main/cli/terminal.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { fileURLToPath } from 'node:url';

const [, , dataDir = '', steps = '60', resume = '', json = ''] = process.argv;
const trainer = fileURLToPath(new URL('../engine/counterTrainer.ts', import.meta.url));
endQuietlyWithoutReader();
try {
  await train(
    'world-models',
    {
      env: 'car-racing',
      preset: 'smoke',
      set: [`controller.generations=${steps}`],
      dataDir,
      json: json !== '',
      ...(resume === '' ? {} : { resume }),
    },
    { launcher: nodeLauncher({ entries: { trainer } }) },
  );
} catch (error) {
  exitWithError(error);
}
