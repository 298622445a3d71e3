import { Chalk, type ChalkInstance } from 'chalk';
import { detectLevel, type Level } from '../../logs/level.ts';
import { own } from '../../own.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import type { ColorLevel } from '../../terminal/capabilities.ts';
import { jsonText } from '../../text/json.ts';
import { type Coloured, type Safe, safe } from '../../text/safe.ts';
import { sanitiseColoured, sanitiseLine } from '../../text/sanitise.ts';
import { millisOf } from '../../units.ts';

export interface LineFormat {
  readonly format: 'text' | 'jsonl';
  /** Labels and fields shown beside each line of text. */
  readonly labels: readonly string[];
  readonly colorLevel: ColorLevel;
}

const colour = (chalk: ChalkInstance, level: Level, text: string): string => {
  switch (level) {
    case 'fatal':
      return chalk.bold.red(text);
    case 'error':
      return chalk.red(text);
    case 'warn':
      return chalk.yellow(text);
    case 'debug':
    case 'trace':
      return chalk.dim(text);
    default:
      return text;
  }
};

/** The time with all its digits, which no `Date` holds. */
const rfc3339 = ({ at }: LogLine): string => {
  const fraction = (((at % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n).toString().padStart(9, '0');
  return new Date(millisOf(at)).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
};

/** How one line is written; the result ends with a line feed and holds no other character that a terminal obeys but colours. */
export function lineWriter({ format, labels, colorLevel }: LineFormat): (line: LogLine) => Safe | Coloured {
  const chalk = new Chalk({ level: colorLevel });
  if (format === 'jsonl')
    return (line) => {
      const { at, text, ...fields } = line;
      const record = { at: `${at}`, time: rfc3339(line), level: detectLevel(line), line: text, ...fields };
      return safe(`${jsonText(record)}\n`);
    };
  return (line) => {
    const level = detectLevel(line);
    const named = labels.map((name) => {
      const value = own(line.parsed, name) ?? own(line.metadata, name) ?? own(line.labels, name);
      return sanitiseLine(`${name}=${value ?? '-'}`);
    });
    const head = [
      chalk.dim(new Date(millisOf(line.at)).toISOString()),
      colour(chalk, level, level.padEnd(7)),
      ...named,
    ];
    return sanitiseColoured(`${head.join(' ')} ${colour(chalk, level, sanitiseLine(line.text))}\n`);
  };
}
