import { control } from './control.ts';
import { credit } from './credit.ts';
import { dreams } from './dreams.ts';
import { frame } from './frame.ts';
import { horizon } from './horizon.ts';
import { imagination } from './imagination.ts';
import { loop } from './loop.ts';
import { memory } from './memory.ts';
import { modelFree } from './modelFree.ts';
import { rssm } from './rssm.ts';
import { value } from './value.ts';
import { vision } from './vision.ts';
import { withModel } from './withModel.ts';

export const learn = {
  ...frame,
  ...loop,
  ...value,
  ...modelFree,
  ...withModel,
  ...credit,
  ...vision,
  ...memory,
  ...control,
  ...dreams,
  ...rssm,
  ...imagination,
  ...horizon,
} as const;
