/** Where a study's figures come from: settings and what differs, seeds, versions, and what everything was computed on. */
import { escapedMarkup } from '../escapedMarkup.ts';
import { translate } from '../messages/index.ts';
import type { RunDetail } from '../run.ts';
import { gridHtml, sayer } from './gridHtml.ts';
import type { StudyPageContent } from './studyPage.ts';

/** Of a setting: a model of one's own may be a megabyte. */
const MOST_SETTING_LETTERS = 2000;

type Text = (key: string) => string;
type Words = StudyPageContent['words'];

export function settingsHtml({ study, rows, words }: StudyPageContent): string {
  const say = sayer(words.language);
  const text: Text = (key) => translate(words.language, key);
  const { settings, seeds, preset } = study.definition;
  const common = Object.entries(settings).map(([path, value]) => [
    words.settingName(path),
    words.settingText(path, value),
  ]);
  const table =
    common.length === 0
      ? `<p class="muted">${say('newStudy.allPreset')}</p>`
      : gridHtml({
          label: text('study.same'),
          head: [text('study.same'), text('studyPage.value')],
          rows: common,
          names: 2,
        });
  const configs = rows.flatMap(({ name, best }) =>
    best === null
      ? []
      : [
          `<details><summary>${say('studyPage.config', { name })}</summary>
${differencesHtml(best, words, text)}
<pre>${escapedMarkup(JSON.stringify(best.config, (_key, value: unknown) => shortened(value), 2))}</pre>
</details>`,
        ],
  );
  return `<p>${say('studyPage.preset', { preset, seeds: seeds.join(', ') })}</p>
${table}
${configs.join('\n')}`;
}

function differencesHtml({ differences }: RunDetail, words: Words, text: Text): string {
  if (differences.length === 0) return `<p class="muted">${escapedMarkup(text('newStudy.allPreset'))}</p>`;
  return gridHtml({
    label: text('studyPage.differences'),
    head: ['setting', 'value', 'presetValue', 'paperValue'].map((key) => text(`studyPage.${key}`)),
    rows: differences.map(({ path, value, preset, paper }) => [
      words.settingName(path),
      ...[value, preset, paper].map(plain),
    ]),
    names: 4,
  });
}

function shortened(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= MOST_SETTING_LETTERS) return value;
  return `${value.slice(0, MOST_SETTING_LETTERS)}… (${value.length})`;
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return String(shortened(typeof value === 'object' ? JSON.stringify(value) : value));
}

const RUN_COLUMNS = ['run', 'seed', 'status', 'score', 'steps', 'version', 'exact', 'compute'] as const;

export function runsHtml({ runs, study, words }: StudyPageContent): string {
  const say = sayer(words.language);
  const text: Text = (key) => translate(words.language, key);
  if (runs.length === 0) return `<p class="muted">${say('studyPage.notBegun')}</p>`;
  const { algorithm, environments } = study.definition;
  const computes = [...new Set(runs.map(computeText))].filter((compute) => compute !== '');
  const rows = runs.map((run) => [
    run.name,
    String(run.studyCell?.seed ?? '–'),
    text(`status.${run.status}`),
    run.score?.toFixed(1) ?? '–',
    String(run.axis.environmentSteps),
    run.codeVersion,
    text(run.exact ? 'studyPage.yes' : 'studyPage.no'),
    run.compute === null ? '–' : String(computes.indexOf(computeText(run)) + 1),
  ]);
  const machines = computes.map((compute) => `<li>${escapedMarkup(compute)}</li>`);
  return `${gridHtml({
    label: text('studyPage.runs'),
    head: RUN_COLUMNS.map((key) => text(`studyPage.run.${key}`)),
    rows,
    names: 1,
  })}
<p class="muted">${say('studyPage.exactText')}</p>
<h3>${say('studyPage.run.compute')}</h3>
<ol>${machines.join('\n')}</ol>
<p class="muted">${say('studyPage.algorithm', { algorithm, environments: environments.join(', ') })}</p>`;
}

/** What decides that two machines give the same bits. */
function computeText({ compute }: RunDetail): string {
  if (compute === null) return '';
  const { backend, gpu, threads, oneDnn, tensorflowVersion, cpu } = compute;
  return [
    `${backend} ${tensorflowVersion}`,
    gpu ?? cpu,
    `threads ${threads}`,
    `oneDNN ${oneDnn ? 'on' : 'off'}`,
  ].join(', ');
}
