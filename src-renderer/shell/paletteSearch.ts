/** Finding an action by a few letters: words that begin so first, then letters in order anywhere. */

export interface PaletteEntry {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly keys: string | undefined;
  readonly run: () => unknown;
}

export interface PaletteSection {
  readonly group: string;
  readonly entries: readonly PaletteEntry[];
}

const MOST_FOUND = 60;

/** Higher is better; null: not found. */
export function matchScore(name: string, query: string): number | null {
  const text = name.toLowerCase();
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at === 0) score += 4;
    else if (at > 0 && /[\s:./-]/.test(text[at - 1] ?? '')) score += 3;
    else if (at > 0) score += 2;
    else if (inOrder(text, word)) score += 1;
    else return null;
  }
  return score - text.length / 1000;
}

function inOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** Grouped, the group of the best match first. */
export function searchPalette(entries: readonly PaletteEntry[], query: string): readonly PaletteSection[] {
  const found = entries
    .map((entry) => ({ entry, score: matchScore(entry.name, query) }))
    .filter((match): match is { entry: PaletteEntry; score: number } => match.score !== null);
  if (query.trim() !== '') found.sort((a, b) => b.score - a.score);
  const groups = new Map<string, PaletteEntry[]>();
  for (const { entry } of found.slice(0, MOST_FOUND)) {
    const group = groups.get(entry.group);
    if (group === undefined) groups.set(entry.group, [entry]);
    else group.push(entry);
  }
  return [...groups].map(([group, list]) => ({ group, entries: list }));
}
