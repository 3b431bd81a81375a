/**
 * What plays the clips of a page that left the studio: plain script of our own, without any other file. It reads what it needs from
 * the page's own attributes, so that its text is always the same and the page can allow it by its hash alone.
 */

/** Of each clip: `data-steps`, `data-returns`, `data-milliseconds`, and words; of each picture its frame's size and `data-columns`. */
export const PLAYER_SCRIPT = `'use strict';
for (const clip of document.querySelectorAll('.clip')) {
  const find = (name) => clip.querySelector('[data-part=' + name + ']');
  const steps = JSON.parse(clip.dataset.steps);
  const returns = JSON.parse(clip.dataset.returns);
  const last = steps.length - 1;
  const [play, slider, told] = [find('play'), find('slider'), find('told')];
  const pictures = [...clip.querySelectorAll('canvas')].map((canvas) => {
    const sheet = canvas.parentElement.querySelector('img');
    const context = canvas.getContext('2d');
    return (frame) => {
      const { width, height } = canvas;
      const columns = Number(canvas.dataset.columns);
      const left = (frame % columns) * width;
      const top = Math.floor(frame / columns) * height;
      context.drawImage(sheet, left, top, width, height, 0, 0, width, height);
    };
  });
  let at = 0;
  let timer = 0;
  const show = (frame) => {
    at = Math.max(0, Math.min(last, frame));
    for (const draw of pictures) draw(at);
    slider.value = String(at);
    const text = clip.dataset.told
      .replace('{step}', steps[at])
      .replace('{earned}', returns[at].toFixed(1));
    told.textContent = text;
    slider.setAttribute('aria-valuetext', text);
  };
  const pause = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = clip.dataset.play;
  };
  const toggle = () => {
    if (timer !== 0) return pause();
    if (at === last) show(0);
    play.textContent = clip.dataset.pause;
    timer = setInterval(() => {
      show(at + 1);
      if (at === last) pause();
    }, Number(clip.dataset.milliseconds));
  };
  const go = (frame) => {
    pause();
    show(frame);
  };
  const keys = {
    ' ': toggle,
    ArrowLeft: () => go(at - 1),
    ArrowRight: () => go(at + 1),
    Home: () => go(0),
    End: () => go(last),
  };
  play.addEventListener('click', toggle);
  find('back').addEventListener('click', () => go(at - 1));
  find('on').addEventListener('click', () => go(at + 1));
  slider.addEventListener('input', () => go(Number(slider.value)));
  clip.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    // A space on a button is that button's own.
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    act();
  });
  const sheets = [...clip.querySelectorAll('img')];
  Promise.all(sheets.map((sheet) => sheet.decode())).then(() => {
    find('controls').hidden = false;
    show(0);
  });
}
`;

/** For the page's Content-Security-Policy; a test computes it again. */
export const PLAYER_SCRIPT_HASH = 'sha256-YeUeqPkG8vmsaCGHz5q9YUIJ0gtUwqRDZcSW+X2SLzY=';

/** Colours are the studio's (src-renderer/app.css), by what the reader's system prefers. */
export const PAGE_STYLE = `
:root {
  color-scheme: dark light;
  --page: #f6f7f9; --panel: #ffffff; --line: #dfe3e8; --edge: #818b99; --text: #1a1f27; --muted: #5c6672;
  --real: #0c4da8; --dreamt: #7b34e0; --warning: #985e00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1115; --panel: #161a21; --line: #262c36; --edge: #6d7787; --text: #e6e9ef; --muted: #9aa4b2;
    --real: #91bff8; --dreamt: #a074fc; --warning: #f9ab23;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1100px; padding: 24px 20px 48px; background: var(--page); color: var(--text);
  font: 14px/20px system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0 0 4px; font-size: 24px; line-height: 30px; }
h2 { margin: 32px 0 8px; font-size: 18px; }
h3 { margin: 0 0 4px; font-size: 15px; }
p { margin: 4px 0; }
.question { max-width: 75ch; white-space: pre-wrap; }
.muted, caption, figcaption { color: var(--muted); }
.warning { color: var(--warning); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
table { width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
td.end, th.end { text-align: right; white-space: nowrap; }
.chart, .film { margin: 12px 0; padding: 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
.chart { overflow-x: auto; }
.chart svg { display: block; max-width: 100%; height: auto; }
.clips { display: flex; flex-wrap: wrap; gap: 24px; margin-top: 12px; }
.clip { min-width: 0; margin: 0; }
.clip:focus-visible, .scroll:focus-visible, .chart:focus-visible { outline: 2px solid var(--real); outline-offset: 2px; }
.pictures { display: flex; flex-wrap: wrap; gap: 8px; }
.picture { margin: 0; }
.picture canvas { display: block; width: 224px; height: 224px; object-fit: contain; image-rendering: pixelated; border: 2px solid var(--real); border-radius: 4px; }
.picture.dreamt canvas { border: 2px dashed var(--dreamt); }
.picture figcaption { color: var(--real); font-size: 12px; }
.picture.dreamt figcaption { color: var(--dreamt); }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-top: 8px; }
.controls[hidden] { display: none; }
.controls input { flex: 1 1 120px; min-width: 80px; accent-color: var(--real); }
.told { flex-basis: 100%; color: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
button { min-height: 28px; padding: 2px 10px; border: 1px solid var(--edge); border-radius: 6px; background: var(--page); color: var(--text); font: inherit; cursor: pointer; }
button:focus-visible, input:focus-visible, summary:focus-visible { outline: 2px solid var(--real); outline-offset: 1px; }
details { margin: 8px 0; }
summary { cursor: pointer; }
pre { margin: 8px 0; padding: 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); font-size: 12px; line-height: 17px; white-space: pre-wrap; }
@media print { .controls { display: none; } }
`;

export const PAGE_STYLE_HASH = 'sha256-97SSP+CZZZDo8zuG4mBgFFulIKRqgIeo8pO5TwgN3p4=';
