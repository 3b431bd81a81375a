/**
 * Living thumbnails: one WebGL context draws all of them in turn and copies each into its card's own canvas, so that a
 * page of many costs no more than one view. Cards out of sight rest.
 */
import { LinearSRGBColorSpace, PerspectiveCamera, Vector3, WebGLRenderer } from 'three';
import type { ScenePreview } from '../../../shared/protocol.ts';
import { poseLayout } from '../../../shared/scene.ts';
import { cameraNames, namedCamera } from '../../scenes/cameraRig.ts';
import { PoseMotion } from '../../scenes/poseMotion.ts';
import { SceneWorld } from '../../scenes/sceneWorld.ts';
import { isSoftwareRendered } from '../../scenes/softwareRendering.ts';

/** Milliseconds of drawing a frame, so that the page stays responsive. */
const BUDGET_MILLISECONDS = 12;
/** A card is drawn this often at most. */
const CARD_INTERVAL_MILLISECONDS = 60;

interface Card {
  readonly canvas: HTMLCanvasElement;
  readonly world: SceneWorld;
  readonly preview: ScenePreview;
  readonly motion: PoseMotion;
  visible: boolean;
  frame: number;
  drawnAt: number;
  startedAt: number;
}

export class PreviewPlayer {
  readonly #renderer: WebGLRenderer;
  readonly #camera = new PerspectiveCamera(40, 1.5, 0.05, 2000);
  readonly #cards = new Set<Card>();
  /** Under reduced motion the first instant stands still. */
  readonly #still: boolean;
  #request = 0;

  /** @throws Error where the machine draws no WebGL */
  constructor(still: boolean) {
    this.#still = still;
    this.#renderer = new WebGLRenderer({
      antialias: !isSoftwareRendered(),
      stencil: true,
      powerPreference: 'low-power',
    });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
  }

  /** @returns removes it */
  add(canvas: HTMLCanvasElement, preview: ScenePreview): () => void {
    const world = new SceneWorld(preview.scene);
    const card: Card = {
      canvas,
      world,
      preview,
      motion: new PoseMotion(world.layout),
      visible: true,
      frame: -1,
      drawnAt: 0,
      startedAt: performance.now(),
    };
    this.#cards.add(card);
    const observer = new IntersectionObserver(([entry]) => {
      card.visible = entry?.isIntersecting ?? true;
      this.#wake();
    });
    observer.observe(canvas);
    this.#wake();
    return () => {
      observer.disconnect();
      this.#cards.delete(card);
      world.dispose();
    };
  }

  dispose(): void {
    cancelAnimationFrame(this.#request);
    for (const { world } of this.#cards) world.dispose();
    this.#cards.clear();
    this.#renderer.dispose();
  }

  #wake(): void {
    this.#request ||= requestAnimationFrame(this.#turn);
  }

  readonly #turn = () => {
    this.#request = 0;
    const now = performance.now();
    // Who waited longest comes first, so that a slow machine starves no card.
    const due = [...this.#cards]
      .filter(
        ({ visible, drawnAt }) =>
          visible && (drawnAt === 0 || (!this.#still && now - drawnAt >= CARD_INTERVAL_MILLISECONDS)),
      )
      .sort((a, b) => a.drawnAt - b.drawnAt);
    for (const card of due) {
      this.#draw(card, now);
      if (performance.now() - now > BUDGET_MILLISECONDS) break;
    }
    const moving = [...this.#cards].some(
      ({ visible, drawnAt }) => visible && (!this.#still || drawnAt === 0),
    );
    if (moving) this.#wake();
  };

  #draw(card: Card, now: number): void {
    const { canvas, preview, world, motion } = card;
    const width = Math.max(1, canvas.clientWidth);
    const height = Math.max(1, canvas.clientHeight);
    const frame = this.#frameAt(card, now);
    if (frame !== card.frame) {
      const { length } = poseLayout(preview.scene);
      const poses = preview.poses.subarray(frame * length, (frame + 1) * length);
      motion.push(poses, frame === 0 ? 0 : preview.frameSeconds, now / 1000);
      card.frame = frame;
    }
    world.update(motion.at(now / 1000));
    const [best = ''] = cameraNames(world);
    const camera = namedCamera(world, best, width / height) ?? this.#overview(world, width / height);
    camera.updateMatrixWorld();
    world.prepare(camera);
    // Setting a size makes the canvas anew, even the same one.
    const { domElement } = this.#renderer;
    if (domElement.width !== width || domElement.height !== height) {
      this.#renderer.setSize(width, height, false);
    }
    this.#renderer.render(world.root, camera);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    canvas.getContext('2d')?.drawImage(this.#renderer.domElement, 0, 0);
    card.drawnAt = now;
  }

  #frameAt({ preview, startedAt }: Card, now: number): number {
    if (this.#still) return Math.floor(preview.frames / 3);
    return Math.floor((now - startedAt) / 1000 / preview.frameSeconds) % preview.frames;
  }

  /** Where the scene has no camera of that name: all of it, from the front and above. */
  #overview(world: SceneWorld, aspect: number): PerspectiveCamera {
    const subject = world.body(world.subject)?.position ?? new Vector3();
    this.#camera.up.set(0, 0, 1);
    this.#camera.position.copy(subject).add(new Vector3(-2, -4, 2));
    this.#camera.lookAt(subject);
    this.#camera.aspect = aspect;
    this.#camera.updateProjectionMatrix();
    return this.#camera;
  }
}
