/** Real models with anything in them changed: each opens or is refused with a name, and what is opened next does not suffer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { EXAMPLE_XML } from '../../../shared/exampleModel.ts';
import { toXml } from '../../../src-main/environments/control-suite/mjcf.ts';
import { CONTROL_TASKS } from '../../../src-main/environments/control-suite/suite.ts';
import { refuseLargeText } from '../../../src-main/environments/model-file/modelLimits.ts';
import { modelFacts, openModelFile } from '../../../src-main/environments/model-file/openModelFile.ts';
import { xmlElements } from '../../../src-main/environments/model-file/xmlElements.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 16);
const RUNS = Number(process.env['FUZZ_COUNT'] ?? 500);
const REAL = [EXAMPLE_XML, ...CONTROL_TASKS.slice(0, 20).map((task) => toXml(task.model()))];

const REFUSALS = /^environment\.(badModel|modelTooLarge|modelMemory|physicsAborted)$/;
const OPTIONS = {
  observation: 'state',
  actionRepeat: 1,
  physicsSteps: 1,
  maxSteps: 10,
  camera: 0,
  startSpread: 0,
} as const;

/** Values for attributes; the large ones that a model can be opened with are those that take no minutes. */
const oddText = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e308',
  '-1e308',
  'nan',
  'inf',
  '0.5 0.5',
  '1 2 3 4 5 6 7 8 9 10',
  '2147483647',
  '-2147483648',
  '99999999999999999999',
  'true',
  '__proto__',
  '%s%n%x',
  '../../etc/passwd',
  '\u0000',
  '\ud83e\udd16',
  '&amp;',
  'x'.repeat(5000),
);

interface Change {
  readonly kind: 'attribute' | 'drop' | 'double' | 'cut' | 'letter';
  readonly at: number;
  readonly text: string;
}
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom<Change['kind']>(
    'attribute',
    'attribute',
    'attribute',
    'drop',
    'double',
    'cut',
    'letter',
  ),
  at: fc.nat(),
  text: oddText,
});

/** By what is found in the text itself, not by what reads it in the studio. */
function changed(xml: string, { kind, at, text }: Change): string {
  const matches = [...xml.matchAll(kind === 'attribute' ? /="[^"]*"/g : /<[^/!?][^<>]*\/>/g)];
  const match = matches[at % Math.max(1, matches.length)];
  const place = at % Math.max(1, xml.length);
  if (kind === 'cut') return xml.slice(0, place);
  if (kind === 'letter') return xml.slice(0, place) + text + xml.slice(place + 1);
  if (match === undefined) return xml;
  const [before, after] = [xml.slice(0, match.index), xml.slice(match.index + match[0].length)];
  if (kind === 'attribute') return `${before}="${text}"${after}`;
  return kind === 'drop' ? before + after : before + match[0] + match[0] + after;
}

describe('a model with anything in it changed', () => {
  it('opens or is refused with a name; the next opens as ever', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...REAL),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (xml, changes) => {
          const text = changes.reduce(changed, xml);
          try {
            await modelFacts(text);
            seen.add('opened');
            const environment = await openModelFile(text, '1', OPTIONS);
            try {
              environment.reset(0);
              environment.scene();
              if (environment.spec.actions.kind === 'box') {
                environment.step(new Float64Array(environment.spec.actions.shape[0] ?? 0));
              }
            } finally {
              environment.close();
            }
          } catch (error) {
            const { code, values } = reportError(error);
            expect([code, code === 'internal' ? values : '']).toEqual([
              expect.stringMatching(
                /^environment\.(badModel|modelTooLarge|modelMemory|physicsAborted|notFinite)$/,
              ),
              '',
            ]);
            seen.add(code);
          }
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    expect(seen).toContain('opened');
    expect([...seen].filter((code) => REFUSALS.test(code)).length).toBeGreaterThan(0);
    expect((await modelFacts(EXAMPLE_XML)).sensors).toHaveLength(2);
  });

  it('is looked through to its end, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.array(
            fc.constantFrom(
              '<',
              '>',
              '/',
              '"',
              "'",
              '=',
              ' ',
              '<!--',
              '-->',
              '<![CDATA[',
              ']]>',
              '<?',
              'a',
              '\n',
            ),
          ),
        ),
        (noise) => {
          const text = typeof noise === 'string' ? noise : noise.join('');
          for (const { line, depth } of xmlElements(text)) {
            expect(line).toBeGreaterThan(0);
            expect(Number.isInteger(depth)).toBe(true);
          }
          refuseLargeText(text);
        },
      ),
      { seed: SEED, numRuns: 2000 },
    );
  });
});

describe('the elements of a text', () => {
  it('are found with their attributes, depth and line, past comments and other markup', () => {
    const text = `<?xml version="1.0"?>
<!-- <size nkey="1"/> -->
<mujoco a='1' b = "2 > 1">
  <![CDATA[<body/>]]><worldbody
    x="1"
  ><geom/></worldbody><size nkey="3"/>
</mujoco>`;
    const found = Array.from(xmlElements(text), ({ name, attributes, depth, line, empty }) => [
      name,
      Object.fromEntries(attributes),
      depth,
      line,
      empty,
    ]);
    expect(found).toEqual([
      ['mujoco', { a: '1', b: '2 > 1' }, 0, 3, false],
      ['worldbody', { x: '1' }, 1, 4, false],
      ['geom', {}, 2, 6, true],
      ['size', { nkey: '3' }, 1, 6, true],
    ]);
  });

  it('end where the text is no XML any more', () => {
    const names = (text: string) => Array.from(xmlElements(text), ({ name }) => name);
    expect(names('<a><b c></b><d/></a>')).toEqual(['a']);
    expect(names('<a><b c="></b><d/></a>')).toEqual(['a']);
    expect(names('<a')).toEqual([]);
  });
});
