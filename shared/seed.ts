/** Seeds of episodes, tracks and runs are whole numbers of 32 bits. */
export const LARGEST_SEED = 4_294_967_295;
