import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** A text as text of HTML or SVG, in an attribute too, on one line. */
export const escapeHtml = (text: string): string => entities(sanitiseLine(text));

/** The same with its lines: a comment of PromQL ends with its line. */
export const escapeHtmlLines = (text: string): string => entities(sanitiseText(text.trim()));

const entities = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES.get(sign) ?? '');
