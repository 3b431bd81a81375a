/**
 * A model of several files as one text, so that it goes wherever the text of a model of one file goes: a config, a recipe, a message.
 * The text is a heading with the name of the file that MuJoCo reads first (empty: it is found by itself), and a zip in base64.
 */

const HEADING = 'model-files:1:';

/** Bytes of the zip. A model of these is as long in base64 as the longest model that is taken at all. */
export const LARGEST_MODEL_ZIP = 11_000_000;

/** Endings of the files that a model may consist of, in small letters. */
export const MODEL_FILE_ENDINGS = ['.xml', '.mjcf', '.obj', '.stl', '.msh', '.png', '.skn', '.bin'] as const;

export interface ModelFilesText {
  /** Path in the zip, or empty. */
  readonly main: string;
  readonly base64: string;
}

export function isModelFiles(text: string): boolean {
  return text.startsWith(HEADING);
}

/** @param main path of the file that MuJoCo reads first; empty: it is found by itself */
export function modelFilesText(main: string, base64: string): string {
  return `${HEADING}${encodeURIComponent(main)}:${base64}`;
}

/** @returns null where the text is none of `modelFilesText`. */
export function parseModelFiles(text: string): ModelFilesText | null {
  if (!isModelFiles(text)) return null;
  const end = text.indexOf(':', HEADING.length);
  if (end === -1) return null;
  try {
    return { main: decodeURIComponent(text.slice(HEADING.length, end)), base64: text.slice(end + 1) };
  } catch {
    return null;
  }
}

/** Bytes of the zip that a text holds. */
export function modelZipBytes({ base64 }: ModelFilesText): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

export function isModelFileName(name: string): boolean {
  const small = name.toLowerCase();
  return MODEL_FILE_ENDINGS.some((ending) => small.endsWith(ending));
}
