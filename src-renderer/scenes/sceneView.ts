/**
 * A canvas in which a scene lives: `setScene`, then `update(poses)` as instants come. Draws only when something
 * changed or moves, at the resolution that the machine manages.
 */
import { LinearSRGBColorSpace, WebGLRenderer, type Camera } from 'three';
import type { Grip } from '../../shared/recipe.ts';
import type { Scene } from '../../shared/scene.ts';
import { AdaptiveResolution } from './adaptiveResolution.ts';
import { BodyGrip } from './bodyGrip.ts';
import { CameraRig, cameraNames } from './cameraRig.ts';
import { ForceOverlay, NO_FORCES, type ForceColours, type ShownForces } from './forceOverlay.ts';
import { PoseMotion } from './poseMotion.ts';
import { SceneWorld } from './sceneWorld.ts';
import { isSoftwareRendered } from './softwareRendering.ts';

/** Between two frames of one motion; anything longer was a rest. */
const REST_SECONDS = 0.3;
/** A CPU draws no more often than this: the cores have other work. */
const SOFTWARE_FRAME_SECONDS = 1 / 34;
/** A camera that was not drawn for longer need not catch up faster. */
const LONGEST_SECONDS = 1;

export interface SceneViewEvents {
  /** The camera was changed by dragging. */
  readonly onCamera?: (name: string) => void;
  /** A hand took hold of a body or moved with it; null: it let go. */
  readonly onGrip?: (grip: Grip | null) => void;
}

export class SceneView {
  readonly canvas: HTMLCanvasElement;
  readonly #renderer: WebGLRenderer;
  readonly #rig: CameraRig;
  readonly #software: boolean;
  readonly #resolution = new AdaptiveResolution(devicePixelRatio);
  #world: SceneWorld | null = null;
  #motion: PoseMotion | null = null;
  #width = 1;
  #height = 1;
  #frame = 0;
  #lastDrawn = 0;
  #framesDrawn = 0;
  readonly #events: SceneViewEvents;
  /** The one last drawn with. */
  #camera: Camera | null = null;
  /** Made when there is first something to show: most scenes know no forces. */
  #overlay: ForceOverlay | null = null;
  #colours: ForceColours | null = null;
  readonly #hand: BodyGrip;
  #forces: ShownForces = NO_FORCES;
  /** Of the instant before, shown until the motion from it is half way. */
  #forcesBefore: ShownForces = NO_FORCES;
  #forcesFrom = 0;

