/** English: what the doctor says. The Korean file must have the same keys (a test checks it). */
export const doctor = {
  'doctor.title': 'What this machine has for World Model Studio',
  'doctor.chosen': 'From the next start on: {choice}. npm start provisions it.',
  'cli.option.use': 'choose what computes from the next start on: auto, cpu, cuda or wasm',
  'doctor.backend': 'Tensor backend',
  'doctor.fallbackReason': 'Why not TensorFlow',
  'doctor.matmul': 'Matrix product, measured now',
  'doctor.convolution': 'Convolution, measured now',
  'doctor.tensorflow': 'TensorFlow',
  'doctor.threads': 'Threads per operation',
  'doctor.node': 'Node',
  'doctor.electron': 'Electron',
  'doctor.sqlite': 'SQLite',
  'doctor.dataFolder': 'Data folder',
  'doctor.cacheFolder': 'Cache folder',
  'doctor.freeSpace': 'Free space for data',
  'doctor.cores': 'Processor cores',
  'doctor.memory': 'Memory',
  'doctor.display': 'Display',
  'doctor.next.backendBroken':
    'The tensor backend did not start. Delete the cache folder named below and run npm start; if that does not help, report what is written here.',
  'doctor.next.wasmChosen':
    'WebAssembly was chosen by hand. For TensorFlow run: npm run doctor -- --use auto',
  'doctor.next.compiler':
    'TensorFlow’s addon is built once by a C++ compiler, and none was found. Install one (on Debian and Ubuntu: sudo apt-get install g++), then run npm start.',
  'doctor.next.tensorflow':
    'TensorFlow is several times faster than WebAssembly. Run npm start with a network connection to set it up; it says what stands in the way.',
  'doctor.next.idleCard':
    'There is an NVIDIA driver, but TensorFlow computes on the processor. Run: npm run doctor -- --use cuda, then npm start.',
  'doctor.next.electron':
    'Its binary is downloaded by the first npm start. Without it the studio opens in the browser.',
  'doctor.next.dependencies': 'Run npm start: it installs what is missing.',
  'doctor.next.space': 'A long experiment writes several gigabytes. Free some space or set STUDIO_DATA_DIR.',
  'doctor.next.memory':
    'Training takes up to 4 GB. Close other programs, or lower the batch size in the experiment’s form.',
  'doctor.next.display': 'No window can open here. npm run serve shows the studio in a browser.',
} as const satisfies Readonly<Record<string, string>>;
