/** Speaking to a person in a terminal: the language, errors as what, why and next, quick exits. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommanderError } from 'commander';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import {
  describeError,
  LANGUAGES,
  translate,
  type Language,
  type MessageValues,
} from '../../shared/messages/index.ts';
import { plainText, plainValues, terminalSafe, VALUE_CHARACTERS } from './plainText.ts';
import { defaultDataFolder } from '../store/dataFolder.ts';
import { systemErrorCode } from '../store/storeErrors.ts';

/** STUDIO_LANGUAGE, else the system's, else English. */
export function terminalLanguage(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  // As gettext does: the first that is set to something.
  const wanted = ['STUDIO_LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '');
  return LANGUAGES.find((language) => wanted?.toLowerCase().startsWith(language)) ?? 'en';
}

const language = terminalLanguage();

export function say(key: string, values: MessageValues = {}): string {
  // Keys of log lines come out of the database; one that is none shows itself.
  const known = plainText(key, VALUE_CHARACTERS);
  return translate(language, known, plainValues(values));
}

/** The folder above both `src-main` and `out` that holds package.json. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!isProject(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

function isProject(folder: string): boolean {
  try {
    return readPackage(folder).name === 'world-model-studio';
  } catch {
    return false;
  }
}

function readPackage(folder: string): { readonly name?: string; readonly version?: string } {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: string };
}

export function studioVersion(): string {
  return readPackage(projectFolder()).version ?? '0';
}

export function chosenDataFolder(options: { readonly dataDir?: string }): string {
  return options.dataDir === undefined ? defaultDataFolder() : path.resolve(options.dataDir);
}

/** @throws StudioError `config.invalid` where the file cannot be read. */
export function readText(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('config.invalid', { field, reason }, { cause: error });
  }
}

/** @throws StudioError `config.invalid` where it is no whole number within its bounds. */
export function wholeNumber(name: string, value: string, low: number, high: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= low && number <= high) return number;
  throw new StudioError('config.invalid', { field: name, reason: say('cli.wholeNumber', { low, high }) });
}

let outputGone = false;

/** Nobody reads standard output any more: `| head` has what it wanted, or the terminal was closed. */
export function outputIsGone(): boolean {
  return outputGone;
}

/** A reader that goes away ends no command: what it has begun it finishes, and says nothing more. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!READER_GONE.test(systemErrorCode(error))) throw error;
      if (stream === process.stdout) outputGone = true;
    });
  }
}

/** EIO: the terminal was closed. */
const READER_GONE = /^(EPIPE|EIO|ENXIO|ECONNRESET|ERR_STREAM_DESTROYED)$/;

export function print(text: string): void {
  process.stdout.write(`${terminalSafe(text)}\n`);
}

/** To the person and not to a program that reads the output. */
export function note(text: string): void {
  process.stderr.write(`${terminalSafe(text)}\n`);
}

/** What happened, why, and what to do next. */
export function sayError(report: ErrorReport): { what: string; why: string; next: string } {
  return describeError(language, { ...report, values: plainValues(report.values) });
}

/** Tells what happened, why, and what to do next. `STUDIO_DEBUG=1` adds the detail. */
export function tellError(error: unknown): void {
  if (error instanceof CommanderError) {
    note(`${error.message.replace(/^error: /, '')}\n${say('cli.seeHelp')}`);
    return;
  }
  const report = reportError(error);
  const { what, why, next } = sayError(report);
  for (const line of [what, why, next]) if (line !== '') note(line);
  if (process.env['STUDIO_DEBUG'] !== undefined && report.detail !== undefined) note(report.detail);
}

export function exitWithError(error: unknown): void {
  tellError(error);
  process.exitCode = 1;
}
