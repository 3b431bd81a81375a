/** A run's film as HTML that `PLAYER_SCRIPT` plays. */
import { escapedMarkup } from '../escapedMarkup.ts';
import type { Clip, Film, FrameSheet } from '../film.ts';
import type { Language } from '../messages/index.ts';
import { sayer, type Say } from './gridHtml.ts';

/** Nobody's eyes take more, and a game that has its steps in less is shown slower than it is. */
const FASTEST_MILLISECONDS = 20;

/** Base64, as both browsers and Node make it from letters. */
function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // More letters at once than a call takes arguments would throw.
  const piece = 0x8000;
  for (let from = 0; from < bytes.length; from += piece) {
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + piece)));
  }
  return btoa(pieces.join(''));
}

export function filmHtml(film: Film, name: string, language: Language): string {
  const say = sayer(language);
  const { checkpointId, seed, episodeReturn, length, noDream } = film;
  const facts = say('studyPage.film.facts', {
    checkpoint: checkpointId,
    seed,
    steps: length,
    earned: episodeReturn.toFixed(1),
  });
  const without = noDream === null ? '' : `<p class="muted">${say(`studyPage.noDream.${noDream}`)}</p>`;
  return [
    `<p class="muted">${facts}</p>${without}`,
    `<div class="clips">${film.clips.map((clip) => clipHtml(clip, name, say)).join('\n')}</div>`,
  ].join('\n');
}

function clipHtml({ kind, sheets, steps, returns, frameSeconds }: Clip, name: string, say: Say): string {
  const data = {
    steps: JSON.stringify(steps),
    returns: JSON.stringify(returns.map((value) => Number(value.toFixed(3)))),
    milliseconds: String(Math.max(FASTEST_MILLISECONDS, Math.round(1000 * frameSeconds))),
  };
  const attributes = Object.entries(data).map(([key, value]) => `data-${key}="${escapedMarkup(value)}"`);
  const words = (['play', 'pause'] as const).map((key) => `data-${key}="${say(`studyPage.${key}`)}"`);
  // The script fills these two in.
  const told = `data-told="${say('studyPage.told', { step: '{step}', earned: '{earned}' })}"`;
  const title = say(`studyPage.clip.${kind}`);
  const label = `${title}, ${escapedMarkup(name)}`;
  return `<figure class="clip" tabindex="0" role="group" aria-label="${label}" ${[...attributes, ...words, told].join(' ')}>
<figcaption>${title}</figcaption>
<div class="pictures">${sheets.map((sheet) => sheetHtml(sheet, steps.length, say)).join('')}</div>
<div class="controls" data-part="controls" hidden>
<button type="button" data-part="back">${say('studyPage.back')}</button>
<button type="button" data-part="play">${say('studyPage.play')}</button>
<button type="button" data-part="on">${say('studyPage.on')}</button>
<input type="range" data-part="slider" min="0" max="${steps.length - 1}" value="0" aria-label="${say('studyPage.place')}">
<span class="told" data-part="told"></span>
</div>
</figure>`;
}

function sheetHtml({ meaning, png, width, height, columns }: FrameSheet, frames: number, say: Say): string {
  const name = say(`studyPage.${meaning}`);
  return `<figure class="picture ${meaning}"><img hidden alt="" src="data:image/png;base64,${base64Of(png)}"><canvas width="${width}" height="${height}" data-columns="${columns}" role="img" aria-label="${say(`studyPage.picture.${meaning}`, { frames })}"></canvas><figcaption>${name}</figcaption></figure>`;
}
