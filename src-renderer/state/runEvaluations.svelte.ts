/** What the checkpoints of one run scored when a person asked, and what is being played for that now. */
import type { StudioClient } from '../client/studioClient.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { EvaluationResult, EvaluationUnderWay } from '../../shared/evaluation.ts';
import type { CommandArguments, TopicEvents } from '../../shared/protocol.ts';

export type EvaluationEvent = Extract<
  TopicEvents['run'],
  { kind: 'evaluationProgress' | 'evaluation' | 'evaluationEnded' }
>;

export class RunEvaluations {
  readonly #client: StudioClient;
  readonly #runId: string;
  #results = $state.raw<readonly EvaluationResult[]>([]);
  #underWay = $state.raw<readonly EvaluationUnderWay[]>([]);
  /** By checkpoint, until it is evaluated again. */
  #failures = $state.raw<Readonly<Record<string, ErrorReport>>>({});

  constructor(client: StudioClient, runId: string) {
    this.#client = client;
    this.#runId = runId;
  }

  /** Newest first. */
  get results(): readonly EvaluationResult[] {
    return this.#results;
  }

  /** Newest first. */
  resultsOf(checkpointId: string): readonly EvaluationResult[] {
    return this.#results.filter((result) => result.checkpointId === checkpointId);
  }

  underWayOf(checkpointId: string): EvaluationUnderWay | undefined {
    return this.#underWay.find((evaluation) => evaluation.checkpointId === checkpointId);
  }

  failureOf(checkpointId: string): ErrorReport | undefined {
    return this.#failures[checkpointId];
  }

  async load(): Promise<void> {
    const { results, underWay } = await this.#client.call('evaluations.list', { runId: this.#runId });
    this.#results = results;
    this.#underWay = underWay;
  }

  /** @throws StudioError `checkpoint.unknown`, `evaluation.busy` */
  async start(asked: Omit<CommandArguments<'evaluations.start'>, 'runId'>): Promise<void> {
    // What it does from now on is told to everybody who looks at the run.
    await this.#client.call('evaluations.start', { runId: this.#runId, ...asked });
  }

  /** @throws StudioError `evaluation.unknown` */
  async cancel({ id }: EvaluationUnderWay): Promise<void> {
    await this.#client.call('evaluations.cancel', { evaluationId: id });
  }

  receive(event: EvaluationEvent): void {
    switch (event.kind) {
      case 'evaluationProgress': {
        const { evaluation } = event;
        const others = this.#underWay.filter(({ id }) => id !== evaluation.id);
        this.#underWay = [...others, evaluation];
        this.#setFailure(evaluation.checkpointId, null);
        return;
      }
      case 'evaluation':
        this.#forget(event.evaluation.id);
        this.#results = [event.evaluation, ...this.#results];
        return;
      case 'evaluationEnded':
        this.#forget(event.evaluationId);
        this.#setFailure(event.checkpointId, event.error);
    }
  }

  #forget(evaluationId: string): void {
    this.#underWay = this.#underWay.filter(({ id }) => id !== evaluationId);
  }

  #setFailure(checkpointId: string, error: ErrorReport | null): void {
    const { [checkpointId]: _, ...others } = this.#failures;
    this.#failures = error === null ? others : { ...others, [checkpointId]: error };
  }
}
