/** All studies, kept up to date by the `studies` topic, and what can be done with them (with undo). */
import type { StudioClient } from '../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { CommandArguments, TopicEvents } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import { nameInStudy, type Study } from '../../shared/study.ts';
import { t } from './language.ts';
import { toasts } from './toasts.svelte.ts';

type StudyChange = Omit<CommandArguments<'studies.update'>, 'studyId'>;

export class Studies {
  readonly #client: StudioClient;
  #list = $state.raw<readonly Study[]>([]);
  #loaded = $state(false);
  #error = $state.raw<ErrorReport | null>(null);
  readonly #stop: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stop = client.listen('studies', {}, (event) => this.#receive(event), {
      onResumed: () => void this.reload(),
    });
    void this.reload();
  }

  /** Newest first. */
  get list(): readonly Study[] {
    return this.#list;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }

  find(id: string | null | undefined): Study | undefined {
    return this.#list.find((study) => study.id === id);
  }

  /** Its name; of a study's run without the study's, which all of its runs begin with. */
  ownName({ name, studyId }: Pick<RunSummary, 'name' | 'studyId'>): string {
    const study = this.find(studyId);
    return study === undefined ? name : nameInStudy(study.definition.name, name);
  }

  async reload(): Promise<void> {
    try {
      this.#list = await this.#client.call('studies.list', {});
      this.#error = null;
      this.#loaded = true;
    } catch (error) {
      this.#error = reportError(error);
    }
  }

  /** @returns nothing where it could not be made; the reason is shown. */
  async create(
    definition: CommandArguments<'studies.create'>['definition'],
    options: { readonly start: boolean; readonly takeIn: boolean },
  ): Promise<Study | undefined> {
    return this.#try(() => this.#client.call('studies.create', { definition, ...options }));
  }

  start = (study: Study, failedToo = false) =>
    this.#try(() => this.#client.call('studies.start', { studyId: study.id, failedToo }));
  pause = (study: Study) => this.#try(() => this.#client.call('studies.pause', { studyId: study.id }));
  /** As one thing, from wherever it is seen; the notice's Undo lets it go on. */
  async halt(study: Study): Promise<void> {
    if ((await this.pause(study)) === undefined) return;
    toasts.say(t('toast.studyPaused', { name: study.definition.name }), () => this.start(study));
  }

  update = (study: Study, change: StudyChange) =>
    this.#try(() => this.#client.call('studies.update', { studyId: study.id, ...change }));

  /** @param count how many runs it has, to say what became of them. */
  async archive(study: Study, archived: boolean, count: number): Promise<void> {
    if ((await this.update(study, { archived })) === undefined) return;
    const text = archived ? t('toast.studyArchived', { count }) : t('toast.studyUnarchived', { count });
    toasts.say(text, () => this.update(study, { archived: !archived }));
  }

  async remove(study: Study, runs: 'keep' | 'delete', count: number): Promise<void> {
    try {
      await this.#client.call('studies.delete', { studyId: study.id, runs });
      const text =
        runs === 'keep' ? t('toast.studyDeletedKeep', { count }) : t('toast.studyDeletedAll', { count });
      toasts.say(text, () => this.#try(() => this.#client.call('studies.restore', { studyId: study.id })));
    } catch (error) {
      toasts.fail(error);
    }
  }

  dispose(): void {
    this.#stop();
  }

  async #try(ask: () => Promise<Study>): Promise<Study | undefined> {
    try {
      const study = await ask();
      this.#put(study);
      return study;
    } catch (error) {
      toasts.fail(error);
      return undefined;
    }
  }

  #receive(event: TopicEvents['studies']): void {
    if (event.kind === 'changed') this.#put(event.study);
    else this.#list = this.#list.filter(({ id }) => !event.studyIds.includes(id));
  }

  #put(study: Study): void {
    const others = this.#list.filter(({ id }) => id !== study.id);
    this.#list = [...others, study].sort((a, b) =>
      a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
    );
  }
}
