/** The code behind a figure: functions cut from the very files that the figure calls. */
import { functionSource } from '../../learn/functionSource.ts';

export interface ShownCode {
  /** Within the repository. */
  readonly file: string;
  readonly name: string;
  readonly source: string;
}

/** @param file its name in `src-renderer/learn` @param source its whole text, imported with `?raw` */
export function shownCode(file: string, source: string, names: readonly string[]): readonly ShownCode[] {
  return names.map((name) => ({
    file: `src-renderer/learn/${file}`,
    name,
    source: functionSource(source, name),
  }));
}
