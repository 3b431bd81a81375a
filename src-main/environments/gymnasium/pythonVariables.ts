/** What a person's Python is told of this process's environment: how it finds its modules and draws, and nothing secret. */

const KEPT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TMPDIR',
  'TZ',
  'PYTHONPATH',
  'PYTHONHOME',
  'VIRTUAL_ENV',
  'CONDA_PREFIX',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'MUJOCO_GL',
  'PYOPENGL_PLATFORM',
  'CUDA_VISIBLE_DEVICES',
  'XDG_RUNTIME_DIR',
];

/** For programs that would open a window or play a sound, and so that the order of sets and threads repeats. */
const SET = {
  SDL_VIDEODRIVER: 'dummy',
  SDL_AUDIODRIVER: 'dummy',
  PYGAME_HIDE_SUPPORT_PROMPT: '1',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONIOENCODING: 'utf-8',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

export function pythonVariables(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = KEPT.flatMap((name) => {
    const value = from[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...SET };
}
