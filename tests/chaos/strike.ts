/**
 * Loaded before a studio's processes (`NODE_OPTIONS=--import=...`), so that a kill lands where it is wanted, without a word of
 * it in the studio itself. `CHAOS_STRIKE` (JSON) says where. Once a strike has fallen its marker file is there, and no later
 * process is struck.
 */
import fs, { existsSync, promises, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import type { Point } from './plan.ts';

export interface Strike {
  readonly point: Point;
  readonly nth: number;
  /** Which of the writes of the nth checkpoint. */
  readonly within: number;
  /** Made when the strike falls. */
  readonly marker: string;
}

export const STRIKE = 'CHAOS_STRIKE';
/** Path of a file that holds seconds by which this process's clock is off. */
export const CLOCK = 'CHAOS_CLOCK';
/** How many times faster than the wall's a trainer's seconds pass: checkpoints come every five of them at most. */
export const HURRY = 'CHAOS_HURRY';

const strike = process.env[STRIKE] === undefined ? null : (JSON.parse(process.env[STRIKE]) as Strike);
let left = strike?.nth ?? 0;

function die(marker: string): void {
  writeFileSync(marker, '');
  process.kill(process.pid, 'SIGKILL');
  // The signal is taken when the kernel is next left; nothing more is to happen here.
  for (;;);
}

/** Whether the point is reached for the nth time. */
function isReached(point: Point): boolean {
  if (strike?.point !== point || existsSync(strike.marker)) return false;
  left -= 1;
  return left === 0;
}

/** Kills this process where the point is reached for the nth time. */
function reach(point: Point): void {
  if (isReached(point)) die(strike?.marker ?? '');
}

const isCheckpoint = (file: unknown) => typeof file === 'string' && /\.wms(\.|$)/.test(file);
const isBackup = (file: unknown) => typeof file === 'string' && /backups.*\.sqlite$/.test(file);

/** A checkpoint under way that dies with half of one of its pieces on the disk. */
function strikeWrites(handle: promises.FileHandle, marker: string, within: number): void {
  const { writeFile } = handle;
  let writes = 0;
  handle.writeFile = (async (data: Uint8Array) => {
    writes += 1;
    if (writes === within) {
      await writeFile.call(handle, data.subarray(0, data.byteLength >> 1));
      die(marker);
    }
    await writeFile.call(handle, data);
  }) as typeof writeFile;
}

if (strike !== null) {
  const { open, rename, writeFile } = promises;
  const { readFileSync: read, renameSync } = fs;
  promises.open = async (file, ...more) => {
    const handle = await open(file, ...more);
    if (!isCheckpoint(file) || more[0] === 'r' || more[0] === undefined) return handle;
    if (isReached('save')) strikeWrites(handle, strike.marker, strike.within);
    const { sync } = handle;
    handle.sync = async () => {
      reach('sync');
      await sync.apply(handle);
    };
    return handle;
  };
  promises.rename = async (from, to) => {
    if (isCheckpoint(to)) reach('rename');
    await rename(from, to);
  };
  // An import writes its checkpoints by this.
  promises.writeFile = async (file, data, options) => {
    if (isCheckpoint(file) && data instanceof Uint8Array && isReached('save')) {
      await writeFile(file, data.subarray(0, data.byteLength >> 1), options);
      die(strike.marker);
    }
    await writeFile(file, data, options);
  };
  fs.readFileSync = ((...words: Parameters<typeof read>) => {
    const bytes = read(...words);
    if (isCheckpoint(words[0])) reach('restore');
    return bytes;
  }) as typeof read;
  fs.renameSync = (from, to) => {
    if (isBackup(to)) reach('backUp');
    renameSync(from, to);
  };
  syncBuiltinESMExports();
}

/** The host alone has a database. */
if (strike !== null && /studio\.ts$/.test(process.argv[1] ?? '')) {
  const { default: Database } = (await import('better-sqlite3')) as unknown as {
    default: typeof BetterSqlite3;
  };
  const prototype = Database.prototype as BetterSqlite3.Database;
  const { transaction, exec } = prototype;
  prototype.transaction = function (this: BetterSqlite3.Database, work: (...words: unknown[]) => unknown) {
    const inside = transaction.call(this, (...words: unknown[]) => {
      const result = work(...words);
      reach('record');
      return result;
    });
    const outside = (carryOut: (...words: unknown[]) => unknown) =>
      function (...words: unknown[]) {
        const result = carryOut(...words);
        reach('recorded');
        return result;
      };
    return Object.assign(outside(inside), {
      default: outside(inside.default),
      deferred: outside(inside.deferred),
      immediate: outside(inside.immediate),
      exclusive: outside(inside.exclusive),
    });
  } as typeof transaction;
  prototype.exec = function (this: BetterSqlite3.Database, sql: string) {
    const result = exec.call(this, sql);
    if (/CREATE TABLE|ALTER TABLE/.test(sql)) reach('migrate');
    return result;
  };
}

const hurry = Number(process.env[HURRY] ?? 1);
if (/trainer\.ts$/.test(process.argv[1] ?? '')) {
  const now = performance.now.bind(performance);
  performance.now = () => now() * hurry;
}

const clock = process.env[CLOCK];
if (clock !== undefined) {
  const { now } = Date;
  const RealDate = Date;
  let offset = 0;
  let looked = 0;
  const shifted = () => {
    const real = now();
    if (real - looked > 20) {
      looked = real;
      offset = existsSync(clock) && statSync(clock).size > 0 ? Number(readFileSync(clock, 'utf8')) * 1000 : 0;
    }
    return real + offset;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, words) =>
      Reflect.construct(target, words.length === 0 ? [shifted()] : words) as object,
    get: (target, name) => (name === 'now' ? shifted : Reflect.get(target, name)) as unknown,
  });
}

/** For the driver: how a command is given this file. */
export const PRELOAD = `--disable-warning=ExperimentalWarning --import=${path.join(import.meta.dirname, 'strike.ts')}`;
