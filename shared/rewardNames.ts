/** Names of sensors in a reward: as they are, or in quotes where they could be taken for something else. */

/** A name as it may stand without quotes: letters of any script, digits and underscores, points and minuses within. */
export const PLAIN_NAME = /[\p{L}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/u;

const WHOLE_NAME = new RegExp(`^(?:${PLAIN_NAME.source})$`, 'u');

/** The name as a reward reads it. No name of a sensor holds both kinds of quotes but in a model that was made to. */
export function rewardName(sensor: string): string {
  if (WHOLE_NAME.test(sensor)) return sensor;
  return sensor.includes('"') ? `'${sensor}'` : `"${sensor}"`;
}
