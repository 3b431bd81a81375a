/**
 * The elements of an XML text with their attributes, in their order: enough to look at a model before MuJoCo does. Text that is
 * no XML ends the list, as MuJoCo's own parser will say so with its line.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements around it. */
  readonly depth: number;
  /** From 1. */
  readonly line: number;
  /** It holds nothing, and no end follows. */
  readonly empty: boolean;
}

const NAME = /[A-Za-z_][\w:.-]*/y;
const BLANK = /\s*/y;

export function* xmlElements(text: string): Generator<XmlElement, void, void> {
  let at = 0;
  let depth = 0;
  let line = 1;
  let counted = 0;
  const lineAt = (position: number) => {
    for (
      let next = text.indexOf('\n', counted);
      next !== -1 && next < position;
      next = text.indexOf('\n', counted)
    ) {
      line++;
      counted = next + 1;
    }
    return line;
  };
  const after = (end: string, from: number) => {
    const found = text.indexOf(end, from);
    return found === -1 ? text.length : found + end.length;
  };
  for (;;) {
    const open = text.indexOf('<', at);
    if (open === -1) return;
    if (text.startsWith('<!--', open)) at = after('-->', open + 4);
    else if (text.startsWith('<![CDATA[', open)) at = after(']]>', open);
    else if (text.startsWith('<?', open)) at = after('?>', open);
    else if (text.startsWith('<!', open)) at = after('>', open);
    else if (text.startsWith('</', open)) {
      depth--;
      at = after('>', open);
    } else {
      const tag = readTag(text, open + 1);
      if (tag === null) return;
      const { name, attributes, end, empty } = tag;
      yield { name, attributes, depth, line: lineAt(open), empty };
      if (!empty) depth++;
      at = end;
    }
  }
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
  readonly empty: boolean;
}

function readTag(text: string, from: number): Tag | null {
  const name = matchAt(NAME, text, from);
  if (name === '') return null;
  const attributes = new Map<string, string>();
  let at = from + name.length;
  for (;;) {
    at += matchAt(BLANK, text, at).length;
    if (text.startsWith('/>', at)) return { name, attributes, end: at + 2, empty: true };
    if (text[at] === '>') return { name, attributes, end: at + 1, empty: false };
    const key = matchAt(NAME, text, at);
    if (key === '') return null;
    at += key.length;
    at += matchAt(BLANK, text, at).length;
    if (text[at] !== '=') return null;
    at++;
    at += matchAt(BLANK, text, at).length;
    const quote = text[at];
    if (quote !== '"' && quote !== "'") return null;
    const close = text.indexOf(quote, at + 1);
    if (close === -1) return null;
    attributes.set(key, text.slice(at + 1, close));
    at = close + 1;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
