import { describe, expect, it } from 'vitest';
import type { Continuation, DrawingTrainingState } from '../../../shared/drawing/continuation.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { StudioClient } from '../../../src-renderer/client/studioClient.ts';
import { DrawingDesk } from '../../../src-renderer/views/learn/drawingDesk.svelte.ts';

const IDLE: DrawingTrainingState = { training: null, own: null, error: null };

/** A client whose continuations are answered when the test says so. */
function deskWithClient() {
  const asked: { readonly args: Continuation; readonly answer: (error?: Error) => void }[] = [];
  const client = {
    listen: () => () => undefined,
    call: (command: string, args: Continuation) =>
      command === 'drawing.continue'
        ? new Promise((resolve, reject) => {
            asked.push({
              args,
              answer: (error) => {
                if (error !== undefined) reject(error);
                else resolve({ drawings: [[...args.begun, { dx: args.temperature, dy: 0, pen: 'end' }]] });
              },
            });
          })
        : Promise.resolve(IDLE),
  };
  return { desk: new DrawingDesk(client as unknown as StudioClient), asked };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const line = (desk: DrawingDesk) => {
  desk.penTo({ x: 0.2, y: 0.3 });
  desk.penTo({ x: 0.4, y: 0.3 });
  desk.lift();
};

describe('DrawingDesk', () => {
  it('asks for ten ways once the pen is lifted, and shows them from where the reader began', async () => {
    const { desk, asked } = deskWithClient();
    desk.penTo({ x: 0.2, y: 0.3 });
    desk.penTo({ x: 0.4, y: 0.3 });
    expect(asked).toHaveLength(0);
    desk.lift();
    expect(asked[0]?.args).toMatchObject({ count: 10, penDown: null, model: 'shipped' });
    expect(asked[0]?.args.begun).toHaveLength(3);
    asked[0]?.answer();
    await settled();
    expect(desk.drawings[0]?.[0]?.[0]).toEqual({ x: 0.2, y: 0.3 });
    expect(desk.waiting).toBe(false);
  });

  it('asks once at a time, and of many wishes meanwhile the newest', async () => {
    const { desk, asked } = deskWithClient();
    line(desk);
    desk.heat(0.7);
    desk.heat(0.9);
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    await settled();
    expect(asked.map(({ args }) => args.temperature)).toEqual([0.6, 0.9]);
    asked[1]?.answer();
    await settled();
    expect(asked).toHaveLength(2);
    desk.others();
    expect(asked[2]?.args.seed).not.toBe(asked[1]?.args.seed);
  });

  it('drops an answer to what is no longer there', async () => {
    const { desk, asked } = deskWithClient();
    line(desk);
    desk.draw([]);
    asked[0]?.answer();
    await settled();
    expect(desk.drawings).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('takes strokes away, and says where more was drawn than the model reads', () => {
    const { desk } = deskWithClient();
    line(desk);
    line(desk);
    desk.undo();
    expect(desk.strokes).toHaveLength(1);
    desk.draw([Array.from({ length: 14 }, (_, index) => ({ x: index % 2, y: 0 }))]);
    expect(desk.tooLong).toBe(true);
  });

  it('tells what went wrong until something goes right', async () => {
    const { desk, asked } = deskWithClient();
    line(desk);
    asked[0]?.answer(new StudioError('drawing.untrained'));
    await settled();
    expect(desk.error?.code).toBe('drawing.untrained');
    desk.choose('shipped');
    asked[1]?.answer();
    await settled();
    expect(desk.error).toBeNull();
  });
});
