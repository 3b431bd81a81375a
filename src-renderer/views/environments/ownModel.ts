/** The model file that a person opened last, kept from one visit to the next. */
import { EXAMPLE_REWARD, EXAMPLE_XML } from '../../../shared/exampleModel.ts';
import { keep, readKept } from '../../state/preferences.svelte.ts';

export interface OwnModel {
  /** The file's; null: the example. */
  readonly name: string | null;
  readonly xml: string;
  readonly reward: string;
  /** That is started from; absent or empty: the model's own pose. */
  readonly keyframe?: string;
}

const KEY = 'environments.ownModel';
/** A browser keeps a few megabytes in all; a larger model is opened again by its file. */
const MOST_KEPT = 1_000_000;
const EXAMPLE: OwnModel = { name: null, xml: EXAMPLE_XML, reward: EXAMPLE_REWARD };

const isOwnModel = (value: unknown): value is OwnModel => {
  const model = value as Partial<OwnModel> | null;
  return typeof model?.xml === 'string' && typeof model.reward === 'string';
};

export function lastOwnModel(): OwnModel {
  return readKept(KEY, EXAMPLE, isOwnModel);
}

export function keepOwnModel(model: OwnModel): void {
  keep(KEY, model.xml.length > MOST_KEPT ? EXAMPLE : model);
}
