/** What somebody with a session may send: messages that are nearly right, mostly, and now and then bytes that are none. */
import { z } from 'zod';
import { encodeMessage } from '../../../shared/codec.ts';
import { COMMANDS, TOPICS, type CommandName } from '../../../shared/protocol.ts';
import { Choices } from './choices.ts';

type Schema = Readonly<Record<string, unknown>>;

const schemaOf = (type: z.ZodType) =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as unknown as Schema;
/** Its answer may hold a stack, which no other's does; what it must not hold is claimed of it alone. */
const LEFT_OUT: CommandName = 'system.diagnostics';
const COMMAND_SCHEMAS = Object.entries(COMMANDS)
  .filter(([name]) => name !== LEFT_OUT)
  .map(([name, type]) => [name, schemaOf(type)] as const);
const TOPIC_SCHEMAS = Object.entries(TOPICS).map(([name, type]) => [name, schemaOf(type)] as const);

/**
 * Each starts a process or a thread, plays an episode, makes many runs or takes them away: sent seldom, or there is time for nothing
 * else and nothing left to speak of.
 */
const HEAVY: ReadonlySet<string> = new Set<CommandName>([
  'environments.list',
  'environments.allow',
  'environments.preview',
  'environments.inspectModel',
  'evaluations.start',
  'trust.start',
  'drawing.continue',
  'drawing.train',
  'runs.create',
  'runs.start',
  'runs.resume',
  'runs.duplicate',
  'runs.delete',
  'runs.emptyBin',
  'runs.export',
  'store.check',
  'store.repair',
  'store.backUp',
  'runs.import',
  'imports.begin',
  'imports.finish',
  'store.compact',
  'storage.clear',
  'studies.create',
  'studies.start',
  'studies.delete',
  'system.storage',
  'theatre.open',
]);
const HEAVY_SHARE = 0.004;

const WORDS = [
  'car-racing',
  'take-cover',
  'cartpole-swingup',
  'model-file',
  'world-models',
  'dreamer',
  'smoke',
  'laptop',
  'best',
  'latest',
  'controller.generations',
  'evaluation/return',
  'training.concurrent',
  '__proto__',
  'constructor',
  'toString',
  '',
  '../../outside',
  '..\\..\\outside',
  '/etc/passwd',
  'a\u0000b',
  '\ud800',
  '🐎'.repeat(30),
  '한글',
  '<b>x</b>',
  '{run}',
  "'; DROP TABLE run; --",
  '<mujoco><worldbody/></mujoco>',
];
const NUMBERS = [0, 1, -1, 2, 7, 0.5, 1e9, -1e9, 2 ** 31, 2 ** 53, 1e308, NaN, Infinity, -Infinity, -0];

function oddValue(choices: Choices, depth = 0): unknown {
  return choices.of<() => unknown>([
    () => null,
    () => choices.chance(0.5),
    () => choices.of(NUMBERS),
    () => choices.of(WORDS),
    () => choices.of(WORDS).repeat(choices.size(2000)),
    () => new Uint8Array(choices.size(5000)),
    () => new Float64Array(choices.size(200)).fill(choices.of(NUMBERS)),
    () => (depth > 3 ? [] : Array.from({ length: choices.size(30) }, () => oddValue(choices, depth + 1))),
    () =>
      depth > 3
        ? {}
        : Object.fromEntries(
            Array.from({ length: choices.size(10) }, () => [choices.of(WORDS), oddValue(choices, depth + 1)]),
          ),
  ])();
}

/** Makes values of schemas; each part may be odd instead. */
class Maker {
  readonly #choices: Choices;
  readonly #oddity: number;
  readonly #known: KnownIds;
  readonly #root: Schema;

  constructor(choices: Choices, oddity: number, known: KnownIds, root: Schema) {
    this.#choices = choices;
    this.#oddity = oddity;
    this.#known = known;
    this.#root = root;
  }

