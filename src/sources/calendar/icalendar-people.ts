import type ICAL from 'ical.js';

/** Whom an event is about, by its own list. */
export interface Attendee {
  /** Empty when it lists nobody. */
  readonly attendee: string;
  /** The list gives a person's name; else it is the beginning of an address, or of whoever made the event. */
  readonly named: boolean;
}

interface Person extends Attendee {
  readonly address: string;
}

/**
 * Of several on the list whoever the summary names, else the first. Whoever made the event may have made the rota of all:
 * they count when the summary names them, or nobody is listed.
 */
export function attendeeOf({ attendees, component }: ICAL.Event, summary: string): Attendee {
  const listed = attendees.filter(isComing).map(personOf).filter(isPerson);
  const organizer = [component.getFirstProperty('organizer') ?? []].flat().map(personOf).filter(isPerson);
  const words = new Set(wordsIn(summary));
  const inSummary = [...listed, ...organizer].find(({ attendee }) => wordsIn(attendee).some((word) => words.has(word)));
  const [{ attendee, named } = NOBODY] = [
    inSummary ?? [],
    listed,
    organizer.map((one) => ({ ...one, named: false })),
  ].flat();
  return { attendee, named };
}

const NOBODY: Attendee = { attendee: '', named: false };

const parameter = (property: ICAL.Property, name: string): string => String(property.getParameter(name) ?? '');

const isComing = (property: ICAL.Property): boolean =>
  parameter(property, 'partstat').toUpperCase() !== 'DECLINED' &&
  !['GROUP', 'RESOURCE', 'ROOM'].includes(parameter(property, 'cutype').toUpperCase());

/** Google's calendars stand in their own events as if they were people. */
const isPerson = ({ attendee, address }: Person): boolean =>
  attendee !== '' && !/@(?:group|resource)\.calendar\.google\.com$/i.test(address);

function personOf(property: ICAL.Property): Person {
  const address = String(property.getFirstValue() ?? '').replace(/^(?:mailto|invalid):(?:nomail$)?/i, '');
  const name = parameter(property, 'cn').trim();
  const named = name !== '' && !name.includes('@');
  const words = name === '' ? address : name;
  return { attendee: (words.includes(' ') ? words : words.replace(/@.*/, '')).trim(), named, address };
}

/** Of three letters and more, in small letters. */
const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
