import { isUtf8 } from 'node:buffer';
import { decodeFile, readText } from '../../file-text.ts';

/**
 * The text of an iCalendar stream. Simple exporters fold lines in the middle of a letter's bytes, so lines are put together
 * before they are decoded (RFC 5545, 3.1); and each by itself, for a letter that one exporter broke must not spoil others.
 */
export function calendarText(content: Uint8Array): string {
  const { encoding } = decodeFile(content);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return quoted(unfolded(readText(content)));
  const lines = unfolded(Buffer.from(content).toString('latin1')).split('\n');
  return quoted(lines.map((line) => decoded(Buffer.from(line, 'latin1'))).join('\n'));
}

/** A zone whose name has a colon must stand in quotes; some exporters forget them, and the rest would be read as the time. */
const quoted = (text: string): string =>
  text.replace(/^([A-Z-]+(?:;[^:\r\n]*)?;TZID=)([^";\r\n]*:[^";\r\n]*)((?:;[^:"\r\n]*)?:[^:\r\n]*)$/gim, '$1"$2"$3');

const unfolded = (text: string): string => text.replace(/\r?\n[ \t]/g, '');

/** What is not UTF-8 comes from an old Outlook. */
const decoded = (line: Buffer): string =>
  isUtf8(line) ? line.toString('utf8') : new TextDecoder('windows-1252').decode(line);
