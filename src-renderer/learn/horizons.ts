/**
 * How far to look ahead: policies that search a flawed model for some steps, with or without a value for what lies beyond, and what
 * they earn in the true world. The table's version of Dreamer's study of horizons (Hafner et al. 2020, arXiv:1912.01603, figure 4).
 */
import type { RandomStream } from '../../shared/random.ts';
import { actionValuesFrom, valueIterationSweep } from './bellman.ts';
import { canAct, type DecisionProcess, type Values } from './decisionProcess.ts';
import { exactValues } from './exactValues.ts';
import { greedyPolicy } from './policies.ts';

/** What is believed where a share of all actions is thought to lead elsewhere: to a state drawn from those where one can be. */
export function flawedModel(
  process: DecisionProcess,
  wrongShare: number,
  random: RandomStream,
): DecisionProcess {
  const reached = Array.from({ length: process.states }, (_, state) => state).filter((state) =>
    canAct(process, state),
  );
  const outcomes = process.outcomes.map((actions) =>
    actions.map((possible) => {
      // Drawn for every action, so that a larger share only adds mistakes.
      const [wrong, place] = [random.uniform() < wrongShare, random.integer(reached.length)];
      const next = reached[place];
      if (!wrong || next === undefined) return possible;
      return possible.map((outcome) => (outcome.ends ? outcome : { ...outcome, next }));
    }),
  );
  return { ...process, outcomes };
}

/** The best of `horizon` steps in a model, and then whatever the state reached is thought to be worth. */
export function lookAhead(
  model: DecisionProcess,
  horizon: number,
  beyond: Values,
  gamma: number,
): number[][] {
  let values = beyond;
  for (let step = 1; step < horizon; step++) values = valueIterationSweep(model, values, gamma);
  return actionValuesFrom(model, values, gamma);
}

/** What somebody really earns from a state who acts greedily on such a look ahead. */
export function earnedBy(
  process: DecisionProcess,
  q: readonly (readonly number[])[],
  start: number,
  gamma: number,
): number {
  return exactValues(process, greedyPolicy(q), gamma)[start] ?? Number.NaN;
}

export interface HorizonStudy {
  /** From 1 on, one number a horizon each. */
  readonly withoutValue: readonly number[];
  readonly withValue: readonly number[];
  /** What is earned where nothing is flawed and the search is as long as it need be. */
  readonly best: number;
}

export interface HorizonSettings {
  readonly longest: number;
  readonly wrongShare: number;
  /** Sweeps that the value had in the flawed model before it is used: how well the critic has learned. */
  readonly valueSweeps: number;
  readonly gamma: number;
  readonly start: number;
}

/** What a search earns by its horizon, as the mean over models with different mistakes. @param streams one a model */
export function horizonStudy(
  process: DecisionProcess,
  { longest, wrongShare, valueSweeps, gamma, start }: HorizonSettings,
  streams: readonly RandomStream[],
): HorizonStudy {
  const nothing = new Array<number>(process.states).fill(0);
  const rows = streams.map((random) => {
    const model = flawedModel(process, wrongShare, random);
    let value: Values = nothing;
    for (let sweep = 0; sweep < valueSweeps; sweep++) value = valueIterationSweep(model, value, gamma);
    const earned = (beyond: Values) => {
      const row: number[] = [];
      let values = beyond;
      for (let horizon = 1; horizon <= longest; horizon++) {
        const q = lookAhead(model, 1, values, gamma);
        row.push(earnedBy(process, q, start, gamma));
        // One step more of the same search.
        values = valueIterationSweep(model, values, gamma);
      }
      return row;
    };
    return { without: earned(nothing), with: earned(value) };
  });
  const mean = (of: (row: (typeof rows)[number]) => readonly number[]) =>
    Array.from(
      { length: longest },
      (_, at) => rows.reduce((sum, row) => sum + (of(row)[at] ?? 0), 0) / rows.length,
    );
  return {
    withoutValue: mean((row) => row.without),
    withValue: mean((row) => row.with),
    best: earnedBy(process, lookAhead(process, 4 * process.states, nothing, gamma), start, gamma),
  };
}
