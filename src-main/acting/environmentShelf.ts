/** Environments in this thread, for whoever plays a few episodes side by side. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';

/** Environments of one kind in this thread, made when first wanted and kept. */
export class EnvironmentShelf {
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly #make: () => Promise<Environment>;
  readonly #made: Environment[] = [];

  /** @param make another way to come to one, such as in a dream */
  constructor(
    environment: string,
    config: EnvironmentConfig,
    make = (): Promise<Environment> => createEnvironment(environment, config),
  ) {
    this.environment = environment;
    this.config = config;
    this.#make = make;
  }

  async take(count: number): Promise<readonly Environment[]> {
    while (this.#made.length < count) {
      this.#made.push(await this.#make());
    }
    return this.#made.slice(0, count);
  }

  async first(): Promise<Environment> {
    const [environment] = await this.take(1);
    if (environment === undefined) throw new Error('no environment was made');
    return environment;
  }

  close(): void {
    for (const environment of this.#made.splice(0)) environment.close();
  }
}
