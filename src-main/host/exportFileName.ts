/** A run's name as a file's name, on every file system. */
export function exportFileName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} ._-]/gu, '_').trim();
  return `${safe === '' ? 'run' : safe}.wmsx`;
}
