/** Steps of a Dreamer of the size that is named; prints the most memory that this process held, in MB. */
import { behaviourStep, modelStep, SIZES, type Size } from '../dreamer.ts';

const STEPS = 3;

const size = SIZES[process.argv[2] as Size['name']];
for (const make of [modelStep, behaviourStep]) {
  const step = await make(size);
  for (let i = 0; i < STEPS; i++) step();
}
process.stdout.write(`${(process.resourceUsage().maxRSS / 1024).toFixed(0)}\n`);
process.exit(0);
