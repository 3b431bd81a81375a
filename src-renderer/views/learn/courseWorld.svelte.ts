/** The grid world of the course: what a reader builds in one chapter is there in the next, for as long as the window is. */
import { FIRST_WORLD, gridProcess, type GridWorld } from '../../learn/gridWorld.ts';

class CourseWorld {
  world = $state.raw<GridWorld>(FIRST_WORLD);
  gamma = $state(0.9);
  readonly process = $derived(gridProcess(this.world));

  reset(): void {
    this.world = FIRST_WORLD;
  }
}

export const courseWorld = new CourseWorld();
