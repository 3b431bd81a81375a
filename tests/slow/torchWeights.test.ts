/** The PyTorch lines of docs/formats.md, run on exported weights, against the studio's own numbers. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { expect, it, onTestFinished } from 'vitest';
import { VisionMemory } from '../../src-main/algorithms/world-models/visionMemory.ts';
import { loadTrained, trainedEnvironment } from '../../src-main/algorithms/registry.ts';
import { exportedWeights } from '../../src-main/engine/exportedWeights.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { trainedSource } from '../../src-main/host/trainedSource.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal, randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { readCheckpoint } from '../../src-main/store/checkpoints.ts';

const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const PYTHON = process.env['STUDIO_PEERS_PYTHON'] ?? '';
const hasTorch = PYTHON !== '' && spawnSync(PYTHON, ['-c', 'import torch, safetensors']).status === 0;
const ROWS = 5;
const CLOSE = 1e-5;

/** Reads inputs and what the studio makes of them, and prints the largest difference of each, by the larger of 1 and the number. */
const COMPARE = `
import json, re, sys
folder, page = sys.argv[1:]
code = re.search(r"\`\`\`python\\n(.*?)\`\`\`", open(page, encoding="utf-8").read(), re.S)[1]
exec(code.replace("car-racing.safetensors", folder + "/car.safetensors"))
given = {name: torch.tensor(part["data"]).reshape(part["shape"]) for name, part in json.load(open(folder + "/given.json")).items()}
mean, variance = see(given["image"].permute(0, 3, 1, 2))
h, c = remember(given["z"], given["action"], given["h"], given["c"])
logits, means, deviations = expect(given["h"])
found = {"mean": mean, "logVariance": variance, "picture": draw(given["z"]).permute(0, 2, 3, 1), "nextH": h, "nextC": c,
         "logits": logits, "means": means, "logDeviations": deviations, "chosen": act(given["z"], given["h"])}
print(json.dumps({name: float(((x - given[name]).abs() / given[name].abs().clamp(min=1)).max()) for name, x in found.items()}))
`;

const plain = (tensor: Tensor) => ({ shape: tensor.shape, data: Array.from(tensor.dataSync()) });

it.skipIf(!hasTorch)('PyTorch computes what the studio does from what it exports', async () => {
  const source = await trainedSource('car-racing', {
    dataFolder: '/nowhere',
    shipped: path.join(CHECKOUT, 'assets', 'experiments'),
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-torch-'));
  onTestFinished(() => {
    source.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(path.join(folder, 'car.safetensors'), await exportedWeights(source));
  await initialiseBackend();
  const real = await createEnvironment(source.environment, trainedEnvironment(source.environment, source));
  const { checkpoint } = await readCheckpoint(source.checkpointFile);
  const loaded = loadTrained({ ...source, checkpoint }, real.spec);
  if (loaded.kind !== 'model' || loaded.policy === null) throw new Error('no world model with a controller');
  const model: unknown = loaded.model;
  if (!(model instanceof VisionMemory)) throw new Error('no V and M');
  const random = RandomStream.named(3, 'torch');
  const { latentSize: Z, hiddenSize: H, actionSize: A } = model.memory.config;
  const image = randomUniform([ROWS, 64, 64, 3], random) as Tensor4D;
  const [z, h, c, action] = [Z, H, H, A].map((size) => randomNormal([ROWS, size], random)) as [
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
  ];
  const { mean, logVariance } = model.vision.encode(image);
  const next = model.memory.step({ hidden: h, cell: c }, z, action);
  const { logits, means, logSigmas } = model.memory.predict(h).mixture;
  const stacked = (parts: readonly Tensor[]) => {
    const data = parts.map((part) => part.arraySync() as number[][]);
    // [B, K, Z] of K of [B, Z].
    const flat = Array.from({ length: ROWS }, (_, row) => data.flatMap((part) => part[row] ?? [])).flat();
    return { shape: [ROWS, parts.length, Z], data: flat };
  };
  const chosen = loaded.policy.act(model.feature({ ...model.initial(ROWS), z, h, c }), random, 'mean');
  const given = {
    image: plain(image),
    z: plain(z),
    h: plain(h),
    c: plain(c),
    action: plain(action),
    mean: plain(mean),
    logVariance: plain(logVariance),
    picture: plain(model.vision.decode(z)),
    nextH: plain(next.hidden),
    nextC: plain(next.cell),
    logits: stacked(logits),
    means: stacked(means),
    logDeviations: stacked(logSigmas),
    chosen: plain(chosen),
  };
  writeFileSync(path.join(folder, 'given.json'), JSON.stringify(given));
  const page = path.join(CHECKOUT, 'docs', 'formats.md');
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', COMPARE, folder, page], { encoding: 'utf8' });
  expect(stdout, stderr).not.toBe('');
  const differences = JSON.parse(stdout) as Record<string, number>;
  expect(Object.keys(differences)).toHaveLength(9);
  for (const [name, difference] of Object.entries(differences)) {
    expect(difference, name).toBeLessThan(CLOSE);
  }
});
