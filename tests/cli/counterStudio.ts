/**
 * Run as a process: `studio train` with the small exact trainer. Arguments: data folder, steps, run to resume, json; or the
 * command's own words, `train --resume <run> ...`, as one that detaches itself calls itself.
 */
import { parseArgs } from 'node:util';
import { train, type TrainOptions } from '../../src-main/cli/commands/train.ts';
import { exitWithError, outliveReaders } from '../../src-main/cli/terminal.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { fileURLToPath } from 'node:url';

const words = process.argv.slice(2);
const trainer = fileURLToPath(new URL('../engine/counterTrainer.ts', import.meta.url));

function optionsOf([dataDir = '', steps = '60', resume = '', json = '']: readonly string[]): TrainOptions {
  return {
    env: 'car-racing',
    preset: 'smoke',
    set: [`controller.generations=${steps}`],
    dataDir,
    json: json !== '',
    ...(resume === '' ? {} : { resume }),
  };
}

function parsed(args: string[]): TrainOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args,
    options: {
      env: { ...text, default: 'car-racing' },
      preset: { ...text, default: 'smoke' },
      set: { ...text, multiple: true, default: [] },
      'data-dir': { ...text, default: '' },
      resume: text,
      attach: text,
      tensorboard: text,
      'from-scratch': flag,
      detach: flag,
      background: flag,
      json: flag,
    },
  });
  const {
    'data-dir': dataDir,
    'from-scratch': fromScratch = false,
    resume,
    attach,
    tensorboard,
    ...rest
  } = values;
  return {
    ...rest,
    dataDir,
    fromScratch,
    ...(resume === undefined ? {} : { resume }),
    ...(tensorboard === undefined ? {} : { tensorboard }),
    ...(attach === undefined ? {} : { attach: attach === '' ? true : attach }),
  };
}

outliveReaders();
try {
  const options = words[0] === 'train' ? parsed(words.slice(1)) : optionsOf(words);
  await train('world-models', options, { launcher: nodeLauncher({ entries: { trainer } }) });
} catch (error) {
  exitWithError(error);
}
