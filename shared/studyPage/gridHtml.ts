/** Parts of a page of its own that several sections have. */
import { escapedMarkup } from '../escapedMarkup.ts';
import { translate, type Language, type MessageValues } from '../messages/index.ts';

/** Texts of the catalogue as they may stand in HTML. */
export type Say = (key: string, values?: MessageValues) => string;

export function sayer(language: Language): Say {
  return (key, values = {}) => escapedMarkup(translate(language, key, values));
}

export interface Grid {
  /** What the table is called for those who do not see it. */
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** So many columns from the left hold words; the others hold numbers. */
  readonly names: number;
}

/** A region that scrolls is reached by the keyboard too. */
function scrolling(label: string, inner: string): string {
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapedMarkup(label)}">${inner}</div>`;
}

/** Takes plain text. */
export function gridHtml({ label, head, rows, names }: Grid): string {
  const end = (index: number) => (index < names ? '' : ' class="end"');
  const heads = head.map((text, index) => `<th scope="col"${end(index)}>${escapedMarkup(text)}</th>`);
  const lines = rows.map((cells) => {
    const fields = cells.map((text, index) =>
      index === 0
        ? `<th scope="row">${escapedMarkup(text)}</th>`
        : `<td${end(index)}>${escapedMarkup(text)}</td>`,
    );
    return `<tr>${fields.join('')}</tr>`;
  });
  return scrolling(
    label,
    `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`,
  );
}
