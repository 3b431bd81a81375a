/** What of a frame is drawn as forces, in the theme's colours, and told in words. */
import type { Scene } from '../../../shared/scene.ts';
import type { TheatreFrame } from '../../../shared/theatre.ts';
import { themeColour } from '../../components/chartOptions.ts';
import { formatNumber } from '../../state/format.ts';
import { t } from '../../state/language.ts';
import type { ForceColours, ShownForces } from '../../scenes/forceOverlay.ts';

export function forcesOf({ contacts = [], pull }: TheatreFrame): ShownForces {
  return { contacts, pull: pull ?? null };
}

/** Neutral for what the world does, the colour of what is real and touched for a person's hand. */
export function forceColours(): ForceColours {
  return { contact: themeColour('strong'), hand: themeColour('real'), rim: themeColour('on-strong') };
}

/** How many contacts and how strong; null where they are not asked for. */
export function contactText({ contacts }: TheatreFrame): string | null {
  if (contacts === undefined) return null;
  if (contacts.length === 0) return t('theatre.contacts.none');
  const newtons = Math.max(...contacts.map(({ force }) => Math.hypot(...force)));
  return t('theatre.contacts.strongest', { count: contacts.length, newtons: newtonText(newtons) });
}

/** Null where nobody pulls, or where the world has no newtons. */
export function pullText({ pull }: TheatreFrame, scene: Scene | null): string | null {
  if (pull === undefined || scene?.weight === undefined) return null;
  return t('theatre.pull', { newtons: newtonText(Math.hypot(...pull.force)) });
}

function newtonText(newtons: number): string {
  return formatNumber(newtons, newtons < 10 ? 1 : 0);
}
