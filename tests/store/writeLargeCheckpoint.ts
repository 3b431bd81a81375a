/** Run as a process: writes a checkpoint of 4 MB over the file given and prints the error's code, or exits at once. */
import { writeCheckpoint } from '../../src-main/store/checkpoints.ts';

const [, , file = '', then] = process.argv;
try {
  await writeCheckpoint(file, {
    format: 1,
    algorithm: 'large',
    header: {},
    arrays: { large: { shape: [1_000_000], data: new Float32Array(1_000_000).fill(1) } },
  });
  if (then === 'die') process.kill(process.pid, 'SIGKILL');
} catch (error) {
  process.stdout.write(error instanceof Error && 'code' in error ? String(error.code) : String(error));
}
