/** Environments in this thread, for whoever plays a few episodes side by side. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';

/** Environments of one kind in this thread, made when first wanted and kept. */
export class EnvironmentShelf {
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly #made: Environment[] = [];

  constructor(environment: string, config: EnvironmentConfig) {
    this.environment = environment;
    this.config = config;
  }

  async take(count: number): Promise<readonly Environment[]> {
    while (this.#made.length < count) {
      this.#made.push(await createEnvironment(this.environment, this.config));
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
