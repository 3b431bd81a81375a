/** The theatre's actions: keys, palette and key list are all drawn from this one list. */
import { isPlayedDream } from '../../../shared/theatre.ts';
import type { Action } from '../../state/actions.svelte.ts';
import { t } from '../../state/language.ts';
import type { TheatreSession } from './theatreSession.svelte.ts';
import type { ViewOptions } from './viewOptions.svelte.ts';

export interface TheatreHands {
  readonly session: TheatreSession;
  readonly options: ViewOptions;
  readonly chooseCamera: (index: number) => void;
  readonly fullScreen: () => void;
  readonly recording: boolean;
  readonly record: () => void;
}

const STEP_FAR = 10;
const TEMPERATURE_STEP = 0.05;

export function theatreActions(hands: TheatreHands): readonly Action[] {
  const { session, options, chooseCamera, fullScreen, recording, record } = hands;
  const { info, state } = session;
  if (info === null || state === null) return [];
  const group = t('place.theatre');
  const { settings } = state;
  // The arrows are the driver's own while a person drives.
  const driving = settings.driver === 'keyboard';
  const stepKeys = (keys: string, instead: string) => (driving ? instead : keys);
  const action = (id: string, name: string, keys: string | undefined, run: () => void): Action => ({
    id: `theatre.${id}`,
    name,
    group,
    run,
    ...(keys === undefined ? {} : { keys }),
  });
  const step = (count: number) => () => {
    session.control({ kind: 'step', count });
  };
  const temperature = (change: number) => () => {
    const next = Math.round((settings.temperature + change) / TEMPERATURE_STEP) * TEMPERATURE_STEP;
    session.change({ temperature: Math.min(3, Math.max(TEMPERATURE_STEP, Number(next.toFixed(2)))) });
  };
  const clock = [
    action('play', state.playing ? t('theatre.pause') : t('theatre.play'), 'Space', () => {
      session.togglePlay();
    }),
    action('back', t('theatre.stepBack'), stepKeys('ArrowLeft', ','), step(-1)),
    action('forward', t('theatre.stepForward'), stepKeys('ArrowRight', '.'), step(1)),
    action('backFar', t('theatre.stepsBack', { count: STEP_FAR }), 'shift+ArrowLeft', step(-STEP_FAR)),
    action('forwardFar', t('theatre.stepsForward', { count: STEP_FAR }), 'shift+ArrowRight', step(STEP_FAR)),
    action('start', t('theatre.toStart'), 'Home', () => {
      session.control({ kind: 'seek', step: 0 });
    }),
    action('end', t('theatre.toEnd'), 'End', () => {
      session.control({ kind: 'seek', step: state.lastStep });
    }),
    action('newEpisode', t('theatre.newEpisode'), 'n', () => {
      session.control({ kind: 'reset', seed: state.seed + 1 });
    }),
    action('record', recording ? t('theatre.record.stop') : t('theatre.record.start'), 'r', record),
    ...(info.hasContacts
      ? [
          action(
            'contacts',
            options.contacts ? t('theatre.hideContacts') : t('theatre.showContacts'),
            't',
            () => {
              options.contacts = !options.contacts;
            },
          ),
        ]
      : []),
    ...(info.canGrip
      ? [
          action('hand', options.handOpen ? t('theatre.handBack') : t('theatre.handOpen'), 'p', () => {
            options.handOpen = !options.handOpen;
          }),
        ]
      : []),
    action('fullScreen', t('theatre.fullScreen'), 'f', fullScreen),
    ...Array.from({ length: 9 }, (_, index): Action => ({
      ...action(`camera${index}`, t('theatre.cameraNumber', { number: index + 1 }), String(index + 1), () => {
        chooseCamera(index);
      }),
      keysOnly: true,
    })),
  ];
  const { model } = info;
  const handOver =
    info.agent?.acts === true
      ? [
          action('handOver', driving ? t('theatre.giveToAgent') : t('theatre.takeOver'), 'h', () => {
            session.change({ driver: driving ? 'agent' : 'keyboard' });
          }),
        ]
      : [];
  if (model === null) return clock;
  const heat = model.hasTemperature
    ? [
        action('cooler', t('theatre.cooler'), '[', temperature(-TEMPERATURE_STEP)),
        action('hotter', t('theatre.hotter'), ']', temperature(TEMPERATURE_STEP)),
      ]
    : [];
  // There is no reality to let go of.
  if (isPlayedDream(info)) return [...clock, ...handOver, ...heat];
  return [
    ...clock,
    ...handOver,
    action('eyes', state.eyesClosedAt === null ? t('theatre.closeEyes') : t('theatre.openEyes'), 'c', () => {
      session.toggleEyes();
    }),
    action('branch', t('theatre.branch'), 'b', () => {
      session.control({ kind: 'branch' });
    }),
    action('branches', t('theatre.branches.open'), 'shift+b', () => {
      options.branches = !options.branches;
    }),
    ...heat,
  ];
}
