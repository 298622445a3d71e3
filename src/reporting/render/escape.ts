import { sanitiseLine } from '../../text/sanitise.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as text of HTML or SVG, in an attribute too, on one line. */
export const escapeHtml = (text: string): string =>
  sanitiseLine(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
