/** The doctor: what this machine has for the studio, what it reaches, what is missing and how to get it. */
import type { DoctorReport } from '../../shared/protocol.ts';
import { gatherFacts, type FactSources, type MachineFacts } from './machineFacts.ts';

type Item = DoctorReport['items'][number];
type Values = Readonly<Record<string, string | number>>;

/** Below this a laptop preset's frames and checkpoints may not fit. */
const LITTLE_SPACE_BYTES = 5e9;
const LITTLE_MEMORY_BYTES = 7e9;

export async function doctorReport(sources: FactSources): Promise<DoctorReport> {
  return { items: judgeFacts(await gatherFacts(sources)) };
}

/** The same with the bare figures, for programs. */
export async function examineMachine(
  sources: FactSources,
): Promise<DoctorReport & { readonly facts: MachineFacts }> {
  const facts = await gatherFacts(sources);
  return { items: judgeFacts(facts), facts };
}

function item(
  id: string,
  state: Item['state'],
  value: string,
  next: string | null = null,
  values: Values = {},
): Item {
  return {
    id,
    state,
    label: `doctor.${id}`,
    value,
    next: next === null ? null : `doctor.next.${next}`,
    values,
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Pure, so that machines that we don't own are tested too. */
export function judgeFacts(facts: MachineFacts): readonly Item[] {
  return [...computeItems(facts), ...softwareItems(facts), ...machineItems(facts)];
}

function computeItems(facts: MachineFacts): Item[] {
  const { gauge } = facts;
  if (gauge === null) {
    return [item('backend', 'missing', facts.gaugeFailure ?? '', 'backendBroken')];
  }
  const speeds = [
    item('matmul', 'good', `${gauge.matmulGflops.toFixed(0)} GFLOPS`),
    item('convolution', 'good', `${gauge.convolutionGflops.toFixed(0)} GFLOPS`),
  ];
  if (gauge.backend === 'wasm') {
    const chosen = facts.tensorflowChoice === 'wasm';
    return [
      item('backend', chosen ? 'good' : 'warning', 'wasm', chosen ? 'wasmChosen' : wasmAdvice(facts)),
      ...(gauge.fallbackReason === null || chosen
        ? []
        : [item('fallbackReason', 'warning', gauge.fallbackReason.split('\n')[0] ?? '')]),
      ...speeds,
    ];
  }
  const device = gauge.gpu ?? 'CPU';
  const idleCard = facts.nvidiaDriver && gauge.gpu === null;
  return [
    item('backend', idleCard ? 'warning' : 'good', `tensorflow (${device})`, idleCard ? 'idleCard' : null),
    ...speeds,
    item('tensorflow', 'good', gauge.tensorflowVersion),
    item('threads', 'good', String(gauge.threads)),
  ];
}

function wasmAdvice(facts: MachineFacts): string {
  return facts.platform === 'linux' && facts.compiler === null ? 'compiler' : 'tensorflow';
}

function softwareItems(facts: MachineFacts): Item[] {
  const { electron } = facts;
  const electronItem =
    electron.version === null
      ? item('electron', 'missing', '', 'dependencies')
      : item(
          'electron',
          electron.binaryPresent ? 'good' : 'warning',
          electron.version,
          electron.binaryPresent ? null : 'electron',
        );
  return [
    item('node', 'good', facts.node),
    electronItem,
    facts.sqlite === null
      ? item('sqlite', 'missing', '', 'dependencies')
      : item('sqlite', 'good', facts.sqlite),
  ];
}

function machineItems(facts: MachineFacts): Item[] {
  const free = facts.dataFreeBytes;
  const items = [
    item('dataFolder', 'good', facts.dataFolder),
    item('cacheFolder', 'good', facts.cacheFolder),
    free === null
      ? item('freeSpace', 'warning', '?')
      : item(
          'freeSpace',
          free < LITTLE_SPACE_BYTES ? 'warning' : 'good',
          gigabytes(free),
          free < LITTLE_SPACE_BYTES ? 'space' : null,
        ),
    item('cores', 'good', String(facts.cores)),
    item(
      'memory',
      facts.memoryBytes < LITTLE_MEMORY_BYTES ? 'warning' : 'good',
      gigabytes(facts.memoryBytes),
      facts.memoryBytes < LITTLE_MEMORY_BYTES ? 'memory' : null,
    ),
  ];
  if (facts.display !== null) {
    items.push(
      item(
        'display',
        facts.display ? 'good' : 'warning',
        facts.display ? '✓' : '–',
        facts.display ? null : 'display',
      ),
    );
  }
  return items;
}
