/** What a model is compiled from: one text, or several files of which MuJoCo reads one first. */
import { StudioError } from '../../../shared/errors.ts';
import { isModelFiles, parseModelFiles } from '../../../shared/modelFiles.ts';
import { unpackModel } from './modelArchive.ts';
import { normalPath, textOf } from './modelPaths.ts';
import { includedFiles, type ModelSource } from './modelReferences.ts';

/** Of names in an error. */
const MOST_NAMED = 8;

/**
 * @param model MJCF, or a text of `modelFilesText`
 * @throws StudioError as `unpackModel`, `environment.modelNoMain`, `environment.modelWhichMain`
 */
export function modelSource(model: string): ModelSource {
  if (!isModelFiles(model)) return { main: '', text: model, files: new Map() };
  const parsed = parseModelFiles(model);
  if (parsed === null) throw new StudioError('environment.modelNotZip', { reason: 'its heading is cut' });
  return sourceOf(unpackModel(parsed), parsed.main);
}

/**
 * @param named path of the file that MuJoCo reads first; empty: it is found by itself
 * @throws StudioError `environment.modelNoMain`, `environment.modelWhichMain`, `environment.modelFileMissing`
 */
export function sourceOf(files: ReadonlyMap<string, Uint8Array>, named: string): ModelSource {
  const main = named === '' ? findMain(files) : normalPath(named);
  const bytes = files.get(main ?? '');
  if (main === null || bytes === undefined) {
    throw new StudioError('environment.modelFileMissing', { count: 1, names: named });
  }
  return { main, text: textOf(bytes), files };
}

/**
 * The one model that no other file includes. Among several a scene comes before the bare robot that it shows, as in the folders
 * that people publish.
 */
function findMain(files: ReadonlyMap<string, Uint8Array>): string {
  const models = [...files.keys()].filter((path) => /\.(xml|mjcf)$/i.test(path)).sort();
  const texts = models
    .map((path) => ({ path, text: textOf(files.get(path)) }))
    .filter(({ text }) => /<mujoco[\s>]/.test(text));
  if (texts.length === 0) throw new StudioError('environment.modelNoMain', { count: files.size });
  const included = new Set(texts.flatMap(({ path, text }) => includedFiles(path, text)));
  const candidates = texts.map(({ path }) => path).filter((path) => !included.has(path));
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only;
  const scenes = candidates.filter((path) => /(^|\/)scene\.(xml|mjcf)$/i.test(path));
  const [scene, otherScene] = scenes;
  if (scene !== undefined && otherScene === undefined) return scene;
  const named = (candidates.length > 0 ? candidates : models).slice(0, MOST_NAMED).join(', ');
  throw new StudioError('environment.modelWhichMain', { names: named });
}
