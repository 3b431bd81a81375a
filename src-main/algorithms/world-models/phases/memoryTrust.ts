/** Drift and obedience of what M dreams while it learns, in V's latents of held-out episodes. */
import { writeModelAction } from '../../../acting/modelActions.ts';
import { actionSize } from '../../../../shared/spaces.ts';
import { anyState } from '../../../models/worldModel.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { CONTEXT } from '../../../trust/heldOut.ts';
import { LIVE_HORIZON, LIVE_WINDOWS, liveTrustOfLatents, type LiveSequence } from '../../../trust/live.ts';
import { SequenceSampler } from '../sequences.ts';
import type { Workspace } from '../workspace.ts';

/** Nothing where held-out episodes are too short. @param batch names the draws */
export function memoryTrust(workspace: Workspace, batch: number): Record<string, number> {
  const { config, parts, heldOutEpisodes, round } = workspace;
  const moments = CONTEXT + LIVE_HORIZON;
  const long = heldOutEpisodes.filter(({ length }) => length > CONTEXT + 1);
  if (long.length === 0) return {};
  // Within one episode each: what lies beyond its end is another world.
  const sampler = new SequenceSampler(long, moments - 1, false);
  if (sampler.length <= CONTEXT) return {};
  const random = RandomStream.named(config.seed, `memory/${round}/trust/${batch}`);
  const sequences = Array.from({ length: LIVE_WINDOWS }, () => sequenceOf(workspace, sampler, random));
  const trust = liveTrustOfLatents(anyState(parts.world), sequences, random);
  return trust === null ? {} : { 'memory/driftSteps': trust.driftSteps, 'memory/obedience': trust.obedience };
}

function sequenceOf(
  { latents, replay, layout }: Workspace,
  sampler: SequenceSampler,
  random: RandomStream,
): LiveSequence {
  const [stretch] = sampler.draw(random);
  if (stretch === undefined) throw new Error('a sequence has a stretch');
  const { first, length } = stretch;
  const embeddings = new Float32Array(length * 2 * latents.latentSize);
  latents.read(first, length, embeddings);
  const { space } = layout.modelActions;
  const width = actionSize(space);
  const actions = new Float32Array(length * width);
  const recorded = replay.readSteps(first, length);
  // What is recorded at a step is taken there, and leads into the next.
  for (let step = 0; step < length - 1; step++) {
    writeModelAction(
      { space, values: null },
      recorded.actions,
      step * layout.actionArguments,
      actions,
      (step + 1) * width,
    );
  }
  return { embeddings, actions };
}
