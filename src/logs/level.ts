import { own } from '../own.ts';
import type { LogLine } from '../sources/loki/types.ts';
import { sanitiseLine } from '../text/sanitise.ts';

/** From the worst to the least. */
export const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'] as const;
export type Level = (typeof LEVELS)[number];

const WORDS: Readonly<Record<string, Level>> = {
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
  alert: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  fatal: 'fatal',
  err: 'error',
  eror: 'error',
  error: 'error',
  severe: 'error',
  warn: 'warn',
  warning: 'warn',
  notice: 'info',
  info: 'info',
  information: 'info',
  informational: 'info',
  log: 'info',
  debug: 'debug',
  dbug: 'debug',
  dbg: 'debug',
  verbose: 'debug',
  trace: 'trace',
  trce: 'trace',
};
/** What a level is called in JSON and logfmt; pino and bunyan write numbers. */
const FIELDS = ['level', 'level_extracted', 'lvl', 'severity', 'severity_text', 'log_level', 'loglevel', 'levelname'];
const NUMBERS: Readonly<Record<string, Level>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

const IN_TEXT = new RegExp(`(?:^|[\\s{,"])(?:${FIELDS.join('|')})"?\\s*[=:]\\s*"?(\\w+)`, 'i');
const NAMES = Object.keys(WORDS)
  .filter((word) => word !== 'alert' && word !== 'log')
  .join('|');
/** A level in capitals anywhere, or in any case where a level stands: in brackets or before a colon. */
const CAPITALS = new RegExp(`\\b(?:${NAMES.toUpperCase()})\\b`);
const MARKED = new RegExp(`[[(<](${NAMES})[\\])>]|\\b(${NAMES}):(?=\\s)|^(${NAMES})\\b(?!\\.\\w)`, 'i');
/** Klog, as Kubernetes writes it: "E0131 03:00:00.000000". */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
const KLOG_LEVELS: Readonly<Record<string, Level>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };

/** Characters of a line in which its level is looked for. */
const HEAD = 400;

/** The level that a word or number stands for, if it is one. */
export function levelOf(word: string | undefined): Level | null {
  if (word === undefined) return null;
  const known = word.toLowerCase();
  return own(WORDS, known) ?? own(NUMBERS, known) ?? null;
}

function levelInText(text: string): Level | null {
  // Colours stand close to the words they are for.
  const head = sanitiseLine(text.slice(0, HEAD));
  const field = levelOf(IN_TEXT.exec(head)?.[1]);
  if (field) return field;
  const klog = own(KLOG_LEVELS, KLOG.exec(head)?.[1] ?? '');
  if (klog) return klog;
  const capitals = CAPITALS.exec(head);
  const marked = MARKED.exec(head);
  const first = capitals && (!marked || capitals.index <= marked.index) ? capitals[0] : marked?.slice(1).find(Boolean);
  return levelOf(first);
}

/** How grave a line is: as Loki detected it, as its fields and labels say, else as its words do. */
export function detectLevel({ text, labels, metadata, parsed }: LogLine): Level {
  for (const detected of [metadata.detected_level, labels.detected_level]) {
    const level = levelOf(detected);
    if (level) return level;
  }
  for (const fields of [parsed, metadata, labels])
    for (const name of FIELDS) {
      const level = levelOf(own(fields, name));
      if (level) return level;
    }
  return levelInText(text) ?? 'unknown';
}
