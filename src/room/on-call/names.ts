import type { CalendarEvent } from '../../sources/calendar/types.ts';

/** Parts of a summary: "On Call - Jane Doe - Team Alpha" has three, and what stands in brackets is one of its own. */
const BETWEEN = /\s+[-–—|/]\s+|\s*[:;()[\]]\s*|\s+is\s+on[-\s]?call(?:\s+for)?(?:\s+|$)/iu;
/** It parts a name from what is said of it, and a family name from the given one. */
const COMMA = /\s*,\s*/u;
/** What "Doe, Jane" and "van der Berg, Jan" begin with; "Jane Doe, Payments" is a name and another thing. */
const FAMILY = /^(?:\p{Ll}|\S+$)/u;
/** Words that say what an event is, and not who. */
const NOT_NAMES = new Set([
  'on',
  'call',
  'oncall',
  'duty',
  'shift',
  'rotation',
  'rota',
  'schedule',
  'primary',
  'is',
  'for',
  'now',
  'week',
  'override',
  'level',
  'l1',
  '1',
  'first',
  'holiday',
  'holidays',
  'vacation',
  'leave',
  'weekend',
  'cover',
  'covering',
  'coverage',
  'bereitschaft',
  'rufbereitschaft',
  'vertretung',
  'urlaubsvertretung',
  'astreinte',
]);
/** Words of events that are about nobody in particular, with those above; a name may hold one of them. */
const EVENTS = new Set([
  ...['a', 'an', 'all', 'and', 'the', 'of', 'off', 'out', 'no', 'not', 'tbd', 'tba', 'todo', 'n', 'event', 'hands'],
  ...['busy', 'free', 'private', 'tentative', 'unavailable', 'available', 'away', 'absent', 'absence', 'ooo', 'pto'],
  ...['swap', 'swapped', 'swaps', 'handover', 'handoff', 'hand', 'over', 'change', 'day', 'days', 'public', 'bank'],
  ...['team', 'office', 'offsite', 'onsite', 'meeting', 'standup', 'sync', 'retro', 'retrospective', 'review'],
  ...[
    'planning',
    'training',
    'workshop',
    'lunch',
    'maintenance',
    'window',
    'freeze',
    'release',
    'deploy',
    'deployment',
  ],
  ...[
    'nobody',
    'noone',
    'none',
    'unassigned',
    'open',
    'empty',
    'vacant',
    'closed',
    'support',
    'hours',
    'night',
    'nights',
  ],
  ...['belegt', 'frei', 'privat', 'abwesend', 'feiertag', 'urlaub', 'tausch', 'occupé', 'férié', 'congé', 'ocupado'],
]);

/**
 * Who an event is about, and whether as backup, from its summary as the exports of PagerDuty, Opsgenie and calendars write
 * it: the part that names the attendee; else the attendee, when the event gives a person's name and not only an address;
 * else an address, or the first part that is more than words about duty or an event. An address stands for the name before its @. Nobody,
 * an empty name, where nothing but such words is there.
 */
export function personOf(
  { summary, attendee, named = false }: Pick<CalendarEvent, 'summary' | 'attendee' | 'named'>,
  backupWords: readonly string[],
): { readonly who: string; readonly backup: boolean } {
  const spaced = summary.replace(/\s+/gu, ' ').trim();
  const parts = spaced.split(BETWEEN);
  const backup = parts.some((part) => backupWords.some((word) => hasWords(part, word)));
  const namesIn = (texts: readonly string[]) => texts.map((text) => stripDuty(text, backupWords)).filter(isName);
  const names = parts.flatMap((part) => {
    const pieces = part.split(COMMA);
    const found = namesIn(pieces);
    return found.length === 2 && pieces.length === 2 && FAMILY.test(found[0] ?? '') ? namesIn([part]) : found;
  });
  const [first = attendee] = [...names.filter(isAddress), ...names];
  const pieces = names.flatMap((name) => [name, ...name.split(COMMA)]);
  const who = pieces.find((name) => isSame(name, attendee)) ?? (named ? attendee : first);
  return { who: who.replace(/^(\S+)@\S+$/, '$1'), backup };
}

const isAddress = (text: string): boolean => /^\S+@\S+$/u.test(text);

const isName = (text: string): boolean => wordsIn(text).some((word) => !EVENTS.has(word) && !NOT_NAMES.has(word));

/** Whether one name has all words of the other: "Jane" is "Doe, Jane". */
function isSame(one: string, other: string): boolean {
  const [some, all] = [wordsIn(one), wordsIn(other)].toSorted((a, b) => a.length - b.length);
  return some !== undefined && some.length > 0 && some.every((word) => all?.includes(word));
}

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Whether the words of a phrase stand in a text, next to each other. */
function hasWords(text: string, phrase: string): boolean {
  return ` ${wordsIn(text).join(' ')} `.includes(` ${wordsIn(phrase).join(' ')} `);
}

/** A part without the words about duty at its ends: "Alice is on call" is Alice, "on-call" nobody. */
function stripDuty(part: string, backupWords: readonly string[]): string {
  const duty = new Set([...NOT_NAMES, ...backupWords.flatMap(wordsIn)]);
  const isDuty = (word: string) => wordsIn(word).every((piece) => duty.has(piece));
  const words = part.split(' ');
  while (words.length > 0 && isDuty(words[0] ?? '')) words.shift();
  while (words.length > 0 && isDuty(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}
