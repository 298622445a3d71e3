import type { Room, RoomAlert } from '../../../../room/shown.ts';
import { distinguishing } from '../../../../room/silences/distinguishing.ts';
import { joined, type Safe, safe } from '../../../../text/safe.ts';
import { sanitiseLine } from '../../../../text/sanitise.ts';
import { type Argument, isLikeDuration, type Known, type Place, type Word } from '../command.ts';
import { isSlipOf } from '../fuzzy.ts';

type Fits = (alert: RoomAlert) => boolean;

/** What some alerts are, in a line. */
export const aboutOf = (alerts: readonly RoomAlert[]): Safe => {
  const told = joined([...new Set(alerts.map(({ tier, summary }) => safe(`${tier} ${summary}`)))].slice(0, 2), '; ');
  return alerts.length > 1 ? safe(`${alerts.length} of them: ${told}`) : told;
};

/** The alerts of a name. */
export const ofName = ({ alerts }: Room, name: string, fits: Fits): readonly RoomAlert[] =>
  alerts.list.filter((alert) => alert.name === name && fits(alert));

/** Those of some alerts that a word tells: by what tells them apart, by the value of a label, or as label=value. '' tells all. */
export const narrowed = (alerts: readonly RoomAlert[], word: string, { alerts: { list } }: Room) =>
  alerts.filter((alert) => word === '' || distinguishing(alert, list) === word || labelled(alert).includes(word));

/** Fingerprints of the alerts of a name, or of those among them that a word tells. */
export const named = ({ scene }: Known, name: string, word: string, fits: Fits): readonly string[] =>
  scene === undefined
    ? []
    : narrowed(ofName(scene.room, name, fits), word, scene.room).map(({ fingerprint }) => fingerprint);

const valuesOf = ({ labels }: RoomAlert): readonly Safe[] =>
  Object.entries(labels).flatMap(([name, value]) =>
    name === 'alertname' || value === '' ? [] : [sanitiseLine(value)],
  );

/** Values of the labels of an alert, and these with their names. */
const labelled = (alert: RoomAlert): readonly string[] => [
  ...valuesOf(alert),
  ...Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`),
];

/**
 * Which of the alerts of the name before it; without it all of them are meant. What looks like one and tells none of them is a
 * mistake, and no beginning of a note: whoever wrote it would silence another alert than he meant.
 * @param isAlways whether a word in such a place can be meant for nothing else
 * @param hint what else may be said to whoever is told of a mistake
 */
export const which = (fits: Fits, isAlways: (place: Place) => boolean, hint: Safe = safe('')): Argument => ({
  name: safe('WHICH'),
  optional: true,
  words({ scene }, [name = '']) {
    const meant = scene === undefined ? [] : ofName(scene.room, name, fits);
    return meant.length < 2 || scene === undefined
      ? []
      : meant.map((alert) => ({ word: distinguishing(alert, scene.room.alerts.list), about: aboutOf([alert]) }));
  },
  more({ scene }, [name = '']) {
    if (scene === undefined) return [];
    const meant = ofName(scene.room, name, fits);
    const words = new Set(meant.flatMap(labelled));
    return [...words].map((word): Word => ({ word, about: aboutOf(narrowed(meant, word, scene.room)) }));
  },
  wrong(_, { known: { scene }, given: [name = ''] }) {
    const choices = scene === undefined ? [] : choicesOf(ofName(scene.room, name, fits), scene.room);
    const told =
      choices.length === 0 ? safe('') : safe(`, which is told by ${joined(choices.slice(0, MOST_TOLD), ', ')}`);
    return safe(`that is no ${sanitiseLine(name)} here${told}${hint}`);
  },
  claims: (word, place) =>
    !place.quoted && !isLikeDuration(word) && place.given[0] !== '' && (isAlways(place) || looksLikeOne(word, place)),
});

const MOST_TOLD = 6;

/** What tells alerts: that in which they differ, or where there is one its labels. */
const choicesOf = (alerts: readonly RoomAlert[], { alerts: { list } }: Room): readonly Safe[] => {
  const apart = alerts.map((alert) => sanitiseLine(distinguishing(alert, list)));
  return [...new Set(alerts.length > 1 ? apart : [...apart, ...alerts.flatMap(valuesOf)])].filter((one) => one !== '');
};

/** Whether a word is of the kind that tells alerts: it tells another one, is written as a name of a machine, or is such a word by a slip. */
function looksLikeOne(word: string, { known: { scene }, given: [name = ''] }: Place): boolean {
  if (/[\d=]/.test(word)) return true;
  const list = scene?.room.alerts.list ?? [];
  const same = (one: string) => one.toLowerCase() === word.toLowerCase();
  const own = list.filter((alert) => alert.name === name);
  return (
    list.flatMap(valuesOf).some(same) ||
    own.flatMap(valuesOf).some((one) => isSlipOf(word.toLowerCase(), one.toLowerCase()))
  );
}
