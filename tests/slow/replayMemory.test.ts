/** What 100,000 grey frames take on the disk and in memory: `npm run test:slow -- replayMemory`. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EpisodeReplay } from '../../src-main/acting/episodeReplay.ts';
import { recordedFrames } from '../../src-main/acting/recordedSight.ts';
import { ChoiceTable } from '../../src-main/acting/choiceTable.ts';
import { Transitions as D4pgTransitions } from '../../src-main/algorithms/d4pg/transitions.ts';
import { Priorities } from '../../src-main/algorithms/dqn/priorities.ts';
import { Transitions as DqnTransitions } from '../../src-main/algorithms/dqn/transitions.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { disposeAll } from '../../src-main/numerics/tidy.ts';
import { heapBytes } from '../support/garbage.ts';

/** As long as CarRacing's episodes, of four frames a decision. */
const [EPISODES, LENGTH] = [400, 250];
const FRAMES = EPISODES * LENGTH;
const FRAME_BYTES = 4096;

it.each(['dqn', 'dqn, prioritised', 'd4pg'] as const)(
  '100,000 grey frames take their bytes and at most a tenth more, disk and memory together (%s)',
  async (who) => {
    await initialiseBackend({ threads: 1 });
    const environment = await createEnvironment('car-racing', { observation: 'paper' });
    const { spec } = environment;
    environment.close();
    const folder = mkdtempSync(join(tmpdir(), 'replay-memory-'));
    const sight = recordedFrames(spec, 4);
    const table = new ChoiceTable(spec, 'own');
    const before = heapBytes();
    const replay = new EpisodeReplay({
      folder,
      observationBytes: sight.layout.bytes,
      actionSize: 3,
      capacityBytes: 1e9,
    });
    onTestFinished(() => {
      replay.close();
      rmSync(folder, { recursive: true });
    });
    const shared = { replay, steps: 3, discount: 0.99, capacity: FRAMES };
    const priorities = who === 'dqn, prioritised' ? new Priorities(FRAMES + LENGTH, 0.6) : null;
    const transitions =
      who === 'd4pg'
        ? new D4pgTransitions({ ...shared, sight, acted: 3, shift: 4, toModel: (value) => value })
        : new DqnTransitions({
            ...shared,
            observation: sight,
            shift: 0,
            table,
            shapeReward: (reward) => reward,
            priorities,
          });
    for (let seed = 0; seed < EPISODES; seed++) {
      replay.append({
        seed,
        observations: new Uint8Array((LENGTH + 1) * FRAME_BYTES).fill(seed % 256),
        actions: new Float64Array(3 * LENGTH),
        rewards: new Float64Array(LENGTH),
        terminated: false,
      });
    }
    const draw = () => disposeAll(transitions.sample(32, RandomStream.named(1, 'test'), 1));
    draw();
    expect(transitions.count).toBe(FRAMES);
    const memory = heapBytes() - before;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const disk = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    const share = (memory + disk) / (FRAMES * FRAME_BYTES);
    process.stdout.write(
      `${who}: ${disk} bytes on disk, ${memory} in memory, ${share.toFixed(4)} of the frames\n`,
    );
    expect(disk).toBeGreaterThan(FRAMES * FRAME_BYTES);
    expect(share).toBeLessThan(1.1);
  },
);
