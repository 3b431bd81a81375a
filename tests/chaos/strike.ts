/**
 * Loaded before a studio's processes (`NODE_OPTIONS=--import=...`), so that a kill lands where it is wanted, without a word of
 * it in the studio itself. `CHAOS_STRIKE` (JSON) says where. Once a strike has fallen its marker file is there, and no later
 * process is struck.
 */
import { existsSync, promises, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import type { Point } from './plan.ts';

export interface Strike {
  readonly point: Point;
  readonly nth: number;
  /** Made when the strike falls. */
  readonly marker: string;
}

export const STRIKE = 'CHAOS_STRIKE';
/** Path of a file that holds seconds by which this process's clock is off. */
export const CLOCK = 'CHAOS_CLOCK';

const HURRY = 12;

const strike = process.env[STRIKE] === undefined ? null : (JSON.parse(process.env[STRIKE]) as Strike);
let left = strike?.nth ?? 0;

/** Kills this process where the point is reached for the nth time. */
function reach(point: Point): void {
  if (strike?.point !== point || existsSync(strike.marker)) return;
  left -= 1;
  if (left > 0) return;
  writeFileSync(strike.marker, '');
  process.kill(process.pid, 'SIGKILL');
}

const isCheckpoint = (file: unknown) => typeof file === 'string' && /\.wms(\.|$)/.test(file);

if (strike !== null) {
  const { open, rename, readFile } = promises;
  promises.open = async (file, ...more) => {
    const handle = await open(file, ...more);
    if (!isCheckpoint(file)) return handle;
    if (more[0] === 'r' || more[0] === undefined) reach('restore');
    else {
      const { write, sync } = handle;
      // With half of the bytes on the disk.
      handle.write = (async (...words: Parameters<typeof write>) => {
        const written = await write.apply(handle, words);
        reach('save');
        return written;
      }) as typeof write;
      handle.sync = async () => {
        reach('sync');
        await sync.apply(handle);
      };
    }
    return handle;
  };
  promises.rename = async (from, to) => {
    if (isCheckpoint(to)) reach('rename');
    await rename(from, to);
  };
  promises.readFile = (async (...words: Parameters<typeof readFile>) => {
    if (isCheckpoint(words[0])) reach('restore');
    return readFile(...words);
  }) as typeof readFile;
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
    const outside = (...words: unknown[]) => {
      const result = inside(...words);
      reach('recorded');
      return result;
    };
    return Object.assign(outside, {
      default: outside,
      deferred: outside,
      immediate: outside,
      exclusive: outside,
    });
  } as typeof transaction;
  prototype.exec = function (this: BetterSqlite3.Database, sql: string) {
    const result = exec.call(this, sql);
    if (/CREATE TABLE|ALTER TABLE/.test(sql)) reach('migrate');
    return result;
  };
}

// A checkpoint comes every five seconds at most, and a training here lasts no longer: a trainer's seconds pass faster.
if (/trainer\.ts$/.test(process.argv[1] ?? '')) {
  const now = performance.now.bind(performance);
  performance.now = () => now() * HURRY;
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
