/** Makes a study's page that plays offline: films take seconds a row, so it tells how far it is and can be stopped. */
import { collectStudyPage } from '../../../shared/studyPage/collectStudyPage.ts';
import { studyPageHtml } from '../../../shared/studyPage/studyPage.ts';
import type { Study } from '../../../shared/study.ts';
import type { StudioClient } from '../../client/studioClient.ts';
import { saveFile } from '../../state/clipboard.ts';
import { toasts } from '../../state/toasts.svelte.ts';
import { rowName, studyFields, tableWords } from './studyWords.ts';

export class PageExport {
  readonly #client: StudioClient;
  #under = $state.raw<{ readonly row: number; readonly total: number } | null>(null);
  #stopping: AbortController | null = null;

  constructor(client: StudioClient) {
    this.#client = client;
  }

  /** The row whose pictures are being made, from 1; null: no page is being made. */
  get under(): { readonly row: number; readonly total: number } | null {
    return this.#under;
  }

  /** Does nothing while a page is being made. What goes wrong is shown. */
  async write(study: Study, fileName: string): Promise<void> {
    if (this.#stopping !== null) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { definition } = study;
    const fields = studyFields(definition);
    try {
      const content = await collectStudyPage({
        call: (command, args) => this.#client.call(command, args),
        studyId: study.id,
        words: tableWords(definition),
        rowName: (row) => rowName(definition, row, fields),
        writtenAt: Date.now(),
        signal: stopping.signal,
        onFilm: (done, total) => {
          if (!stopping.signal.aborted) this.#under = { row: done + 1, total };
        },
      });
      saveFile(fileName, studyPageHtml(content));
    } catch (error) {
      if (!stopping.signal.aborted) toasts.fail(error);
    } finally {
      if (this.#stopping === stopping) this.#end();
    }
  }

  /** At once for whoever looks; the row under way is made to its end and thrown away. */
  stop(): void {
    this.#stopping?.abort();
    this.#end();
  }

  #end(): void {
    this.#stopping = null;
    this.#under = null;
  }
}
