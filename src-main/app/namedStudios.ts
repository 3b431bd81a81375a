/**
 * Studios on other machines that the person named, by origin: the window may connect to these and to no others. Kept in a
 * small file; a certificate that the person has accepted for one is kept beside it by its fingerprint.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ORIGIN } from '../../shared/origin.ts';

const MOST_STUDIOS = 64;

const ORIGINS = z.array(ORIGIN).max(MOST_STUDIOS);
const KEPT = z.strictObject({ origins: ORIGINS, certificates: z.record(ORIGIN, z.string().max(200)) });
type Kept = z.infer<typeof KEPT>;

export class NamedStudios {
  readonly #file: string;
  #kept: Kept;
  /** Until the person asks for a connection again, or the app ends. */
  readonly #refused = new Set<string>();

  constructor(file: string) {
    this.#file = file;
    this.#kept = read(file);
  }

  get origins(): readonly string[] {
    return this.#kept.origins;
  }

  /** For a content security policy: of each the page and its socket. */
  get sources(): readonly string[] {
    return this.origins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]);
  }

  /**
   * The window sends its list whenever the person asks for a connection, so certificates refused before may be asked about.
   * @returns whether anything changed; what is no list of origins changes nothing.
   */
  replace(origins: unknown): boolean {
    const parsed = ORIGINS.safeParse(origins);
    if (!parsed.success) return false;
    this.#refused.clear();
    const wanted = [...new Set(parsed.data)].sort();
    if (wanted.join(' ') === [...this.origins].sort().join(' ')) return false;
    const certificates = Object.entries(this.#kept.certificates).filter(([origin]) =>
      wanted.includes(origin),
    );
    this.#keep({ origins: wanted, certificates: Object.fromEntries(certificates) });
    return true;
  }

  isNamed(origin: string): boolean {
    return this.origins.includes(origin);
  }

  accepts(origin: string, fingerprint: string): boolean {
    return this.isNamed(origin) && this.#kept.certificates[origin] === fingerprint;
  }

  accept(origin: string, fingerprint: string): void {
    this.#keep({ ...this.#kept, certificates: { ...this.#kept.certificates, [origin]: fingerprint } });
  }

  /** A window tries again by itself every few seconds: a person who has refused is not asked each time. */
  refuse(origin: string, fingerprint: string): void {
    this.#refused.add(`${origin} ${fingerprint}`);
  }

  refuses(origin: string, fingerprint: string): boolean {
    return this.#refused.has(`${origin} ${fingerprint}`);
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(kept), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      // A full or read-only disk: the studios are known until the app ends.
    }
  }
}

function read(file: string): Kept {
  try {
    return KEPT.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first start, or a file that was cut short: none is named.
    return { origins: [], certificates: {} };
  }
}
