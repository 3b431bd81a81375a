/** `studio study --html FILE STUDY`: writes a study as one HTML file that plays its episodes and dreams without a network. */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { MOST_FILMS, MOST_FILM_BYTES, collectStudyPage } from '../../../shared/studyPage/collectStudyPage.ts';
import { studyPageHtml } from '../../../shared/studyPage/studyPage.ts';
import type { HostOptions } from '../../host/hostOptions.ts';
import { guarded } from '../../store/storeErrors.ts';
import { startLocalHost } from '../localHost.ts';
import { clockTime } from '../progressDisplay.ts';
import { note, print, say, terminalLanguage } from '../terminal.ts';

/** @param hostOptions other than the usual ones, such as another launcher in tests. */
export async function writeStudyPage(
  reference: string | undefined,
  file: string,
  options: { readonly dataDir?: string },
  hostOptions: Partial<HostOptions> = {},
): Promise<void> {
  if (reference === undefined) {
    throw new StudioError('study.invalid', { field: '--html', reason: say('cli.study.htmlOfWhat') });
  }
  const target = path.resolve(file);
  const host = await startLocalHost(options, hostOptions);
  try {
    const { id, definition } = host.store.studies.find(reference);
    const several = definition.environments.length > 1;
    const content = await collectStudyPage({
      call: host.call,
      studyId: id,
      words: {
        language: terminalLanguage(),
        settingName: (setting) => setting,
        settingText: (_path, value) => String(value),
        environmentName: (environment) => environment,
        durationText: clockTime,
      },
      rowName: ({ name, settings, environment }) => {
        const values = name ?? Object.values(settings).map(String).join(', ');
        return [...(several || values === '' ? [environment] : []), ...(values === '' ? [] : [values])].join(
          ', ',
        );
      },
      writtenAt: new Date(),
      onFilm: (done, total) => {
        note(say('cli.study.htmlFilm', { row: done + 1, total }));
      },
    });
    guarded(path.dirname(target), () => {
      writeFileSync(target, studyPageHtml(content));
    });
    const leftOut = content.rows.filter(({ best, film }) => best !== null && film === null).length;
    if (leftOut > 0) {
      const megabytes = MOST_FILM_BYTES / 1e6;
      note(say('cli.study.htmlLeftOut', { count: leftOut, rows: MOST_FILMS, megabytes }));
    }
    note(say('cli.study.htmlSize', { megabytes: (statSync(target).size / 1e6).toFixed(1) }));
    print(target);
  } finally {
    await host.close();
  }
}
