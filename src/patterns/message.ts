import { own } from '../own.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { LONGEST } from './mask.ts';

/** A longer line is read by its beginning alone, as plain text. */
const LONGEST_STRUCTURED = 65_536;
/** More than is looked at: control sequences go. */
const LONGEST_READ = 2 * LONGEST;

const MESSAGE = ['message', 'msg', 'log', 'event', '@message', 'text', 'short_message', 'body'];
const LEVEL = [
  'level',
  'severity',
  'lvl',
  'loglevel',
  'log_level',
  'levelname',
  '@level',
  'log.level',
  'severity_text',
];
/** What went wrong is part of what kind of line it is. */
const CAUSE = ['error', 'err', 'exception', 'reason', 'cause', 'error_code', 'errorCode', 'code', 'status'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * What of a line tells its kind, safe to draw and on one line: of JSON and logfmt the message with what went wrong, or the
 * keys where there is no message; of anything else its text. Keys beside a message are left out, since those that come
 * and go would tear one kind of line into many.
 */
export function messageOf(text: string): string {
  const fields = text.length <= LONGEST_STRUCTURED ? (jsonFields(text) ?? logfmtFields(text)) : null;
  const message = fields ? messageIn(fields) : text;
  return sanitiseLine(message.slice(0, LONGEST_READ)).trim();
}

function messageIn(fields: Fields): string {
  const message = first(fields, MESSAGE);
  const causes = CAUSE.flatMap((name) => {
    const value = textOf(own(fields, name));
    // Numbers beside a message, as the status of an answer, would tear one error into many.
    if (value === undefined || value === '' || value === message) return [];
    return message !== undefined && /^\d+$/.test(value) ? [] : [`${name}=${value}`];
  });
  if (message !== undefined) return [message, ...causes].join(' ');
  const keys = Object.keys(fields).filter((name) => !CAUSE.includes(name) && !LEVEL.includes(name));
  return [`{${keys.sort().join(' ')}}`, ...causes].join(' ');
}

function first(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textOf(own(fields, name));
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Of an object what it says, as errors do in JSON. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { message, type, name } = value as Fields;
  const told = [type ?? name, message].filter((part) => typeof part === 'string');
  return told.length > 0 ? told.join(': ') : undefined;
}

function jsonFields(text: string): Fields | null {
  const start = text.trimStart();
  if (!start.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(start);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? (value as Fields) : null;
  } catch {
    return null;
  }
}

const PAIR = /([A-Za-z_@][\w.@-]{0,63})=("(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|$)\s*/y;
const FEWEST_PAIRS = 2;

/** A line that is nothing but pairs; null when it is not. */
function logfmtFields(text: string): Fields | null {
  const line = text.trim();
  const fields = new Map<string, string>();
  let pairs = 0;
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < line.length) {
    const [, name, value] = PAIR.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    fields.set(name, value.startsWith('"') ? unquoted(value) : value);
    pairs += 1;
  }
  return pairs >= FEWEST_PAIRS ? Object.fromEntries(fields) : null;
}

function unquoted(value: string): string {
  return value.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}
