/** `studio environments`: what can be played; with `--serve`, plays it for the Python package (python/) over two named pipes. */
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { ENVIRONMENT_CONFIG_SCHEMA } from '../../../shared/recipe.ts';
import { serveEnvironments } from '../../engine/environmentServer.ts';
import { environmentIds } from '../../environments/registry.ts';
import { serveCopies, type ServedCopies } from '../../environments/servedCopies.ts';
import { requireModel, requireRunModel } from '../foreignModel.ts';
import { chosenDataFolder, print, projectFolder, sayError } from '../terminal.ts';

const COUNT = z.number().int().min(1).max(4096).default(1);
const ASKED_SCHEMA = z.union([
  z.strictObject({
    environment: z.string().max(200),
    config: ENVIRONMENT_CONFIG_SCHEMA.default({}),
    count: COUNT,
    /** Threads that the copies share; where absent one a core. */
    workers: z.number().int().min(0).max(256).optional(),
  }),
  z.strictObject({
    /** As `trainedSource` takes it. */
    dream: z.string().max(4096),
    checkpoint: z.string().max(200).optional(),
    temperature: z.number().min(0.05).max(3).optional(),
    dataDir: z.string().max(4096).optional(),
    count: COUNT,
  }),
]);

export async function environments({ serve }: { readonly serve?: string }): Promise<void> {
  if (serve === undefined) {
    for (const id of environmentIds()) print(id);
    return;
  }
  await serveEnvironments(serve, { open, tell: sayError });
}

/** @throws StudioError `config.invalid`, and whatever is wrong with what is asked for */
async function open(asked: unknown): Promise<ServedCopies> {
  const parsed = ASKED_SCHEMA.safeParse(asked);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StudioError('config.invalid', {
      field: issue?.path.join('.') ?? '',
      reason: issue?.message ?? '',
    });
  }
  const { data } = parsed;
  if ('dream' in data) return openDream(data);
  const { environment, config, count, workers = os.availableParallelism() } = data;
  await requireModel(environment, config);
  return serveCopies(environment, config, { count, workers });
}

async function openDream({
  dream,
  checkpoint,
  temperature,
  dataDir,
  count,
}: Extract<z.infer<typeof ASKED_SCHEMA>, { readonly dream: string }>): Promise<ServedCopies> {
  // Loaded here, so that a real environment waits for neither TensorFlow nor the store.
  const { trainedSource } = await import('../../host/trainedSource.ts');
  const { serveDreams } = await import('../../engine/servedDreams.ts');
  const source = await trainedSource(dream, {
    dataFolder: chosenDataFolder(dataDir === undefined ? {} : { dataDir }),
    shipped: path.join(projectFolder(), 'assets', 'experiments'),
    checkpoint,
  });
  try {
    await requireRunModel(source.environment, source.config);
    return await serveDreams(source, { count, temperature });
  } finally {
    source.dispose();
  }
}
