import { common } from './common.ts';
import { errors } from './errors.ts';
import { experiments } from './experiments.ts';
import { config } from './config.ts';
import { theatre } from './theatre.ts';
import { environments } from './environments.ts';
import { system } from './system.ts';
import { cli } from './cli.ts';
import { log } from './log.ts';
import { terms } from './terms.ts';

export const en = {
  ...common,
  ...errors,
  ...experiments,
  ...config,
  ...theatre,
  ...environments,
  ...system,
  ...cli,
  ...log,
  ...terms,
} as const;
