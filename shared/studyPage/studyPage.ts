/**
 * A study as one HTML file that needs nothing else: table, curves, films that play, settings, seeds, versions and what it was computed
 * on. Its policy allows no network at all and no script but the player. Every name in it may come from anybody and is text.
 */
import { chartSvg, type DrawnCurve } from '../chartSvg.ts';
import type { ErrorReport } from '../errors.ts';
import { escapedMarkup } from '../escapedMarkup.ts';
import { filmBytes, type FilmOutcome } from '../film.ts';
import { describeError, translate } from '../messages/index.ts';
import type { RunDetail } from '../run.ts';
import type { Study } from '../study.ts';
import type { StudyTableRow } from '../studyTable.ts';
import { studyGrid, type TableWords } from '../studyText.ts';
import { filmHtml } from './filmHtml.ts';
import { gridHtml, sayer, type Say } from './gridHtml.ts';
import { PAGE_STYLE, PAGE_STYLE_HASH, PLAYER_SCRIPT, PLAYER_SCRIPT_HASH } from './player.ts';
import { runsHtml, settingsHtml } from './provenanceHtml.ts';

/** A chart of the page: the mean of each row over its seeds, with the band from the lowest to the highest. */
export interface PageChart {
  readonly title: string;
  readonly curves: readonly DrawnCurve[];
}

/** A row of the table with the run of it that did best. */
export interface PageRow {
  readonly name: string;
  /** Null where no run of it has begun. */
  readonly best: RunDetail | null;
  /** Null: the page has no room for its pictures. */
  readonly film: FilmOutcome | null;
}

export interface StudyPageContent {
  readonly study: Study;
  readonly table: readonly StudyTableRow[];
  readonly charts: readonly PageChart[];
  readonly rows: readonly PageRow[];
  /** All that there are, in the table's order. */
  readonly runs: readonly RunDetail[];
  readonly words: TableWords;
  /** Of the studio that writes the page. */
  readonly version: string;
  /** ISO. */
  readonly writtenAt: string;
}

export function studyPageHtml(content: StudyPageContent): string {
  const { study, table, words, version, writtenAt, rows, charts } = content;
  const { language } = words;
  const say = sayer(language);
  const { name, question, published } = study.definition;
  const bytes = rows.reduce(
    (sum, { film }) => sum + (film !== null && 'film' in film ? filmBytes(film.film) : 0),
    0,
  );
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${PAGE_STYLE_HASH}'`,
    `script-src '${PLAYER_SCRIPT_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const sources = [...new Set(published.map(({ source }) => source))];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapedMarkup(name)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapedMarkup(name)}</h1>
<p class="muted">${say('studyPage.written', { version, date: writtenAt.slice(0, 16).replace('T', ' ') })}</p>
${question.trim() === '' ? '' : `<p class="question">${escapedMarkup(question.trim())}</p>`}
<h2>${say('study.table')}</h2>
${tableHtml(study, table, words)}
<p class="muted">${say('study.tableNote')}</p>
${sources.length === 0 ? '' : `<p class="muted">${say('study.published')}: ${escapedMarkup(sources.join('; '))}</p>`}
<h2>${say('study.curves')}</h2>
${chartsHtml(charts, say)}
<h2>${say('studyPage.films')}</h2>
<p class="muted">${say('studyPage.filmsText')} ${say('studyPage.size', { megabytes: (bytes / 1e6).toFixed(1) })}</p>
<p class="muted">${say('studyPage.keys')}</p>
${rows.map((row) => rowHtml(row, content, say)).join('\n')}
<h2>${say('studyPage.settings')}</h2>
${settingsHtml(content)}
<h2>${say('studyPage.runs')}</h2>
${runsHtml(content)}
</main>
<script>${PLAYER_SCRIPT}</script>
</body>
</html>
`;
}

function tableHtml(study: Study, table: readonly StudyTableRow[], words: TableWords): string {
  return gridHtml({
    label: translate(words.language, 'study.table'),
    ...studyGrid(study, table, words),
  });
}

function chartsHtml(charts: readonly PageChart[], say: Say): string {
  const drawn = charts.filter(({ curves }) => curves.length > 0);
  if (drawn.length === 0) return `<p class="muted">${say('study.curvesEmpty')}</p>`;
  const svgs = drawn.map(({ title, curves }) => {
    const svg = chartSvg({ title, xLabel: '', curves, logarithmic: false }, (colour) => colour, {
      paper: 'none',
      text: 'currentColor',
      line: 'var(--line)',
    });
    const label = escapedMarkup(title);
    return `<div class="chart" role="region" tabindex="0" aria-label="${label}">${svg.replace('<svg ', `<svg role="img" aria-label="${label}" `)}</div>`;
  });
  return `${svgs.join('\n')}
<p class="muted">${say('studyPage.axis')} ${say('study.curvesNote')}</p>`;
}

function rowHtml({ name, best, film }: PageRow, { words }: StudyPageContent, say: Say): string {
  const head = `<h3>${escapedMarkup(name)}</h3>`;
  const inside =
    best === null
      ? `<p class="muted">${say('studyPage.notBegun')}</p>`
      : [
          `<p class="muted">${say('studyPage.best', { name: best.name, score: best.score?.toFixed(1) ?? '–' })}</p>`,
          film === null
            ? `<p class="warning">${say('studyPage.noRoom')}</p>`
            : 'film' in film
              ? filmHtml(film.film, name, words.language)
              : troubleHtml(film.error, words),
        ].join('\n');
  return `<section class="film">${head}\n${inside}</section>`;
}

function troubleHtml(error: ErrorReport, { language }: TableWords): string {
  const { what, why } = describeError(language, error);
  return `<p class="warning">${escapedMarkup(`${what} ${why}`)}</p>`;
}
