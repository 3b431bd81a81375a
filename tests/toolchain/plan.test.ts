/** The resolver: which TensorFlow each kind of machine gets, and what is tried when that fails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  downloadBytes,
  parseChoice,
  planKey,
  planTensorFlow,
  type MachineFacts,
  type Plan,
} from '../../scripts/provision/plan.mjs';

const linux: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  glibc: [2, 36],
  nvidia: false,
  canBuild: true,
  freeBytes: 50e9,
  choice: 'auto',
};

/** In a word: `cuda`, `cpu`, `script`, or why it is wasm. */
const inWords = (plans: readonly Plan[]): string[] =>
  plans.map((plan) =>
    plan.kind === 'wheels' ? plan.variant : plan.kind === 'packageScript' ? 'script' : `wasm: ${plan.reason}`,
  );

const cases: readonly [string, Partial<MachineFacts>, readonly string[]][] = [
  ['no GPU', {}, ['cpu', 'wasm: failed']],
  ['an NVIDIA card', { nvidia: true }, ['cuda', 'cpu', 'wasm: failed']],
  ['an NVIDIA card, CPU chosen by hand', { nvidia: true, choice: 'cpu' }, ['cpu', 'wasm: failed']],
  ['CUDA chosen by hand where no driver shows', { choice: 'cuda' }, ['cuda', 'cpu', 'wasm: failed']],
  ['wasm chosen by hand', { nvidia: true, choice: 'wasm' }, ['wasm: chosen']],
  ['arm64', { arch: 'arm64' }, ['cpu', 'wasm: failed']],
  [
    'arm64 with an NVIDIA card, for which there are no wheels',
    { arch: 'arm64', nvidia: true },
    ['cpu', 'wasm: failed'],
  ],
  ['32-bit', { arch: 'ia32' }, ['wasm: platform']],
  ['musl', { glibc: undefined }, ['wasm: musl']],
  ['glibc of 2017', { glibc: [2, 26] }, ['wasm: oldGlibc']],
  ['the oldest glibc that serves', { glibc: [2, 27] }, ['cpu', 'wasm: failed']],
  ['no compiler', { canBuild: false }, ['wasm: compiler']],
  ['a full disk', { freeBytes: 1e9 }, ['wasm: disk']],
  ['room for the CPU libraries but not for CUDA', { nvidia: true, freeBytes: 4e9 }, ['cpu', 'wasm: failed']],
  ['a disk that tells nothing', { freeBytes: undefined }, ['cpu', 'wasm: failed']],
  [
    'macOS on Apple silicon',
    { platform: 'darwin', arch: 'arm64', glibc: undefined },
    ['script', 'wasm: failed'],
  ],
  ['Windows', { platform: 'win32', glibc: undefined, nvidia: true }, ['script', 'wasm: failed']],
  ['FreeBSD', { platform: 'freebsd' }, ['wasm: platform']],
];

describe('planTensorFlow', () => {
  test.each(cases)('%s', (_name, facts, expected) => {
    expect(inWords(planTensorFlow({ ...linux, ...facts }))).toEqual(expected);
  });

  test('whatever the machine, the last plan is wasm and there is none after it', () => {
    fc.assert(
      fc.property(
        fc.record({
          platform: fc.constantFrom('linux', 'darwin', 'win32', 'aix'),
          arch: fc.constantFrom('x64', 'arm64', 'riscv64'),
          glibc: fc.option(fc.tuple(fc.nat(3), fc.nat(50)), { nil: undefined }),
          nvidia: fc.boolean(),
          canBuild: fc.boolean(),
          freeBytes: fc.option(fc.nat(2 ** 31 - 1), { nil: undefined }),
          choice: fc.constantFrom('auto' as const, 'cpu' as const, 'cuda' as const, 'wasm' as const),
        }),
        (facts) => {
          const kinds = planTensorFlow(facts).map((plan) => plan.kind);
          expect(kinds.indexOf('wasm')).toBe(kinds.length - 1);
        },
      ),
    );
  });

  test('CPU, CUDA and arm64 libraries lie in folders of their own', () => {
    const keys = [linux, { ...linux, nvidia: true }, { ...linux, arch: 'arm64' }].map((facts) => {
      const [plan] = planTensorFlow(facts);
      if (plan?.kind !== 'wheels') throw new Error('wheels expected');
      return planKey(plan, facts.arch);
    });
    expect(new Set(keys).size).toBe(3);
  });

  test('the size told before a download is the sum of its wheels', () => {
    const [cuda] = planTensorFlow({ ...linux, nvidia: true });
    if (cuda?.kind !== 'wheels') throw new Error('wheels expected');
    expect(downloadBytes(cuda)).toBe(cuda.wheels.reduce((sum, wheel) => sum + wheel.sizeBytes, 0));
    expect(downloadBytes(cuda)).toBeGreaterThan(2e9);
    for (const wheel of cuda.wheels) expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('only the four choices are understood', () => {
    expect(['auto', 'cpu', 'cuda', 'wasm', 'gpu', '', undefined].map(parseChoice)).toEqual([
      'auto',
      'cpu',
      'cuda',
      'wasm',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
