/** Where I am, as a trail whose parts are menus of what else there is at that level. */
import type { MenuEntry } from '../components/menuItem.ts';
import type { RunSummary } from '../../shared/run.ts';
import { CHAPTER_IDS } from '../../shared/course.ts';
import type { Study } from '../../shared/study.ts';
import { t } from '../state/language.ts';
import { routeHref, router, type Route } from '../state/router.svelte.ts';

export const EXPERIMENT_TABS = [
  'overview',
  'curves',
  'episodes',
  'checkpoints',
  'trust',
  'config',
  'log',
] as const;
export type ExperimentTab = (typeof EXPERIMENT_TABS)[number];

export function experimentTab(route: Route): ExperimentTab {
  return EXPERIMENT_TABS.find((tab) => tab === route.path[1]) ?? 'overview';
}

export interface Crumb {
  readonly label: string;
  readonly href: string;
  /** Empty: a plain link. */
  readonly entries: readonly MenuEntry[];
}

/** Runs that a menu can hold without becoming a list to search in; the table has the rest. */
const MOST_IN_MENU = 15;

export function crumbs(
  route: Route,
  runs: readonly RunSummary[],
  studies: readonly Study[],
): readonly Crumb[] {
  const place: Crumb = { label: t(`place.${route.place}`), href: routeHref(route.place), entries: [] };
  if (route.place === 'experiments') return [place, ...experimentCrumbs(route, runs)];
  if (route.place === 'studies') return [place, ...studyCrumbs(route, studies)];
  if (route.place === 'learn') return [place, ...chapterCrumbs(route)];
  if (route.place === 'theatre') {
    const run = runs.find(({ id }) => id === route.query['run']);
    if (run === undefined) return [place];
    return [place, runCrumb(run, runs, (id) => routeHref('theatre', [], { run: id }))];
  }
  return [place];
}

function experimentCrumbs(route: Route, runs: readonly RunSummary[]): readonly Crumb[] {
  const [id] = route.path;
  if (id === undefined) return [];
  if (id === 'new')
    return [{ label: t('action.newExperiment'), href: routeHref('experiments', ['new']), entries: [] }];
  if (id === 'compare')
    return [
      { label: t('compare.title'), href: routeHref('experiments', ['compare'], route.query), entries: [] },
    ];
  const run = runs.find((candidate) => candidate.id === id);
  const tab = experimentTab(route);
  const runPart: Crumb =
    run === undefined
      ? { label: id, href: routeHref('experiments', [id]), entries: [] }
      : runCrumb(run, runs, (other) => routeHref('experiments', [other, tab]));
  const tabPart: Crumb = {
    label: t(`experiment.tab.${tab}`),
    href: routeHref('experiments', [id, tab]),
    entries: EXPERIMENT_TABS.map((other) => ({
      label: t(`experiment.tab.${other}`),
      checked: other === tab,
      run: () => {
        router.go('experiments', [id, other]);
      },
    })),
  };
  return [runPart, tabPart];
}

function studyCrumbs(route: Route, studies: readonly Study[]): readonly Crumb[] {
  const [id] = route.path;
  const tag = route.query['tag'];
  if (id === undefined)
    return tag === undefined ? [] : [{ label: tag, href: routeHref('studies', [], { tag }), entries: [] }];
  if (id === 'new') return [{ label: t('newStudy.title'), href: routeHref('studies', ['new']), entries: [] }];
  const study = studies.find((candidate) => candidate.id === id);
  return [
    {
      label: study?.definition.name ?? id,
      href: routeHref('studies', [id]),
      entries: studies
        .filter((other) => !other.archived || other.id === id)
        .slice(0, MOST_IN_MENU)
        .map((other) => ({
          label: other.definition.name,
          checked: other.id === id,
          run: () => {
            router.go('studies', [other.id]);
          },
        })),
    },
  ];
}

function chapterCrumbs(route: Route): readonly Crumb[] {
  if (route.path[0] === 'terms')
    return [{ label: t('term.list'), href: routeHref('learn', ['terms']), entries: [] }];
  const id = CHAPTER_IDS.find((known) => known === route.path[0]);
  if (id === undefined) return [];
  return [
    {
      label: t(`learn.${id}.title`),
      href: routeHref('learn', [id]),
      entries: CHAPTER_IDS.map((other) => ({
        label: t(`learn.${other}.title`),
        checked: other === id,
        run: () => {
          router.go('learn', [other]);
        },
      })),
    },
  ];
}

function runCrumb(run: RunSummary, runs: readonly RunSummary[], href: (id: string) => string): Crumb {
  const shown = runs.filter((other) => !other.archived || other.id === run.id).slice(0, MOST_IN_MENU);
  const listed = shown.includes(run) ? shown : [run, ...shown];
  return {
    label: run.name,
    href: href(run.id),
    entries: listed.map((other) => ({
      label: other.name,
      checked: other.id === run.id,
      run: () => {
        location.hash = href(other.id);
      },
    })),
  };
}
