/** Asks what MuJoCo says of a person's own model and reward while they are typed. */
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { ModelInspection } from '../../shared/protocol.ts';
import type { StudioClient } from '../client/studioClient.ts';

const TYPING_MILLISECONDS = 250;

export interface AskedModel {
  readonly xml: string;
  readonly reward: string;
  /** Empty: the model's own pose. */
  readonly keyframe?: string;
}

export class ModelInquiry {
  /** The last answer; it stays while what is typed since is looked at. */
  inspection = $state.raw<ModelInspection | null>(null);
  /** Nobody could answer. */
  failure = $state.raw<ErrorReport | null>(null);
  /** The answer is about what stands there now. */
  settled = $state(false);

  /** To be made while a component is: it asks for as long as that one lives. */
  constructor(client: StudioClient, asked: () => AskedModel) {
    $effect(() => {
      const { xml, reward, keyframe = '' } = asked();
      let gone = false;
      this.settled = false;
      const answer = (inspection: ModelInspection | null, failure: ErrorReport | null) => {
        if (gone) return;
        this.inspection = inspection ?? this.inspection;
        this.failure = failure;
        this.settled = true;
      };
      const timer = setTimeout(() => {
        client.call('environments.inspectModel', { xml, reward, keyframe }).then(
          (found) => {
            answer(found, null);
          },
          (error: unknown) => {
            answer(null, reportError(error));
          },
        );
      }, TYPING_MILLISECONDS);
      return () => {
        gone = true;
        clearTimeout(timer);
      };
    });
  }
}
