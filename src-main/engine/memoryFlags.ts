/**
 * Node flags of processes that run for days. V8 lets the space for new objects grow to three times 32 MB and touches all of it in
 * time; most of what is new here are small messages, and tensors lie outside of it. Three times 8 MB are reached in the first
 * minutes, and memory stays where it is from then on (`npm run test:soak`).
 */
export const MEMORY_FLAGS: readonly string[] = ['--max-semi-space-size=8'];
