/**
 * What planck's solver keeps in its bodies between and during steps. Its declarations hide these fields; custom joints
 * and exact saving need them. The one place that looks behind planck's declarations, tested against planck's own joint.
 */
import type { Body } from 'planck';

interface Pair {
  x: number;
  y: number;
}

export interface SolverBody {
  readonly m_invMass: number;
  readonly m_invI: number;
  m_sleepTime: number;
  m_awakeFlag: boolean;
  /** Motion of the centre of mass: place and angle at the end of the last step. */
  readonly m_sweep: {
    readonly localCenter: Pair;
    readonly c: Pair;
    a: number;
    readonly c0: Pair;
    a0: number;
  };
  /** Working copies while a step is solved. */
  readonly c_position: { readonly c: Pair; a: number };
  readonly c_velocity: { readonly v: Pair; w: number };
  synchronizeTransform(): void;
}

export function solverBody(body: Body): SolverBody {
  return body as unknown as SolverBody;
}
