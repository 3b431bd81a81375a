/** What a bug report needs of the studio that it is about: text in parts, shown to the person before any of it is saved. */

export const DIAGNOSTICS_PARTS = [
  'versions',
  'doctor',
  'compute',
  'settings',
  'store',
  'failures',
  'logs',
  'window',
] as const;
export type DiagnosticsPartId = (typeof DIAGNOSTICS_PARTS)[number];

export interface DiagnosticsPart {
  readonly id: DiagnosticsPartId;
  /** In the language that was asked for; without secrets, and without the folders in which things lie. */
  readonly lines: readonly string[];
}

export interface DiagnosticsReport {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly parts: readonly DiagnosticsPart[];
}

/** The one file. @param say a text of the catalogue, by its key */
export function diagnosticsText(
  { createdAt, parts }: DiagnosticsReport,
  say: (key: string, values?: Readonly<Record<string, string>>) => string,
): string {
  const sections = parts.map(({ id, lines }) =>
    [
      `## ${say(`diagnostics.part.${id}`)}`,
      '',
      ...(lines.length === 0 ? [say('diagnostics.none')] : lines),
    ].join('\n'),
  );
  return `${[`# ${say('diagnostics.head', { date: createdAt })}`, ...sections].join('\n\n')}\n`;
}

/** `studio-diagnostics-20260102-0304.txt` */
export function diagnosticsFileName({ createdAt }: Pick<DiagnosticsReport, 'createdAt'>): string {
  const [day = '', time = ''] = createdAt.replace(/[-:]/g, '').split('T');
  return `studio-diagnostics-${day}-${time.slice(0, 4)}.txt`;
}
