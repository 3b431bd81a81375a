/** The environment that is anybody's Gymnasium environment: its id, and what an experiment says of it. */
import { choice, text } from '../configFields.ts';

export const GYMNASIUM = 'gymnasium';

/** What is played where nothing else is said. */
export const EXAMPLE_ID = 'CartPole-v1';

const only = { only: [GYMNASIUM], paper: null };

export const gymnasiumFields = {
  /** What `gymnasium.make` takes, with the package that registers it where that is not Gymnasium itself: `package:Id-v0`. */
  id: text(300, only),
  /** Keyword arguments of `gymnasium.make`, a JSON object; empty: none. */
  kwargs: text(10_000, { ...only, long: true, advanced: true }),
  /** Classes that wrap it, the innermost first: `package.module.Class`, separated by spaces. */
  wrappers: text(2000, { ...only, advanced: true }),
  /** The program; empty: the first `python3` on the PATH, an active virtual environment's among them. */
  python: text(1000, { ...only, advanced: true }),
  /** Where pictures are observed: the observation itself, or what `render()` draws. */
  pixelsFrom: choice(['observation', 'render'], 'observation', { ...only, advanced: true }),
};
