/** Gathers what the doctor tells: read from the machine now, nothing remembered, nothing judged. */
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../scripts/launch/paths.mjs';
import { findCompiler, freeBytes, hasNvidia, readChoice } from '../../scripts/provision/facts.mjs';
import type { Choice } from '../../scripts/provision/plan.mjs';
import { StudioError } from '../../shared/errors.ts';
import type { FromGauge } from '../engine/gauge.ts';
import type { ProcessLauncher } from './processLauncher.ts';

export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly node: string;
  /** Null where it can't be opened. */
  readonly sqlite: string | null;
  readonly electron: {
    /** Null where the package is not installed (a plain server). */
    readonly version: string | null;
    readonly runningInside: boolean;
    readonly binaryPresent: boolean;
  };
  readonly tensorflowChoice: Choice;
  /** Null where the measurement failed; then `gaugeFailure` says why. */
  readonly gauge: FromGauge | null;
  readonly gaugeFailure: string | null;
  readonly nvidiaDriver: boolean;
  readonly compiler: string | null;
  readonly dataFolder: string;
  readonly cacheFolder: string;
  readonly dataFreeBytes: number | null;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  /** Null where the platform always has one. */
  readonly display: boolean | null;
}

export interface FactSources {
  readonly launcher: ProcessLauncher;
  readonly dataFolder: string;
}

const GAUGE_MILLISECONDS = 60_000;

export async function gatherFacts({ launcher, dataFolder }: FactSources): Promise<MachineFacts> {
  const gauge = await measure(launcher).then(
    (measured) => ({ gauge: measured, gaugeFailure: null }),
    (error: unknown) => ({
      gauge: null,
      gaugeFailure: error instanceof Error ? error.message : String(error),
    }),
  );
  return {
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
    sqlite: sqliteVersion(),
    electron: electronFacts(),
    tensorflowChoice: readChoice(),
    ...gauge,
    nvidiaDriver: hasNvidia(),
    compiler: findCompiler() ?? null,
    dataFolder,
    cacheFolder: cacheFolder(),
    dataFreeBytes: await freeSpace(dataFolder),
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    display:
      process.platform === 'linux'
        ? Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
        : null,
  };
}

/** @throws Error with the end of what the gauge wrote, where it exits without an answer. */
export async function measure(launcher: ProcessLauncher): Promise<FromGauge> {
  const engine = await launcher.launch('gauge');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      engine.kill();
      reject(new Error('the measurement took too long'));
    }, GAUGE_MILLISECONDS);
    engine.port.onMessage((message) => {
      clearTimeout(timer);
      resolve(message as FromGauge);
      engine.port.close();
    });
    engine.onExit(({ code, signal, errorOutput }) => {
      clearTimeout(timer);
      // After an answer this changes nothing.
      reject(
        new StudioError('inspector.crashed', { reason: errorOutput.trim() || (signal ?? `exit ${code}`) }),
      );
    });
  });
}

async function freeSpace(folder: string): Promise<number | null> {
  try {
    const figures = await statfs(folder);
    return figures.bavail * figures.bsize;
  } catch {
    return freeBytes(folder) ?? null;
  }
}

const requireModule = createRequire(import.meta.url);

function sqliteVersion(): string | null {
  try {
    const Database = requireModule('better-sqlite3') as new (file: string) => {
      prepare(sql: string): { pluck(): { get(): unknown } };
      close(): void;
    };
    const database = new Database(':memory:');
    const version = database.prepare('select sqlite_version()').pluck().get();
    database.close();
    return String(version);
  } catch {
    return null;
  }
}

function electronFacts(): MachineFacts['electron'] {
  const running = process.versions['electron'];
  if (running !== undefined) return { version: running, runningInside: true, binaryPresent: true };
  const folder = path.resolve(import.meta.dirname, '..', '..', 'node_modules', 'electron');
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
    const binaryPresent = override !== undefined || existsSync(path.join(folder, 'dist', 'version'));
    return { version, runningInside: false, binaryPresent };
  } catch {
    return { version: null, runningInside: false, binaryPresent: false };
  }
}