  /** @param name of the property that it is for */
  value(schema: Schema, depth = 0, name = ''): unknown {
    const choices = this.#choices;
    if (choices.chance(this.#oddity)) return oddValue(choices);
    if ('const' in schema) return schema['const'];
    const options = schema['enum'] ?? schema['anyOf'] ?? schema['oneOf'];
    if (Array.isArray(schema['enum'])) return choices.of(schema['enum']);
    if (Array.isArray(options)) return this.value(choices.of(options as readonly Schema[]), depth + 1, name);
    if (typeof schema['$ref'] === 'string') return depth > 6 ? null : this.#referred(schema['$ref'], depth);
    switch (schema['type']) {
      case 'string':
        return this.#text(name);
      case 'boolean':
        return choices.chance(0.5);
      case 'number':
      case 'integer':
        return this.#number(schema);
      case 'null':
        return null;
      case 'array':
        return this.#list(schema, depth, name);
      case 'object':
        return this.#object(schema, depth);
      default:
        return oddValue(choices);
    }
  }

  #referred(reference: string, depth: number): unknown {
    const definitions = (this.#root['$defs'] ?? {}) as Readonly<Record<string, Schema>>;
    return this.value(definitions[reference.split('/').at(-1) ?? ''] ?? this.#root, depth + 1);
  }

  #number(schema: Schema): number {
    const low = Math.max(Number(schema['minimum'] ?? -1000), -1e6);
    const high = Math.min(Number(schema['maximum'] ?? low + 1000), low + 1e6);
    const number = low + (high - low) * (this.#choices.between(0, 1000) / 999);
    return schema['type'] === 'integer' ? Math.round(number) : number;
  }

  #text(name: string): string {
    const ids = this.#known[name.replace(/Ids?$/, '')] ?? [];
    return this.#choices.chance(0.8) && ids.length > 0 ? this.#choices.of(ids) : this.#choices.of(WORDS);
  }

  #list(schema: Schema, depth: number, name: string): unknown[] {
    const prefix = schema['prefixItems'];
    if (Array.isArray(prefix)) return (prefix as Schema[]).map((item) => this.value(item, depth + 1));
    const items = (schema['items'] ?? {}) as Schema;
    const least = Number(schema['minItems'] ?? 0);
    return Array.from({ length: Math.max(least, this.#choices.size(8)) }, () =>
      this.value(items, depth + 1, name),
    );
  }

  #object(schema: Schema, depth: number): object {
    const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
    const required = new Set((schema['required'] ?? []) as readonly string[]);
    const made = properties
      .filter(([name]) => required.has(name) || this.#choices.chance(0.5))
      .map(([name, property]) => [name, this.value(property, depth + 1, name)] as const);
    const more = schema['additionalProperties'];
    const extra =
      typeof more === 'object' && more !== null
        ? Array.from({ length: this.#choices.size(4) }, () => [
            this.#choices.of(WORDS),
            this.value(more as Schema, depth + 1),
          ])
        : [];
    const unknown = this.#choices.chance(this.#oddity) ? [[this.#choices.of(WORDS), 1]] : [];
    return Object.fromEntries([...made, ...extra, ...unknown] as [string, unknown][]);
  }
}

/** Bytes that are no message, or one that lies about itself. */
function brokenBytes(choices: Choices, message: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(message);
  return choices.of<() => Uint8Array>([
    () => choices.bytes(choices.size(3000)),
    () => bytes.subarray(0, choices.between(0, bytes.length + 1)),
    () => {
      for (let i = choices.size(16); i > 0; i--)
        bytes[choices.between(0, bytes.length)] = choices.between(0, 256);
      return bytes;
    },
    () => {
      new DataView(bytes.buffer).setUint32(
        0,
        choices.of([0, 0xffffffff, bytes.length, bytes.length * 2]),
        true,
      );
      return bytes;
    },
    () => jsonOf(choices.of(MARKED)),
    () => jsonOf('['.repeat(choices.size(200_000))),
    () => jsonOf(`[${'{},'.repeat(choices.size(100_000))}0]`),
    () => jsonOf(`{${'"__proto__":{},'.repeat(choices.size(1000))}"a":1}`),
  ])();
}

/** Marks of the codec that point nowhere. */
const MARKED = [
  '{"$":["Uint8Array",0,4294967296]}',
  '{"$":["Uint8Array",-8,8]}',
  '{"$":["Float64Array",1,1]}',
  '{"$":["Text",0,9]}',
  '{"$":["constructor",0,0]}',
  '{"$":["__proto__",0,0]}',
  '{"$":[]}',
  '{"$":{"$":{"$":1}}}',
  '{"$":7}',
  '{"type":"call","id":{"$":"NaN"},"command":"runs.list","args":{}}',
];

function jsonOf(text: string): Uint8Array {
  const json = Buffer.from(text);
  const bytes = new Uint8Array(8 + Math.ceil((4 + json.length) / 8) * 8);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  return bytes;
}

/** Ids that the host has told of, by what they are of: `run`, `study`, `checkpoint`, `episode`, `session`, `evaluation`. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

export interface FuzzedMessage {
  readonly bytes: Uint8Array;
  /** The id under which an answer must come; null where one need not, or comes without it. */
  readonly answered: { readonly id: number; readonly command: string } | null;
}

export function fuzzedMessage(seed: number, id: number, known: KnownIds): FuzzedMessage {
  const choices = new Choices(seed, `message/${id}`);
  const oddity = choices.of([0, 0, 0.02, 0.2]);
  const maker = (schema: Schema) => new Maker(choices, oddity, known, schema);
  if (choices.chance(0.05)) {
    const message = { type: choices.of(['unlisten', 'acknowledge']), id: choices.between(0, id + 1) };
    return { bytes: encodeMessage(message), answered: null };
  }
  if (choices.chance(0.1)) {
    const [topic, schema] = choices.of(TOPIC_SCHEMAS);
    const message = { type: 'listen', id, topic, args: maker(schema).value(schema) };
    return { bytes: encodeMessage(message), answered: null };
  }
  const heavy = choices.chance(HEAVY_SHARE);
  const [command, schema] = choices.of(COMMAND_SCHEMAS.filter(([name]) => HEAVY.has(name) === heavy));
  const call = { type: 'call', id, command, args: maker(schema).value(schema) };
  const message = choices.chance(0.02) ? { ...call, [choices.of(WORDS)]: oddValue(choices) } : call;
  const bytes = encodeMessage(message);
  if (choices.chance(0.05)) return { bytes: brokenBytes(choices, bytes), answered: null };
  return { bytes, answered: { id, command } };
}
