/**
 * Before a run is made of a model or of code of a person's own: that the model compiles and its reward reads, that the code is allowed
 * and opens, and that something can be trained on it. The caller says which process looks at it; it is never this one.
 */

/**
 * Does nothing where the run has nothing of its own.
 * @throws StudioError `environment.*` with MuJoCo's message and line, the place in the reward with what was found and expected,
 *   or the actuator
 */
export type RequireModel = (run: {
  readonly algorithm: string;
  readonly environment: string;
  /** The whole of it. */
  readonly config: Readonly<Record<string, unknown>>;
}) => Promise<void>;
