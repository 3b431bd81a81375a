/** The random streams of `shared/random.ts`, under the name that the engine knows them by. */
export { RandomStream, type RandomState } from '../../shared/random.ts';
