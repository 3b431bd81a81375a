/**
 * What the sources take for granted and Electron 22's Node 16 lacks, so that the engine's real code runs in the test runtime
 * too. The bundler puts it first into every entry; on a current runtime it adds nothing.
 */
import os from 'node:os';
import { webcrypto } from 'node:crypto';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

function add(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

add(os, 'availableParallelism', () => os.cpus().length);
// Not by v8.serialize: collecting the buffers that it makes ends an Electron 22 process.
add(globalThis, 'structuredClone', (value: unknown): unknown => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const received = receiveMessageOnPort(port2) as { message: unknown } | undefined;
  port1.close();
  return received?.message;
});
add(globalThis, 'crypto', webcrypto);
add(URL, 'canParse', (address: string, base?: string) => {
  try {
    return new URL(address, base) instanceof URL;
  } catch {
    return false;
  }
});

type Comparison = (left: unknown, right: unknown) => number;
type Test = (value: unknown, index: number) => boolean;

add(Array.prototype, 'findLast', function (this: readonly unknown[], test: Test) {
  for (let index = this.length - 1; index >= 0; index--) if (test(this[index], index)) return this[index];
  return undefined;
});
add(Array.prototype, 'findLastIndex', function (this: readonly unknown[], test: Test) {
  for (let index = this.length - 1; index >= 0; index--) if (test(this[index], index)) return index;
  return -1;
});
add(Array.prototype, 'toSorted', function (this: readonly unknown[], compare?: Comparison) {
  return [...this].sort(compare);
});
add(Array.prototype, 'toReversed', function (this: readonly unknown[]) {
  return [...this].reverse();
});
add(Array.prototype, 'with', function (this: readonly unknown[], index: number, value: unknown) {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});
add(Array.prototype, 'toSpliced', function (this: readonly unknown[], ...edit: [number, number]) {
  const copy = [...this];
  copy.splice(...edit);
  return copy;
});

/** The methods that typed arrays got in the same years. */
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
add(typedArray, 'toSorted', function (this: Float64Array, compare?: Comparison) {
  return this.slice().sort(compare);
});
add(typedArray, 'toReversed', function (this: Float64Array) {
  return this.slice().reverse();
});
add(typedArray, 'findLast', function (this: Float64Array, test: Test) {
  return Array.from(this).findLast(test);
});

add(Promise, 'withResolvers', () => {
  let resolve: unknown;
  let reject: unknown;
  const promise = new Promise((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
});

const groupsOf = (values: Iterable<unknown>, key: Test): Map<unknown, unknown[]> => {
  const groups = new Map<unknown, unknown[]>();
  let index = 0;
  for (const value of values) {
    const name: unknown = key(value, index++);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
};
add(Map, 'groupBy', groupsOf);
add(Object, 'groupBy', (values: Iterable<unknown>, key: Test) =>
  Object.fromEntries(groupsOf(values, key) as never),
);

add(Symbol, 'dispose', Symbol('Symbol.dispose'));
add(Symbol, 'asyncDispose', Symbol('Symbol.asyncDispose'));
