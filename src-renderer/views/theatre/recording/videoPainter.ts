/** Paints one instant of the theatre onto a video's canvas, with the interface's colours and second cues. */
import { drawPicture } from '../../../components/drawPicture.ts';
import { isSoftwareRendered } from '../../../scenes/softwareRendering.ts';
import type { Picture } from '../../../../shared/run.ts';
import {
  contain,
  gridWithin,
  labelHeight,
  textScale,
  type Rectangle,
  type TileName,
  type VideoLayout,
} from './videoLayout.ts';

export type VideoMeaning = 'real' | 'seen' | 'dreamt' | 'plain';

export interface VideoTileContents {
  readonly label: string;
  readonly meaning: VideoMeaning;
  /** Several dreams are tiled; none: the frame stays empty. */
  readonly pictures: readonly Picture[];
  /** The 3D panel. */
  readonly drawn?: HTMLCanvasElement;
}

export interface VideoInstant {
  readonly tiles: Readonly<Partial<Record<TileName, VideoTileContents>>>;
  /** From left to right, each in a column of its own so that numbers stand still. */
  readonly facts: readonly string[];
  readonly note: { readonly text: string; readonly meaning: VideoMeaning };
  readonly title: string;
}

type Colour = VideoMeaning | 'page' | 'inset' | 'text' | 'muted';

const FACT_WIDTH = 124;
const DASHES = [7, 5];
const LINE_WIDTH: Readonly<Record<VideoMeaning, number>> = { real: 2, seen: 1, dreamt: 2, plain: 1 };

export class VideoPainter {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #layout: VideoLayout;
  readonly #smooth: boolean;
  readonly #letters: number;
  readonly #scratch: HTMLCanvasElement;
  readonly #colours: Readonly<Record<Colour, string>>;
  readonly #fontFamily: string;

  /** @param styled an element from whose style colours and face are taken */
  constructor(layout: VideoLayout, styled: HTMLElement, smooth: boolean) {
    this.#layout = layout;
    this.#smooth = smooth;
    this.#letters = textScale(layout);
    this.canvas = document.createElement('canvas');
    this.canvas.width = layout.width;
    this.canvas.height = layout.height;
    this.#scratch = document.createElement('canvas');
    // Where a CPU draws, pixels need not go through a graphics process and back to be encoded.
    const context = this.canvas.getContext('2d', {
      alpha: false,
      willReadFrequently: isSoftwareRendered(),
    });
    if (context === null) throw new Error('no 2D context');
    this.#context = context;
    const style = getComputedStyle(styled);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    this.#colours = {
      real: colour('real'),
      seen: colour('seen'),
      dreamt: colour('dreamt'),
      plain: colour('line-strong'),
      page: colour('page'),
      inset: colour('inset'),
      text: colour('text'),
      muted: colour('muted'),
    };
    this.#fontFamily = style.fontFamily;
  }

  paint(instant: VideoInstant): void {
    const context = this.#context;
    const { width, height, tiles } = this.#layout;
    context.fillStyle = this.#colours.page;
    context.fillRect(0, 0, width, height);
    for (const tile of tiles) {
      const contents = instant.tiles[tile.name];
      if (contents !== undefined) this.#tile(tile, contents);
    }
    this.#foot(instant);
  }

  #tile(place: Rectangle, { label, meaning, pictures, drawn }: VideoTileContents): void {
    const context = this.#context;
    context.fillStyle = this.#colours.inset;
    context.fillRect(place.x, place.y, place.width, place.height);
    if (drawn !== undefined && drawn.width > 0 && drawn.height > 0) {
      context.imageSmoothingEnabled = true;
      this.#image(drawn, contain(drawn.width / drawn.height, place));
    }
    const cells = gridWithin(pictures.length, place);
    context.imageSmoothingEnabled = this.#smooth;
    pictures.forEach((picture, index) => {
      const cell = cells[index];
      if (cell === undefined) return;
      drawPicture(this.#scratch, picture);
      this.#image(this.#scratch, contain(picture.width / picture.height, cell));
    });
    context.lineWidth = LINE_WIDTH[meaning];
    context.strokeStyle = this.#colours[meaning];
    context.setLineDash(meaning === 'dreamt' ? DASHES : []);
    context.strokeRect(place.x, place.y, place.width, place.height);
    const middle = place.y - labelHeight(this.#layout) / 2;
    context.beginPath();
    context.moveTo(place.x, middle);
    context.lineTo(place.x + 18 * this.#letters, middle);
    context.stroke();
    context.setLineDash([]);
    this.#text(label, place.x + 26 * this.#letters, middle, 'text', 600);
  }

  #image(source: HTMLCanvasElement, { x, y, width, height }: Rectangle): void {
    this.#context.drawImage(source, x, y, width, height);
  }

  #foot({ facts, note, title }: VideoInstant): void {
    const { foot } = this.#layout;
    const middle = foot.y + foot.height / 2;
    facts.forEach((fact, index) => {
      this.#text(fact, foot.x + index * FACT_WIDTH * this.#letters, middle, 'text');
    });
    const noteFrom = foot.x + facts.length * FACT_WIDTH * this.#letters;
    this.#text(note.text, noteFrom, middle, note.meaning === 'plain' ? 'muted' : note.meaning);
    const context = this.#context;
    const right = foot.x + foot.width;
    const room = right - noteFrom - context.measureText(note.text).width - 24;
    if (context.measureText(title).width > room) return;
    context.textAlign = 'right';
    this.#text(title, right, middle, 'muted');
    context.textAlign = 'left';
  }

  #text(text: string, x: number, y: number, colour: Colour, weight = 400): void {
    const context = this.#context;
    context.font = `${weight} ${16 * this.#letters}px ${this.#fontFamily}`;
    context.textBaseline = 'middle';
    context.fillStyle = this.#colours[colour];
    context.fillText(text, x, y);
  }
}
