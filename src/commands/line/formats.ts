import { toAscii } from '../../screen/canvas/ascii.ts';
import type { Glyphs } from '../../screen/canvas/glyphs.ts';
import { cut } from '../../screen/canvas/runs.ts';
import { formatAge } from '../../text/format.ts';
import { jsonText } from '../../text/json.ts';
import { type Coloured, joined, type Safe, safe } from '../../text/safe.ts';
import { sanitiseColoured, sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, type Seconds, secondsBetween } from '../../units.ts';
import { briefName } from '../../wording/brief.ts';
import type { Kept } from './kept-news.ts';
import type { News } from './news.ts';
import type { LineFormat } from './standard.ts';

/** Of whom there is news, and from what age on it says nothing any more. */
export interface Telling {
  /** In place of the profile's name. */
  readonly name: Safe | undefined;
  readonly every: Seconds;
  readonly staleAfter: Seconds;
}

/** What a status line says, before it is dressed for its bar. */
export interface Told {
  readonly state: News['state'];
  readonly text: Safe;
  /** What a bar shows when it is pointed at. */
  readonly more: readonly Safe[];
}

/** Cells of an error, and of what is wrong, as an alert's name: a bar holds other things, too, and cuts off what stands last. */
const LONGEST_ERROR = 60;
const LONGEST_BRIEF = 40;
/** Clocks that are set go back by so much without what is kept being of the future, in seconds. */
const SKEW = 5;

/** What there is to say by now, of what is kept; null: nothing is kept yet. */
export function told(kept: Kept | null, now: Millis, telling: Telling): Told {
  const named = (name: Safe): Safe => telling.name ?? briefName(name);
  if (kept === null) return unknown(named(safe('ringdeck')), safe('asking'), []);
  if (kept.news === null)
    return unknown(named(safe('ringdeck')), safe(`cannot ask: ${cut(kept.error, LONGEST_ERROR)}`), [kept.error]);
  const { news } = kept;
  const age = secondsBetween(news.at, now);
  const heard = safe(`as of ${formatAge(age)} ago`);
  const name = named(news.name);
  if (age < -SKEW) return unknown(name, safe('unknown: the clock was set back'), []);
  if (age > telling.staleAfter) return unknown(name, safe(`unknown, heard ${formatAge(age)} ago`), [news.sentence]);
  const old = age > 2 * telling.every ? [safe(`(${formatAge(age)} old)`)] : [];
  const number = news.number === null ? [] : [news.number];
  const text = joined([name, cut(news.brief, LONGEST_BRIEF), ...number, ...alertWords(news, now), ...old], ' ');
  return { state: news.state, text, more: [news.sentence, heard] };
}

const unknown = (name: Safe, why: Safe, more: readonly Safe[]): Told => ({
  state: 'unknown',
  text: safe(`${name} ${why}`),
  more,
});

function alertWords({ alert, more }: News, now: Millis): readonly Safe[] {
  if (alert === null) return [];
  const others = more > 0 ? [safe(`+${more}`)] : [];
  return [alert.tier, formatAge(secondsBetween(alert.since, now)), ...others];
}

/** The same where there is ASCII alone. */
export const inAscii = ({ state, text, more }: Told): Told => ({
  state,
  text: toAscii(text),
  more: more.map((line) => toAscii(line)),
});

/** A line for a bar, with its end. */
export function dressed(
  format: LineFormat,
  { state, text, more }: Told,
  glyphs: Glyphs,
  colours: boolean,
): Safe | Coloured {
  const line = safe(`${glyphs[state]} ${text}`);
  switch (format) {
    case 'plain':
      return safe(`${line}\n`);
    case 'tmux':
      return safe(colours ? `#[${TMUX[state]}]${forTmux(line)}#[default]\n` : `${forTmux(line)}\n`);
    case 'starship':
      return colours ? sanitiseColoured(`\u001b[${ANSI[state]}m${line}\u001b[39m\n`) : safe(`${line}\n`);
    case 'waybar':
      return safe(
        `${jsonText({ text: forPango(line), alt: state, class: state, tooltip: forPango(joined(more, '\n')) })}\n`,
      );
  }
}

const TMUX: Readonly<Record<News['state'], 'fg=green' | 'fg=yellow' | 'fg=red,bold' | 'fg=magenta'>> = {
  ok: 'fg=green',
  warn: 'fg=yellow',
  fail: 'fg=red,bold',
  unknown: 'fg=magenta',
};

const ANSI: Readonly<Record<News['state'], number>> = { ok: 32, warn: 33, fail: 31, unknown: 35 };

/** tmux expands what stands behind a single `#` in the output of a command, commands and all; of two it draws one. */
const forTmux = (text: Safe): Safe => sanitiseLine(text.replaceAll('#', '##'));

/** waybar reads Pango's markup. */
const forPango = (text: Safe): string => text.replaceAll(/[&<>'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
