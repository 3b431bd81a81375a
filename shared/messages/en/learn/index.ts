import { control } from './control.ts';
import { credit } from './credit.ts';
import { frame } from './frame.ts';
import { loop } from './loop.ts';
import { memory } from './memory.ts';
import { modelFree } from './modelFree.ts';
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
} as const;
