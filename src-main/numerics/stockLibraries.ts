/** The hashes of TensorFlow's libraries in an app that carries them (macOS, Windows); electron.config.ts writes them in. */
import type { LibraryList } from '../../scripts/provision/libraryCheck.mjs';

declare const STOCK_LIBRARIES: LibraryList | undefined;

/** Undefined from source, and on Linux, where the libraries are fetched. */
export const stockLibraries = typeof STOCK_LIBRARIES === 'undefined' ? undefined : STOCK_LIBRARIES;
