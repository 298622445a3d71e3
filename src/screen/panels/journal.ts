import type { JournalAct, JournalEntry } from '../../room/shown.ts';
import type { Spell } from '../../terminal/governor.ts';
import { formatMinute } from '../../text/format.ts';
import { literals, type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { remarkText } from '../../wording/journal.ts';
import { columns } from '../canvas/columns.ts';
import { type Line, run, type Tone } from '../canvas/runs.ts';
import { journalId, journalRows, newestFirst } from '../core/journal-rows.ts';
import { once } from '../core/once.ts';
import { spellText } from '../core/spells.ts';
import type { PanelKind } from './kind.ts';
import { nothingRollsOut } from './page.ts';
import { countText, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';

/** What it draws from. */
type Part = 'journal';
type Input = PanelInput<Part>;

/** Who did what, newest first. */
function draw(input: Input): PanelDrawing {
  const { journal } = input.room;
  const isFiltered = input.ids.length < input.all.length;
  const entries = told(entriesOf(journal)(input.ids), isFiltered ? [] : input.spells);
  if (entries.length === 0) {
    const empty = journal.length > 0 ? NO_MATCH : [run('Nobody has acted yet', 'dim')];
    return { title: safe('Journal'), badge: [], lines: [empty] };
  }
  const height = input.detail === 'line' ? 1 : input.height;
  const lines = listLines(
    entries,
    (one) => ('because' in one ? '' : journalId(one)),
    input,
    height,
    (one) => ('because' in one ? spellRow(one, input) : entryRow(one, input)),
  );
  const badge: Line = lines.length < entries.length ? [run(countText(lines.length, entries.length), 'dim')] : [];
  return { title: safe('Journal'), badge, lines };
}

/** Those the filter lets pass, newest first. */
const entriesOf = once((journal: readonly JournalEntry[]) =>
  once((ids: readonly string[]) => {
    const shown = new Set(ids);
    return newestFirst(journal).filter((entry) => shown.has(journalId(entry)));
  }),
);

/** With when this screen went slower, which stands in no journal but this one: newest first. */
const told = (entries: readonly JournalEntry[], spells: readonly Spell[] = []): readonly (JournalEntry | Spell)[] =>
  spells.length === 0 ? entries : [...entries, ...spells].toSorted((a, b) => timeOf(b) - timeOf(a));

const timeOf = (one: JournalEntry | Spell): number => ('because' in one ? one.from : one.at);

const VERBS: Readonly<Record<JournalAct, Safe>> = literals({
  acknowledge: 'acknowledged',
  unacknowledge: 'took back ack of',
  end: 'ended ack of',
  tell: 'told the end of',
  claim: 'is on',
  release: 'left',
  validate: 'validated',
  revoke: 'revoked',
  request: 'asked to validate',
  withdraw: 'withdrew request for',
  announce: 'announced',
});

/** What was done; what was only tried is called by its name. */
export const verbOf = ({ act, result }: JournalEntry): Safe => (result === 'done' ? VERBS[act] : safe(act));

const TONES: Readonly<Record<JournalEntry['result'], Tone>> = { done: 'text', refused: 'fail', failed: 'fail' };

export const entryTone = ({ result, override }: JournalEntry): Tone =>
  result === 'done' && override !== undefined ? 'warn' : TONES[result];

const tableOf = (width: number) =>
  columns(
    [
      { name: 'at', width: 5, after: 1 },
      { name: 'by', width: 8 },
      { name: 'what', width: 'flows' },
    ],
    width,
  );

const spellRow = (spell: Spell, { timeZone, width }: Input): Line =>
  tableOf(width).row({
    at: run(formatMinute(spell.from, timeZone), 'dim'),
    by: run('screen', 'dim'),
    what: [run(' slowed down: ', 'dim'), run(spellText(spell, timeZone), spell.to === null ? 'warn' : 'dim')],
  });

function entryRow(entry: JournalEntry, { timeZone, width }: Input): Line {
  const tone = entryTone(entry);
  const detail = remarkText(entry);
  return tableOf(width).row({
    at: run(formatMinute(entry.at, timeZone), 'dim'),
    by: run(entry.by),
    what: [
      run(` ${verbOf(entry)} `, 'dim'),
      run(entry.target, 'title'),
      run(entry.result === 'done' ? '' : ` ${safe(entry.result).toUpperCase()}`, tone, { bold: true }),
      run(entry.override === undefined ? '' : ' OVERRIDE', 'warn', { bold: true }),
      run(widthOf(detail) === 0 ? '' : `  ${detail}`, entry.result === 'done' ? 'dim' : tone),
    ],
  });
}

/** As many entries are worth rows that others may want. */
const WORTH = 6;

/** Who did what of late. */
export const journal: PanelKind<Part> = {
  title: safe('Journal'),
  place: {
    spots: { wall: [1, 1, 2], wide: [1, 1, 2], medium: [1, 1, 2], small: [2, 1, 2] },
    stays: 1,
    share: 2,
    inOneRow: false,
  },
  need(_, room) {
    const entries = Math.max(1, room.journal.length);
    return { min: 3, want: 2 + Math.min(entries, nothingRollsOut(room) ? 1 : WORTH), grow: entries > WORTH ? 1 : 0 };
  },
  gives: () => [1],
  present: () => true,
  reads: { journal: true },
  rows: journalRows,
  state: () => 'ok',
  draw,
  quiet: ({ journal: { length } }, _, { separator }) => (length > 0 ? null : [run(`${separator} no acts yet`, 'dim')]),
  open: (id) => ({ kind: 'journal', chosen: id, scroll: 0, filter: '' }),
  copy: () => null,
  hints: () => ({ first: [], besides: [] }),
};
