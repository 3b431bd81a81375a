/** A function as it stands in a source file, with the comment above it: what "Show the code" shows. */

/**
 * @param source a file as Prettier leaves it: what is exported begins at the left edge, and its end does, too
 * @throws where the file exports nothing of the name
 */
export function functionSource(source: string, name: string): string {
  const lines = source.split('\n');
  const begins = new RegExp(`^(export )?(async )?(function\\*?|class) ${name}\\b`);
  const first = lines.findIndex((line) => begins.test(line));
  if (first < 0) throw new Error(`nothing in the file is named ${name}`);
  const last = lines.findIndex((line, at) => at > first && line.startsWith('}'));
  let comment = first;
  if (lines[first - 1]?.endsWith('*/') === true) {
    comment = first - 1;
    while (comment > 0 && lines[comment]?.startsWith('/**') !== true) comment -= 1;
  }
  return lines.slice(comment, last + 1).join('\n');
}
