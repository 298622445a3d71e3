import * as v from 'valibot';
import { type Millis, millis } from './units.ts';

/** A day that there is. */
const DAY = [
  /(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29/,
  /\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])/,
  /\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\d|30)/,
  /\d{4}-02-(?:0[1-9]|1\d|2[0-8])/,
].map(({ source }) => source);
const TIME = /(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?/.source;
const OFFSET = /[+-](?:[01]\d|2[0-3]):[0-5]\d/.source;

const instant = (zone: string) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^(?:${DAY.join('|')})T${TIME}(?:${zone})$`)),
    v.transform((text): Millis => millis(Date.parse(text))),
  );

/** An instant as RFC 3339 writes it, in any time zone. */
export const isoInstant = instant(`Z|${OFFSET}`);

/** In UTC alone. */
export const utcInstant = instant('Z');
