import { type Safe, safe } from '../../text/safe.ts';

/** One command of a code block: its lines there, from and to, and what is to be typed. */
export interface Command {
  readonly from: number;
  readonly to: number;
  readonly text: Safe;
}

/** Languages whose blocks are lines for a shell; a block that names none is taken for one. */
const SHELLS: ReadonlySet<string> = new Set([
  '',
  'sh',
  'bash',
  'zsh',
  'shell',
  'console',
  'terminal',
  'shell-session',
  'fish',
  'powershell',
  'ps1',
  'pwsh',
  'cmd',
  'bat',
]);

const PROMPT = /^\s*(?:\$|PS>|[\w.@:~/-]*[$#]) +(?=\S)/;
/** A line that the next one belongs to. */
const GOES_ON = /(?:\\|\||&&|\|\||`)\s*$/;
/** What reads on until a word or a bracket: such a block is one command. */
const READS_ON = /<<-?\s*["']?\w|^\s*(?:if|for|while|until|case|function)\b|[{(]\s*$/m;

/** The commands of a code block: of a shell line by line, of any other language the whole. */
export function commandsOf(language: Safe, code: Safe): readonly Command[] {
  const lines = code.split('\n');
  const whole = [{ from: 0, to: lines.length - 1, text: code }];
  if (code.trim() === '') return [];
  if (!SHELLS.has(language.split(' ')[0]?.toLowerCase() ?? '') || READS_ON.test(code)) return whole;
  // Where prompts are shown, what has none is what the commands answered.
  const prompted = lines.some((line) => PROMPT.test(line) && !isComment(line));
  const commands: Command[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? safe('');
    if (line.trim() === '' || isComment(line) || (prompted && !PROMPT.test(line))) continue;
    const from = at;
    while (at + 1 < lines.length && GOES_ON.test(lines[at] ?? '')) at++;
    commands.push({ from, to: at, text: typed(lines.slice(from, at + 1)) });
  }
  return commands;
}

const isComment = (line: string): boolean => /^\s*#(?: |$|!)/.test(line);

/** Without the prompt before it. */
function typed([first = safe(''), ...others]: readonly Safe[]): Safe {
  const shown = PROMPT.exec(first)?.[0].length ?? 0;
  return [first.slice(shown), ...others].reduce((all, line) => safe(`${all}\n${line}`)).trim();
}
