/**
 * Take Cover's controllers, each from a dream of another temperature: what they survived there and in the real game, in tics.
 * Ha & Schmidhuber 2018, arXiv:1803.10122, table 2, and this studio's study of the same (docs/results.md, "How hot should the
 * dream be?"), of which the run at 1.30 ships.
 */

/** A mean and its deviation over episodes. */
export interface Survived {
  readonly mean: number;
  readonly deviation: number;
}

export interface TemperatureRow {
  readonly temperature: number;
  readonly paper: { readonly dreamt: Survived; readonly real: Survived };
  readonly here: { readonly dreamt: Survived; readonly real: Survived };
}

const survived = (mean: number, deviation: number): Survived => ({ mean, deviation });

export const TEMPERATURE_STUDY: readonly TemperatureRow[] = [
  {
    temperature: 0.1,
    paper: { dreamt: survived(2086, 140), real: survived(193, 58) },
    here: { dreamt: survived(2100, 0), real: survived(641, 354) },
  },
  {
    temperature: 0.5,
    paper: { dreamt: survived(2060, 277), real: survived(196, 50) },
    here: { dreamt: survived(2021, 288), real: survived(698, 388) },
  },
  {
    temperature: 1,
    paper: { dreamt: survived(1145, 690), real: survived(868, 511) },
    here: { dreamt: survived(1379, 650), real: survived(698, 400) },
  },
  {
    temperature: 1.15,
    paper: { dreamt: survived(918, 546), real: survived(1092, 556) },
    here: { dreamt: survived(1186, 636), real: survived(723, 479) },
  },
  {
    temperature: 1.3,
    paper: { dreamt: survived(732, 269), real: survived(753, 139) },
    here: { dreamt: survived(949, 605), real: survived(860, 414) },
  },
];

/** Random policies in the real game: the paper's draws an action for each tic, the one here holds it for a while. */
export const RANDOM_SURVIVED = { paper: survived(210, 108), here: survived(355, 208) } as const;
