/** No file system takes more than 255 bytes; a letter of any script takes four at most. */
const MOST_CHARACTERS = 60;

/** A run's name as a file's name, on every file system. */
export function exportFileName(name: string): string {
  return `${safeFileName(name)}.wmsx`;
}

/** The same without an ending. */
export function safeFileName(name: string): string {
  const safe = [...name.replace(/[^\p{L}\p{N} ._-]/gu, '_')].slice(0, MOST_CHARACTERS).join('').trim();
  return safe === '' ? 'run' : safe;
}
