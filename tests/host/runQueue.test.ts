/** Who is next: people before studies, nobody starved, no study above its bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMove, type QueueState } from '../../src-main/host/runQueue.ts';

type Waiting = QueueState['waiting'][number];
const hand = (id: string): Waiting => ({ id, studyId: null, byStudy: false, queuedAt: '', where: 'here' });
const study = (id: string, studyId = 's'): Waiting => ({
  id,
  studyId,
  byStudy: true,
  queuedAt: '',
  where: 'here',
});
const active = (run: Waiting, leaving = false): QueueState['active'][number] => ({
  runId: run.id,
  studyId: run.studyId,
  byStudy: run.byStudy,
  leaving,
});
const state = (changes: Partial<QueueState>): QueueState => ({
  waiting: [],
  active: [],
  limit: 1,
  studyLimit: () => 1,
  waitsForSibling: () => false,
  ...changes,
});

describe('the queue', () => {
  it('starts the first that may, up to the limit', () => {
    expect(nextMove(state({ waiting: [study('a'), study('b')] }))).toEqual({ kind: 'start', runId: 'a' });
    expect(nextMove(state({ waiting: [study('b')], active: [active(study('a'))] }))).toBeNull();
    expect(nextMove(state({}))).toBeNull();
  });

  it('lets a study’s run give way to a person’s, once', () => {
    const full = state({ waiting: [hand('h'), study('b')], active: [active(study('a'))] });
    expect(nextMove(full)).toEqual({ kind: 'giveWay', runId: 'a' });
    expect(nextMove({ ...full, active: [active(study('a'), true)] })).toBeNull();
  });

  it('never sends a person’s run away for another', () => {
    expect(nextMove(state({ waiting: [hand('b')], active: [active(hand('a'))] }))).toBeNull();
  });

  it('keeps a study to its own bound and lets another study pass', () => {
    const limits = { limit: 3, active: [active(study('a'))] };
    expect(nextMove(state({ ...limits, waiting: [study('b')] }))).toBeNull();
    expect(nextMove(state({ ...limits, waiting: [study('b'), study('c', 'other')] }))?.runId).toBe('c');
    expect(nextMove(state({ ...limits, waiting: [study('b')], studyLimit: () => 2 }))?.runId).toBe('b');
  });

  it('passes over a run that waits for what a sibling trains', () => {
    const waits = state({ limit: 2, studyLimit: () => 2, active: [active(study('a'))] });
    const waiting = [study('b'), study('c')];
    expect(nextMove({ ...waits, waiting, waitsForSibling: ({ id }) => id === 'b' })?.runId).toBe('c');
  });

  it('comes to rest with the limit respected, whatever waits and trains', () => {
    const runs = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('s', 't')), { maxLength: 8 });
    fc.assert(
      fc.property(
        runs,
        runs,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (w, a, limit, own) => {
          const make = (prefix: string) => (entry: [boolean, string], index: number) =>
            entry[0] ? hand(`${prefix}${index}`) : study(`${prefix}${index}`, entry[1]);
          let current = state({
            waiting: w.map(make('w')),
            active: a.slice(0, limit).map((entry, index) => active(make('a')(entry, index))),
            limit,
            studyLimit: () => own,
          });
          for (let moves = 0; ; moves++) {
            expect(moves).toBeLessThan(40);
            const move = nextMove(current);
            if (move === null) break;
            const { waiting } = current;
            const next = waiting.find(({ id }) => id === move.runId);
            current =
              move.kind === 'start' && next !== undefined
                ? {
                    ...current,
                    waiting: waiting.filter((run) => run !== next),
                    active: [...current.active, active(next)],
                  }
                : {
                    ...current,
                    active: current.active.map((run) =>
                      run.runId === move.runId ? { ...run, leaving: true } : run,
                    ),
                  };
            expect(current.active.length).toBeLessThanOrEqual(limit);
          }
          // A person waits only where people, or runs that are making room, hold every place.
          const people = current.waiting.filter(({ byStudy }) => !byStudy).length;
          const held = current.active.filter(({ byStudy, leaving }) => byStudy && !leaving).length;
          const leaving = current.active.filter((run) => run.leaving).length;
          if (people > leaving) expect(held).toBe(0);
        },
      ),
    );
  });
});
