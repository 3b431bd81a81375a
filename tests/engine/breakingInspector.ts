/**
 * The real inspector, whose MuJoCo is made to abort, really, as soon as the file named by BREAK_MUJOCO is there (it is removed then).
 * A model that asks for two billion keys does it; the heap is kept small, so that this takes a moment and not 2 GB.
 */
import { existsSync, rmSync } from 'node:fs';
import { loadMujoco } from '../../src-main/environments/control-suite/mujoco.ts';

const MOST_HEAP_BYTES = 128 * 1024 * 1024;
const grow = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'grow')?.value as (
  this: WebAssembly.Memory,
  pages: number,
) => number;

const timer = setInterval(() => {
  const file = process.env['BREAK_MUJOCO'] ?? '';
  if (!existsSync(file)) return;
  rmSync(file);
  void loadMujoco().then((mujoco) => {
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
      if (this.buffer.byteLength + pages * 65_536 > MOST_HEAP_BYTES) throw new RangeError('no more');
      return grow.call(this, pages);
    };
    try {
      mujoco.MjModel.from_xml_string(
        '<mujoco><size nkey="2000000000"/><worldbody><body><joint/><geom size="1"/></body></worldbody></mujoco>',
      );
    } catch {
      // What the module makes of it is what the inspector is to notice.
    }
    WebAssembly.Memory.prototype.grow = grow;
  });
}, 20);
timer.unref();

await import('../../src-main/engine/inspector.ts');
