import { findIana } from 'windows-iana';
import { isTimeZone } from '../../zoned.ts';

/** What Exchange appends to tell zones of one name apart. */
const COPY = / \d+$/;
const OFFSET = /^(?:GMT|UTC) ?([+-])(\d{1,2})(?::?(\d\d))?$/i;

/** The IANA time zone of this machine that a calendar's name stands for; undefined where only the calendar can tell. */
export function zoneNamed(tzid: string): string | undefined {
  const id = tzid.trim().replace(/^"(.*)"$/, '$1');
  const parts = id.split('/');
  // Mozilla, Evolution and others put a place of their own before it: /mozilla.org/20050126_1/Europe/Berlin
  const tails = parts.map((_, i) => parts.slice(i).join('/')).filter((tail) => tail !== '');
  const [, sign, hours = '', minutes = '00'] = OFFSET.exec(id) ?? [];
  return tails.find(isTimeZone) ?? (sign && [`${sign}${hours.padStart(2, '0')}:${minutes}`].find(isTimeZone));
}

/** The same for a name of Windows, which it has for all of a zone's countries. */
export function windowsZoneNamed(tzid: string): string | undefined {
  const id = tzid.trim().replace(/^"(.*)"$/, '$1');
  if (id === 'Coordinated Universal Time') return 'UTC';
  return [id, id.replace(COPY, '')].flatMap((name) => findIana(name)).find(isTimeZone);
}
