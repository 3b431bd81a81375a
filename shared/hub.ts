/** Many machines, as a person sees them: the hub, and the computers that have joined it. */
import type { ErrorReport } from './errors.ts';
import type { ComputeFingerprint } from './run.ts';

export const MOST_INVITATION_HOURS = 24 * 365;

export interface HubInvitation {
  readonly id: string;
  readonly role: 'worker' | 'host';
  /** It lets in as many as come before it expires; otherwise one. */
  readonly reusable: boolean;
  /** ISO 8601, by the hub's clock. */
  readonly expiresAt: string;
  readonly state: 'open' | 'used' | 'expired' | 'revoked';
}

/** A computer that has joined, whether it is there or not. */
export interface HubWorker {
  readonly id: string;
  readonly role: 'worker' | 'host';
  /** The computer's name. */
  readonly host: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly compute: ComputeFingerprint;
  /** Where it is alike, the same bits come out. */
  readonly fingerprint: string;
  readonly build: string;
  /** By the hub's clock. */
  readonly joinedAt: string;
  /** `stale`: it was there and is silent; `away`: not seen since the hub began; `otherBuild`: its studio is another. */
  readonly state: 'here' | 'draining' | 'stale' | 'away' | 'otherBuild';
  /** Milliseconds before the hub's answer; null where none was heard. */
  readonly lastBeatMilliseconds: number | null;
  readonly places: number;
  /** Ids of runs. */
  readonly running: readonly string[];
}

/** The hub beside the studio. */
export type HubState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly doneBytes: number; readonly totalBytes: number }
  | {
      readonly kind: 'running';
      /** Where it listens. */
      readonly host: string;
      readonly port: number;
      /** Nobody but this computer can reach it. */
      readonly loopback: boolean;
    }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export interface MachinesReport {
  readonly hub: HubState;
  /** Empty where there is no hub. */
  readonly workers: readonly HubWorker[];
}
