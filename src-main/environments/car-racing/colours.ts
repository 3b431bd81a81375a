/** Colours of CarRacing's ground: the usual ones, or drawn anew for a track as Gymnasium's `domain_randomize` does it. */
import type { Colour } from '../../../shared/scene.ts';
import type { NumpyRandom } from '../../numerics/numpyRandom.ts';

export interface GroundColours {
  readonly playfield: Colour;
  readonly grass: Colour;
  /** Tiles take turns in three. */
  readonly road: readonly [Colour, Colour, Colour];
}

/** Of 255, cut to whole numbers as Gymnasium draws them. */
const shown = (channels: readonly number[]): Colour => {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => Math.trunc(value) / 255);
  return [red, green, blue];
};

export const USUAL_COLOURS: GroundColours = {
  playfield: shown([102, 204, 102]),
  grass: shown([102, 230, 102]),
  road: [shown([102, 102, 102]), shown([104, 104, 104]), shown([107, 107, 107])],
};

/** Each channel of road and playfield is below this; grass has one brighter by GRASS_STEP. */
const BRIGHTEST = 210;
const GRASS_STEP = 20;
/** A tile is so much brighter than the one before, and the third is followed by the first. */
const TILE_STEP = 2.55;

/** The first draws of an episode's random stream. */
export function drawColours(random: NumpyRandom): GroundColours {
  const draw = () => [0, 1, 2].map(() => random.uniform(0, BRIGHTEST));
  const road = draw();
  const playfield = draw();
  const brighter = random.integers(3);
  const grass = playfield.map((value, channel) => (channel === brighter ? value + GRASS_STEP : value));
  const tile = (step: number) => shown(road.map((value) => value + step * TILE_STEP));
  return { playfield: shown(playfield), grass: shown(grass), road: [tile(0), tile(1), tile(2)] };
}
