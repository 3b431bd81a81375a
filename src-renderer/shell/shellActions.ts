/** The actions that exist everywhere: going to places and to the course's chapters, looks, language, palette, keys. */
import { CHAPTER_IDS } from '../../shared/course.ts';
import { TERM_IDS } from '../../shared/terms.ts';
import type { Action } from '../state/actions.svelte.ts';
import { t } from '../state/language.ts';
import { preferences, THEMES } from '../state/preferences.svelte.ts';
import { PLACES, router, type Place } from '../state/router.svelte.ts';
import { tourProgress } from '../state/tourProgress.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { overlays } from './overlays.svelte.ts';

const PLACE_KEYS: Readonly<Record<Place, string>> = {
  experiments: 'g e',
  theatre: 'g t',
  studies: 'g s',
  environments: 'g n',
  learn: 'g l',
  system: 'g y',
};

export function shellActions(): readonly Action[] {
  const go = t('actionGroup.go');
  const look = t('actionGroup.look');
  return [
    ...PLACES.map((place): Action => ({
      id: `go.${place}`,
      name: t('action.goTo', { place: t(`place.${place}`) }),
      group: go,
      keys: PLACE_KEYS[place],
      run: () => {
        router.go(place);
      },
    })),
    {
      id: 'experiment.new',
      name: t('action.newExperiment'),
      group: t('actionGroup.experiments'),
      keys: 'n',
      run: () => {
        router.go('experiments', ['new']);
      },
    },
    {
      id: 'study.new',
      name: t('studies.new'),
      group: t('studies.paletteGroup'),
      run: () => {
        router.go('studies', ['new']);
      },
    },
    {
      id: 'diagnostics',
      name: t('system.diagnostics'),
      group: go,
      run: () => {
        router.go('system', ['diagnostics']);
      },
    },
    {
      id: 'tour',
      name: tourProgress.begun ? t('tour.goOn') : t('tour.take'),
      group: go,
      run: () => {
        tourProgress.take();
      },
    },
    {
      id: 'palette',
      name: t('action.palette'),
      group: go,
      keys: 'mod+k',
      keysOnly: true,
      run: () => {
        overlays.show('palette');
      },
    },
    {
      id: 'keys',
      name: t('action.keys'),
      group: go,
      keys: '?',
      run: () => {
        overlays.toggle('keys');
      },
    },
    ...(toasts.canUndo
      ? [
          {
            id: 'undo',
            name: t('action.undoLast'),
            group: t('actionGroup.list'),
            keys: 'mod+z',
            fieldsOwn: true,
            run: () => {
              toasts.undoLast();
            },
          },
        ]
      : []),
    ...CHAPTER_IDS.map((chapter): Action => ({
      id: `learn.${chapter}`,
      name: t(`learn.${chapter}.title`),
      group: t('place.learn'),
      run: () => {
        router.go('learn', [chapter]);
      },
    })),
    ...TERM_IDS.map((term): Action => ({
      id: `term.${term}`,
      name: t('action.term', { term: t(`term.${term}.name`) }),
      group: t('term.list'),
      run: () => {
        router.go('learn', ['terms', term]);
      },
    })),
    ...THEMES.map((theme): Action => ({
      id: `theme.${theme}`,
      name: t('action.theme', { theme: t(`theme.${theme}`) }),
      group: look,
      run: () => {
        preferences.theme = theme;
      },
    })),
    {
      id: 'language',
      // Named in the language that it leads to, for whoever cannot read the present one.
      name: preferences.language === 'en' ? '한국어로 보기 (Korean)' : 'Show in English (영어)',
      group: look,
      run: () => {
        preferences.language = preferences.language === 'en' ? 'ko' : 'en';
      },
    },
  ];
}
