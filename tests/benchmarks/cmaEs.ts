/**
 * CMA-ES's own cost at Take Cover's size (1,088 parameters, population 64): milliseconds a generation, asking and
 * telling, decompositions included at the rate at which they fall due. A generation of the paper's rollouts takes
 * minutes, so anything below a second is far under 5% of it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { CmaEs } from '../../src-main/algorithms/world-models/cmaEs.ts';
import { decompose } from '../../src-main/algorithms/world-models/tensorEigen.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARK_THREADS } from './torchPeer.ts';

const PARAMETERS = 1088;
const POPULATION = 64;
const GENERATIONS = 4;

const PEER_SCRIPT = `
import time, warnings
warnings.filterwarnings("ignore")
import cma, numpy
search = cma.CMAEvolutionStrategy(numpy.ones(${PARAMETERS}), 0.1, {"popsize": ${POPULATION}, "verbose": -9, "seed": 1})
def generation():
    candidates = search.ask()
    search.tell(candidates, [float(numpy.dot(x, x)) for x in candidates])
generation()
start = time.perf_counter()
for _ in range(${GENERATIONS}):
    generation()
print((time.perf_counter() - start) / ${GENERATIONS} * 1000)
`;

let search: CmaEs | null = null;

function generation(es: CmaEs): void {
  es.tell(es.ask().map((x) => x.reduce((sum, element) => sum + element * element, 0)));
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'cma-es-1088',
    unit: 'ms/generation',
    higherIsBetter: false,
    peer: 'cma',
    async measure() {
      await initialiseBackend({ threads: BENCHMARK_THREADS });
      search ??= new CmaEs({
        initialMean: new Float64Array(PARAMETERS).fill(1),
        initialSigma: 0.1,
        populationSize: POPULATION,
        random: RandomStream.named(0, 'benchmark'),
        decompose,
      });
      const begin = performance.now();
      for (let k = 0; k < GENERATIONS; k++) generation(search);
      return (performance.now() - begin) / GENERATIONS;
    },
    async measurePeer(python) {
      const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', '-c', PEER_SCRIPT]);
      return Number(stdout.trim().split('\n').at(-1));
    },
  },
];
