/** What a process holds once garbage is gone. */
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** Bytes. Native memory (MuJoCo's, TensorFlow's) is in it, which is why this asks for the whole process. */
export function residentBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().rss;
}
