/** What is offered while a query is typed. */
import { describe, expect, it } from 'vitest';
import { completeQuery, meantField } from '../../../shared/query/completeQuery.ts';
import { parseQuery } from '../../../shared/query/parseQuery.ts';
import { sampleRun } from '../../e2e/harness/sampleData.ts';

const METRICS = { metrics: ['evaluation/return', 'train/loss'] };
const RUNS = [0, 1].map((index) => ({
  ...sampleRun(index, 0),
  tags: index === 0 ? ['wide latents', 'car'] : ['car'],
  environment: 'dmc/walker-walk',
}));
const offered = (text: string, caret = text.length) =>
  completeQuery(text, caret, METRICS, RUNS).options.map(({ text: option }) => option.trim());

describe('completion', () => {
  it('offers nothing before anything is typed, and nothing for what is whole', () => {
    expect(offered('')).toEqual([]);
    expect(offered('tag:car ')).toEqual([]);
    expect(offered('tag:car')).toEqual([]);
    expect(offered('zzzz')).toEqual([]);
  });

  it('finds settings by path, by the end of it and by their label in each language', () => {
    expect(offered('vision.lat')).toContain('vision.latentSize =');
    expect(offered('latentS')).toContain('vision.latentSize =');
    expect(offered('크기')).toContain('vision.latentSize =');
    expect(offered('Size')).toContain('vision.latentSize =');
  });

  it('finds fields and curves, the nearest first', () => {
    expect(offered('sco')[0]).toBe('score >');
    expect(offered('evalu')).toContain('evaluation/return >');
    expect(offered('bes')).toContain('best(');
  });

  it('offers the values that a field has', () => {
    expect(offered('tag:')).toEqual(['car', '"wide latents"']);
    expect(offered('tag:wi')).toEqual(['"wide latents"']);
    expect(offered('status:comp')).toEqual(['completed']);
    expect(offered('env:walk')).toEqual(['dmc/walker-walk']);
    expect(offered('is:arch')).toEqual(['archived']);
    expect(offered('controller.inputs = z')).toEqual(['zh', 'zhc']);
    expect(offered('controller.bias = ')).toEqual([]);
    expect(offered('controller.bias =')).toEqual(['on', 'off']);
    expect(offered('created > y')).toEqual(['yesterday']);
  });

  it('takes the place of the word at the caret only', () => {
    const text = 'tag:car sco status:running';
    const { from, to, options } = completeQuery(text, 11, METRICS, RUNS);
    expect(text.slice(from, to)).toBe('sco');
    const whole = text.slice(0, from) + (options[0]?.text ?? '') + '700' + text.slice(to);
    expect(whole).toBe('tag:car score > 700 status:running');
    expect(parseQuery(whole, METRICS, 0).problems).toEqual([]);
  });
});

it('a word that finds nothing may be the beginning of a field', () => {
  const meant = (text: string) => meantField(parseQuery(text, METRICS, 0).node, METRICS);
  expect(meant('tag:car latentS')).toEqual({ word: 'latentS', field: 'controller.latents =' });
  expect(meant('vision.latentS')).toEqual({ word: 'vision.latentS', field: 'vision.latentSize =' });
  expect(meant('evaluation/ret')).toEqual({ word: 'evaluation/ret', field: 'evaluation/return >' });
  expect(meant('zebra tag:car')).toBeNull();
  expect(meant('-latentS')).toBeNull();
});
