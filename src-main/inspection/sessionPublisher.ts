/**
 * Sends what a theatre shows, at the pace of whoever draws it: the next frame goes out when the last was drawn, and a
 * scene only where it changed.
 */
import type { TopicEvents } from '../../shared/protocol.ts';
import type { Scene } from '../../shared/scene.ts';
import type { TheatreFrame, TheatreState, TheatreTimeline } from '../../shared/theatre.ts';

/** Asked only for what is sent: a frame costs a model's work. */
export interface Shown {
  /** Null where there is no scene. */
  readonly sceneVersion: number | null;
  scene(): Scene | null;
  state(): TheatreState;
  frame(): TheatreFrame;
  /** The curves' numbers that were not sent yet, or null. */
  timeline(): TheatreTimeline | null;
}

export class SessionPublisher {
  readonly #shown: Shown;
  readonly #emit: (event: TopicEvents['theatre']) => void;
  #sentSceneVersion: number | null = null;
  #frameInFlight = false;
  #frameWaits = false;

  constructor(shown: Shown, emit: (event: TopicEvents['theatre']) => void) {
    this.#shown = shown;
    this.#emit = emit;
  }

  /** A reader has just come: it has no scene, and no frame of another reader's holds its own back. */
  restart(): void {
    this.#sentSceneVersion = null;
    this.#frameInFlight = false;
  }

  /** The last frame was drawn: the next may come. */
  frameAcknowledged(): void {
    this.#frameInFlight = false;
    if (this.#frameWaits) this.publish();
  }

  /**
   * Sends what changed, once the last frame was drawn: a reader that is slow must not find a heap of old news.
   * @param controlled whoever just gave a control is told the new state at once
   */
  publish(controlled = false): void {
    const shown = this.#shown;
    if (this.#frameInFlight && !controlled) {
      this.#frameWaits = true;
      return;
    }
    if (this.#sentSceneVersion !== shown.sceneVersion) {
      this.#sentSceneVersion = shown.sceneVersion;
      const scene = shown.scene();
      if (scene !== null) this.#emit({ kind: 'scene', scene });
    }
    this.#emit({ kind: 'state', state: shown.state() });
    if (this.#frameInFlight) {
      this.#frameWaits = true;
      return;
    }
    this.#frameWaits = false;
    this.#frameInFlight = true;
    const timeline = shown.timeline();
    if (timeline !== null) this.#emit({ kind: 'timeline', timeline });
    this.#emit({ kind: 'frame', frame: shown.frame() });
  }
}
