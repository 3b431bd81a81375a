/** One evaluator process that measures, as the host sees it: how far it is, then its figures. */
import type { ErrorReport } from '../../shared/errors.ts';
import type { TrustResult } from '../../shared/trust.ts';
import type { FromTrust, TrustStart } from '../engine/messages.ts';
import { evaluatorDeath, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';

export type TrustOutcome =
  | { readonly kind: 'measured'; readonly result: TrustResult }
  /** It said why, or is gone without a word. */
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export class TrustProcess {
  readonly #process: EngineProcess;
  /** Resolves when the process is gone. */
  readonly ended: Promise<TrustOutcome>;

  private constructor(engine: EngineProcess, start: TrustStart, onShare: (share: number) => void) {
    this.#process = engine;
    let outcome: TrustOutcome | null = null;
    this.ended = new Promise((resolve) => {
      engine.onExit((exit) => {
        resolve(outcome ?? { kind: 'failed', error: evaluatorDeath(exit) });
      });
    });
    engine.port.onMessage((message) => {
      const told = message as FromTrust;
      if (told.type === 'share') {
        onShare(told.share);
        return;
      }
      outcome =
        told.type === 'failed'
          ? { kind: 'failed', error: told.error }
          : { kind: 'measured', result: told.result };
      engine.port.close();
    });
    engine.port.postMessage(start);
  }

  /** @throws StudioError `evaluation.crashed` where it cannot be started. */
  static async launch(
    launcher: ProcessLauncher,
    start: TrustStart,
    onShare: (share: number) => void,
  ): Promise<TrustProcess> {
    const { instrument, algorithm, environment, config, checkpointFile, episodes, temperatures, seed } =
      start;
    return new TrustProcess(
      await launcher.launch('evaluator'),
      { instrument, algorithm, environment, config, checkpointFile, episodes, temperatures, seed },
      onShare,
    );
  }

  /** At once: it has nothing to keep. */
  kill(): void {
    this.#process.kill();
  }
}
