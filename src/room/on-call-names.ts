import type { CalendarEvent } from '../sources/calendar-types.ts';

/** Parts of a summary: "On Call - Jane Doe - Team Alpha" has three, and what stands in brackets is one of its own. */
const BETWEEN = /\s+[-–—|/]\s+|\s*[:;,()[\]]\s*/u;
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

/**
 * Who an event is about, and whether as backup, from its summary as the exports of PagerDuty, Opsgenie and calendars write
 * it: the part that names the attendee; else the attendee, when the event gives a person's name and not only an address;
 * else the first part that is more than words about duty. An address stands for the name before its @.
 */
export function personOf(
  { summary, attendee, named = false }: Pick<CalendarEvent, 'summary' | 'attendee' | 'named'>,
  backupWords: readonly string[],
): { readonly who: string; readonly backup: boolean } {
  const spaced = summary.replace(/\s+/gu, ' ').trim();
  const parts = spaced.split(BETWEEN);
  const backup = parts.some((part) => backupWords.some((word) => hasWords(part, word)));
  const names = parts.map((part) => stripDuty(part, backupWords)).filter((part) => part !== '');
  const [first = attendee] = names;
  const who = names.find((name) => isSame(name, attendee)) ?? (named ? attendee : first);
  return { who: (who === '' ? spaced : who).replace(/^(\S+)@\S+$/, '$1'), backup };
}

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
