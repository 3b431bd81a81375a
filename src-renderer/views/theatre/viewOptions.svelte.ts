/** How a person likes pictures shown; kept between visits. */
import { keep, readKept } from '../../state/preferences.svelte.ts';
import type { ErrorStyle } from '../../components/pictureColours.ts';
import { FILM_KINDS, type FilmKind } from './recording/videoFile.ts';

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isErrorStyle = (value: unknown): value is ErrorStyle => value === 'absolute' || value === 'signed';

const isFilmKind = (value: unknown): value is FilmKind => FILM_KINDS.some((kind) => kind === value);

export class ViewOptions {
  #smooth = $state(readKept('theatre.smooth', false, isBoolean));
  #natural = $state(readKept('theatre.natural', true, isBoolean));
  #contacts = $state(readKept('theatre.contacts', false, isBoolean));
  #film = $state<FilmKind>(readKept('theatre.film', 'mp4', isFilmKind));
  #errorStyle = $state<ErrorStyle>(readKept('theatre.errorStyle', 'absolute', isErrorStyle));

  /** Pixels blended instead of crisp. */
  get smooth(): boolean {
    return this.#smooth;
  }
  set smooth(smooth: boolean) {
    this.#smooth = smooth;
    keep('theatre.smooth', smooth);
  }

  /** Inverted observations are turned back. */
  get natural(): boolean {
    return this.#natural;
  }
  set natural(natural: boolean) {
    this.#natural = natural;
    keep('theatre.natural', natural);
  }

  /** Contacts and forces are drawn over what really happens. */
  get contacts(): boolean {
    return this.#contacts;
  }
  set contacts(contacts: boolean) {
    this.#contacts = contacts;
    keep('theatre.contacts', contacts);
  }

  /** What a recording is saved as. */
  get film(): FilmKind {
    return this.#film;
  }
  set film(film: FilmKind) {
    this.#film = film;
    keep('theatre.film', film);
  }

  /** The panel of branches stands beside the others. Not kept: it takes room from them. */
  branches = $state(false);

  /** Dragging a body pulls it without a key held. Not kept: whoever comes back means to look around. */
  handOpen = $state(false);

  /** The camera that looks at reality, by its name; empty until a scene is there. Set beforehand, it is the first one taken. */
  camera = $state('');

  get errorStyle(): ErrorStyle {
    return this.#errorStyle;
  }
  set errorStyle(style: ErrorStyle) {
    this.#errorStyle = style;
    keep('theatre.errorStyle', style);
  }
}
