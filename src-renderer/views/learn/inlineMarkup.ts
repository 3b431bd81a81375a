/**
 * The few marks that the course's texts carry: `*x*` a symbol, `**word**` a term where it is explained, `_[t]` below the
 * line and `^[2]` above it, in which symbols may stand again. Everything else is text as it stands.
 */

export interface TextPart {
  readonly style: 'plain' | 'symbol' | 'term';
  readonly height: 'line' | 'below' | 'above';
  readonly text: string;
}

export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/([_^])\[([^\]]*)\]/g)) {
    parts.push(...styled(text.slice(from, match.index), 'line'));
    parts.push(...styled(match[2] ?? '', match[1] === '_' ? 'below' : 'above'));
    from = match.index + match[0].length;
  }
  return [...parts, ...styled(text.slice(from), 'line')];
}

function styled(text: string, height: TextPart['height']): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  const put = (style: TextPart['style'], piece: string) => {
    if (piece !== '') parts.push({ style, height, text: piece });
  };
  for (const match of text.matchAll(/\*\*([^*]+)\*\*|\*([^*]+)\*/g)) {
    put('plain', text.slice(from, match.index));
    if (match[1] === undefined) put('symbol', match[2] ?? '');
    else put('term', match[1]);
    from = match.index + match[0].length;
  }
  put('plain', text.slice(from));
  return parts;
}
