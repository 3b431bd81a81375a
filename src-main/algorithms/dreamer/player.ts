/**
 * A Dreamer run's config, read as models: how world model and behaviour are shaped for an environment, and how they come
 * out of a checkpoint. Training, evaluation and the theatre all build them here.
 */
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { elementCount } from '../../../shared/spaces.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingConfig } from '../../environments/registry.ts';
import { createDreamerModel, type DreamerModel, type DreamerModelConfig } from './dreamerModel.ts';
import type { ObservationShape } from '../../models/observationCoder.ts';
import type { Policy } from '../../models/worldModel.ts';
import { RandomStream } from '../../numerics/random.ts';
import { ActorCritic, type ActorCriticConfig } from './actorCritic.ts';
import { CemPlanner } from './cemPlanner.ts';
import type { SlowCriticConfig } from './slowCritic.ts';

/** Where a checkpoint holds what; optimizers' moments are the trainer's. */
export const MODEL_PREFIX = 'model/';
export const BEHAVIOUR_PREFIX = 'behaviour/';

/** What a run's config means for its environment. */
export function dreamerEnvironment(environment: string, config: DreamerConfig): EnvironmentConfig {
  return trainingConfig(environment, config.environment);
}

/** @throws StudioError `config.invalid` where the environment does not give what the config wants to observe. */
export function dreamerModelConfig(config: DreamerConfig, environment: EnvironmentSpec): DreamerModelConfig {
  const { model, behaviour } = config;
  return {
    observation: observationShape(config, environment),
    actions: environment.actions,
    stochasticSize: model.stochasticSize,
    ...(model.latent === 'categorical' ? { latentClasses: model.latentClasses } : {}),
    deterministicSize: model.deterministicSize,
    hiddenSize: model.hiddenSize,
    reward: { layers: model.rewardLayers, units: model.rewardUnits, scalar: model.rewardHead },
    discount: model.predictsDiscount
      ? { layers: model.discountLayers, units: model.discountUnits, gamma: behaviour.gamma }
      : null,
    norm: model.layerNorm,
    cell: model.gru,
  };
}

function observationShape({ environment, model }: DreamerConfig, spec: EnvironmentSpec): ObservationShape {
  const { image, ...vectors } = spec.observations;
  const fields = Object.entries(vectors).map(([name, { shape }]) => ({ name, size: elementCount(shape) }));
  const given = image === undefined ? 'state' : fields.length === 0 ? 'pixels' : 'both';
  if (given !== environment.observation) {
    const reason = { state: 'numbers only', pixels: 'pixels only', both: 'pixels and numbers' }[given];
    throw new StudioError('config.invalid', {
      field: 'environment.observation',
      reason: `${spec.id} gives ${reason}`,
    });
  }
  const pixels = { kind: 'pixels', depth: model.imageDepth, bits: model.imageBits } as const;
  if (given === 'pixels') return pixels;
  const { vectorLayers, vectorUnits, vectorScale, layerNorm } = model;
  const vector = {
    kind: 'vector',
    fields,
    layers: vectorLayers,
    units: vectorUnits,
    norm: layerNorm,
    symlog: vectorScale === 'symlog',
  } as const;
  return given === 'state' ? vector : { kind: 'both', pixels, vector };
}

/** Null where nothing is learnt: the planner, or nobody. */
export function actorCriticConfig({ behaviour }: DreamerConfig): ActorCriticConfig | null {
  if (behaviour.kind === 'planner' || behaviour.kind === 'none') return null;
  return {
    actor: { layers: behaviour.actorLayers, units: behaviour.actorUnits },
    critic:
      behaviour.kind === 'actor-critic'
        ? {
            layers: behaviour.criticLayers,
            units: behaviour.criticUnits,
            scalar: behaviour.valueHead,
            ...slowCritic(behaviour),
          }
        : null,
    gamma: behaviour.gamma,
    lambda: behaviour.lambda,
    gradientPath: 'actions',
    actorGradient: behaviour.actorGradient,
    scalesReturns: behaviour.returnScale === 'percentiles',
    actionDistribution: behaviour.actionDistribution,
    unimix: behaviour.unimix,
    replayValueScale: behaviour.replayValueScale,
    entropyScale: behaviour.entropyScale,
    norm: behaviour.layerNorm,
  };
}

function slowCritic({
  slowCritic: kind,
  slowCriticEvery: every,
  slowCriticRate: rate,
}: DreamerConfig['behaviour']): { readonly slow?: SlowCriticConfig } {
  if (kind === 'none') return {};
  return { slow: kind === 'copied' ? { kind, every } : { kind, rate } };
}

/**
 * PlaNet's search as a policy over features. Both modes plan alike; the model stays the caller's.
 * @throws StudioError `config.invalid` where actions are discrete.
 */
export function plannerPolicy(config: DreamerConfig, model: DreamerModel): Policy {
  const { actions } = model.config;
  if (actions.kind !== 'box') {
    throw new StudioError('config.invalid', {
      field: 'behaviour.kind',
      reason: 'the planner needs continuous actions',
    });
  }
  const { horizon, planCandidates, planElites, planIterations } = config.behaviour;
  if (planElites > planCandidates) {
    throw new StudioError('config.invalid', {
      field: 'behaviour.planElites',
      reason: `more than the ${planCandidates} candidates`,
    });
  }
  const planner = new CemPlanner(model, actions, {
    horizon,
    candidates: planCandidates,
    elites: planElites,
    iterations: planIterations,
  });
  return {
    act(feature, random) {
      const state = model.stateOf(feature);
      try {
        return planner.act(state, random);
      } finally {
        state.z.dispose();
        state.h.dispose();
      }
    },
    weights: () => [],
    dispose: () => {
      planner.dispose();
    },
  };
}

export interface DreamerPlayer {
  readonly model: DreamerModel;
  /** Null where nobody acts: only the world model was trained. */
  readonly policy: Policy | null;
}

/** Both are the caller's. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function loadDreamer(
  config: DreamerConfig,
  environment: EnvironmentSpec,
  { arrays }: Checkpoint,
): DreamerPlayer {
  const unused = RandomStream.named(config.seed, 'unused');
  const model = createDreamerModel(dreamerModelConfig(config, environment), unused, arrays, MODEL_PREFIX);
  try {
    const shape = actorCriticConfig(config);
    if (config.behaviour.kind === 'none') return { model, policy: null };
    if (shape === null) return { model, policy: plannerPolicy(config, model) };
    const behaviour = new ActorCritic(shape, model, unused);
    try {
      behaviour.actor.parameters.import(arrays, BEHAVIOUR_PREFIX);
      behaviour.critic?.parameters.import(arrays, BEHAVIOUR_PREFIX);
    } catch (error) {
      behaviour.dispose();
      throw error;
    }
    return { model, policy: policyOf(behaviour) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Without a value model there is no value to show. */
function policyOf(behaviour: ActorCritic): Policy {
  if (behaviour.critic !== null) return behaviour;
  return {
    act: (feature, random, mode) => behaviour.act(feature, random, mode),
    weights: () => behaviour.weights(),
    dispose: () => behaviour.dispose(),
  };
}