  /** @throws Error where the machine draws no WebGL. */
  constructor(canvas: HTMLCanvasElement, events: SceneViewEvents = {}) {
    this.canvas = canvas;
    this.#events = events;
    this.#software = isSoftwareRendered();
    this.#renderer = new WebGLRenderer({
      canvas,
      // On a CPU smooth edges cost as much as all the rest.
      antialias: !this.#software,
      stencil: true,
      powerPreference: 'low-power',
    });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    // Before the camera's own listeners: what is held is not turned around.
    this.#hand = new BodyGrip(canvas, { world: () => this.#world, camera: () => this.#camera }, (grip) => {
      this.#events.onGrip?.(grip);
      this.render();
    });
    this.#rig = new CameraRig(canvas, () => this.render());
    canvas.addEventListener('pointerdown', this.#grab, { capture: true });
    canvas.addEventListener('wheel', this.#grab, { capture: true, passive: true });
  }

  get cameras(): readonly string[] {
    return this.#world === null ? [] : cameraNames(this.#world);
  }
  get camera(): string {
    return this.#rig.name;
  }
  /** Since it was made; for measuring. */
  get framesDrawn(): number {
    return this.#framesDrawn;
  }
  get resolution(): number {
    return this.#resolution.scale;
  }

  setScene(scene: Scene): void {
    this.#hand.letGo();
    this.#overlay?.dispose();
    this.#overlay = null;
    this.#forces = this.#forcesBefore = NO_FORCES;
    this.#world?.dispose();
    this.#world = new SceneWorld(scene);
    this.#motion = new PoseMotion(this.#world.layout);
    this.#rig.setWorld(this.#world);
    this.render();
  }

  /** @param seconds how long the motion from the last instant to this one takes; 0: at once */
  update(poses: Float64Array, seconds = 0, forces: ShownForces = NO_FORCES): void {
    const now = performance.now() / 1000;
    this.#motion?.push(poses, seconds, now);
    this.#forcesBefore = this.#forces;
    this.#forces = forces;
    this.#forcesFrom = this.#motion?.isMoving(now) === true ? now + seconds / 2 : now;
    this.render();
  }

  setForceColours(colours: ForceColours): void {
    this.#colours = colours;
    this.#overlay?.setColours(colours);
    this.render();
  }

  /** @param enabled bodies may be held at all @param open without holding a key */
  offerHand(enabled: boolean, open: boolean): void {
    this.#hand.enabled = enabled;
    this.#hand.open = open;
    if (!enabled) this.#hand.letGo();
  }

  chooseCamera(name: string): void {
    this.#rig.choose(name);
    this.render();
  }

  resize(width: number, height: number): void {
    if (width < 1 || height < 1) return;
    this.#width = width;
    this.#height = height;
    this.#applySize();
    // At once: a resized canvas is empty until it is drawn.
    this.#draw(performance.now());
  }

  /**
   * An instant at once, without motion, for whoever copies it: the canvas holds it until the present task ends, then
   * what moves goes on. Null while there is no scene.
   */
  drawInstant(poses: Float64Array, forces: ShownForces = NO_FORCES): HTMLCanvasElement | null {
    const world = this.#world;
    if (world === null || this.#motion === null) return null;
    world.update(poses);
    this.#showForces(world, forces);
    this.#drawWorld(world, 0);
    // The window shall not stay ahead of the motion it shows.
    this.#lastDrawn -= SOFTWARE_FRAME_SECONDS;
    this.render();
    return this.canvas;
  }

  /** Asks for a frame. */
  render(): void {
    this.#frame ||= requestAnimationFrame(this.#draw);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.canvas.removeEventListener('pointerdown', this.#grab, { capture: true });
    this.canvas.removeEventListener('wheel', this.#grab, { capture: true });
    this.#hand.dispose();
    this.#rig.dispose();
    this.#overlay?.dispose();
    this.#world?.dispose();
    this.#renderer.dispose();
  }

  readonly #grab = (event: Event) => {
    if (event instanceof PointerEvent && event.button !== 0) return;
    if (this.#rig.name !== 'chase') return;
    this.#rig.orbitFromHere();
    this.#events.onCamera?.(this.#rig.name);
  };

  readonly #draw = (milliseconds: number) => {
    this.#frame = 0;
    const world = this.#world;
    const motion = this.#motion;
    // A scene's bodies and cameras have no place before its first instant comes.
    if (world === null || motion === null || motion.isEmpty) return;
    const now = performance.now() / 1000;
    const since = milliseconds / 1000 - this.#lastDrawn;
    if (this.#software && since > 0 && since < SOFTWARE_FRAME_SECONDS) {
      this.#frame = requestAnimationFrame(this.#draw);
      return;
    }
    this.#lastDrawn = milliseconds / 1000;
    if (since < REST_SECONDS && since > 0 && this.#resolution.measure(since)) this.#applySize();
    world.update(motion.at(now));
    this.#hand.follow();
    this.#showForces(world, now < this.#forcesFrom ? this.#forcesBefore : this.#forces);
    this.#drawWorld(world, Math.min(since, LONGEST_SECONDS));
    this.#framesDrawn++;
    // A chasing camera comes to rest a moment after what it follows.
    if (motion.isMoving(now) || !this.#rig.settled) this.#frame ||= requestAnimationFrame(this.#draw);
  };

  /** @param seconds for which the camera moves */
  #drawWorld(world: SceneWorld, seconds: number): void {
    const camera = this.#rig.camera(this.#width / this.#height, seconds);
    camera.updateMatrixWorld();
    this.#camera = camera;
    world.prepare(camera);
    this.#renderer.render(world.root, camera);
  }

  #showForces(world: SceneWorld, forces: ShownForces): void {
    const { grip } = this.#hand;
    if (this.#overlay === null) {
      if (forces.contacts.length === 0 && forces.pull === null && grip === null) return;
      this.#overlay = new ForceOverlay(world);
      if (this.#colours !== null) this.#overlay.setColours(this.#colours);
      world.root.add(this.#overlay.root);
    }
    this.#overlay.show(forces, grip);
  }

  #applySize(): void {
    this.#renderer.setPixelRatio(this.#resolution.scale);
    this.#renderer.setSize(this.#width, this.#height, false);
  }
}
