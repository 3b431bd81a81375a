/**
 * Entry of the gauge: starts the tensor backend, measures it, tells the result. A process of its own, so that neither the
 * host's answers nor a training wait for it, and TensorFlow's 380 MB are given back.
 */
import { backendInfo, initialiseBackend, measureGflops } from '../numerics/backend.ts';
import type { BackendInfo, MeasuredSpeed } from '../numerics/backend.ts';
import { launcherPort } from './port.ts';

export type FromGauge = BackendInfo & MeasuredSpeed;

const port = await launcherPort();
await initialiseBackend();
const measured: FromGauge = { ...backendInfo(), ...measureGflops() };
port.onClose(() => process.exit(0));
port.postMessage(measured);
