/** Links: what an address says of a moment, what it may never carry, and what the desktop app takes from outside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentControl, placeOfLink, placeOfWords } from '../../shared/momentAddress.ts';
import { THEATRE_CONTROL_SCHEMA } from '../../shared/theatre.ts';
import { parseRoute } from '../../src-renderer/state/route.ts';
import { startControls } from '../../src-renderer/views/theatre/theatreSource.ts';

describe('an address', () => {
  it('of a moment goes to it with everything that it says', () => {
    const { query } = parseRoute(
      '#/theatre?run=r&checkpoint=c&seed=7&step=40&driver=agent&eyes=30&dream=3&warm=hand&horizon=60&tau=0.8&samples=4&mean=1&acts=agent',
    );
    expect(startControls(query)).toEqual([
      {
        kind: 'moment',
        step: 40,
        closedAt: 30,
        dream: 3,
        settings: {
          driver: 'agent',
          warmUp: null,
          horizon: 60,
          temperature: 0.8,
          samples: 4,
          dreamMode: 'mean',
          dreamDriver: 'agent',
          dreamPaths: 'both',
        },
      },
    ]);
  });

  it('as older studios wrote it goes to its step and leaves the settings alone', () => {
    expect(startControls({ run: 'r', step: '40' })).toEqual([{ kind: 'seek', step: 40 }]);
    expect(startControls({ run: 'r' })).toEqual([{ kind: 'play' }]);
  });

  it('leaves out what it says wrong, and asks for nothing that the host would refuse', () => {
    const text = fc.oneof(fc.string({ maxLength: 6 }), fc.integer().map(String), fc.constant('hand'));
    const keys = ['step', 'driver', 'eyes', 'dream', 'warm', 'horizon', 'tau', 'samples', 'mean', 'acts'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), text), (query) => {
        const control = momentControl(query);
        if (control === null) return;
        expect(THEATRE_CONTROL_SCHEMA.safeParse(control).success).toBe(true);
        if (control.closedAt !== null) expect(control.closedAt).toBeLessThanOrEqual(control.step);
      }),
    );
    expect(momentControl({ step: '10', driver: 'agent', eyes: '11' })).toMatchObject({ closedAt: null });
  });
});

describe('a link of the desktop app', () => {
  it('is a place of the window', () => {
    expect(placeOfLink('wms://theatre?run=r&step=4')).toBe('#/theatre?run=r&step=4');
    expect(placeOfLink('WMS://experiments/r/curves')).toBe('#/experiments/r/curves');
    expect(placeOfLink('wms://theatre/?run=r')).toBe('#/theatre?run=r');
  });

  it('never lets anybody in, and leads nowhere else', () => {
    expect(placeOfLink('wms://theatre?run=r&code=secret&token=secret')).toBe('#/theatre?run=r');
    for (const link of [
      'https://theatre?run=r',
      'wms://somewhere?x=1',
      'wms://user:word@theatre',
      'wms://theatre:80/',
      'wms:theatre',
      'wms://',
      'wms',
      'javascript:alert(1)',
      `wms://theatre?run=${'r'.repeat(5000)}`,
    ])
      expect(placeOfLink(link), link).toBeNull();
  });

  it('stays within the window’s own places whatever it says', () => {
    fc.assert(
      fc.property(fc.webFragments(), fc.webQueryParameters(), (path, query) => {
        const place = placeOfLink(`wms://theatre/${path}?${query}`);
        if (place === null) return;
        expect(place.startsWith('#/theatre')).toBe(true);
        expect(place).not.toMatch(/["\\\n<>]/);
      }),
    );
  });

  it('is found among a program’s words', () => {
    expect(placeOfWords(['--no-sandbox', '/app', 'wms://system/look'])).toBe('#/system/look');
    expect(placeOfWords(['--no-sandbox', '/app'])).toBeNull();
  });
});
