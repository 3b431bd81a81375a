/** Links of the desktop app (`wms://theatre?run=..`): taken from the command line, a second launch or the system, and shown. */
import type { BrowserWindow } from 'electron';
import { placeOfLink, placeOfWords } from '../../shared/momentAddress.ts';

export class LinkOpener {
  /** Waits for a window that can show it. */
  #place: string | null;

  /** @param words of the command line */
  constructor(words: readonly string[]) {
    this.#place = placeOfWords(words);
  }

  /** @returns whether the words name a place */
  takeWords(words: readonly string[]): boolean {
    const place = placeOfWords(words);
    this.#place = place ?? this.#place;
    return place !== null;
  }

  takeLink(link: string): void {
    this.#place = placeOfLink(link) ?? this.#place;
  }

  /** Leads the window there, at once or when its page has come. */
  show(window: BrowserWindow): void {
    if (this.#place === null) return;
    const { webContents } = window;
    if (webContents.isLoading()) {
      webContents.once('did-finish-load', () => {
        this.#lead(window);
      });
    } else {
      this.#lead(window);
    }
  }

  #lead({ webContents }: BrowserWindow): void {
    const place = this.#place;
    if (place === null) return;
    this.#place = null;
    // A string of the program's own making: a hash that begins with a known place.
    void webContents.executeJavaScript(`location.hash = ${JSON.stringify(place)}`);
  }
}
