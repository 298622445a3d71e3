import type { JournalEntry } from '../../../room/shown.ts';
import { formatClock, formatDay } from '../../../text/format.ts';
import { literals, type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { remarkText } from '../../../wording/journal.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { journalId, newestFirst } from '../../core/journal-rows.ts';
import { entryTone, verbOf } from '../../panels/journal.ts';
import { countText, NO_MATCH } from '../../panels/panel.ts';
import type { DetailDrawing } from '../shared/detail.ts';
import { factsOver } from '../shared/facts.ts';
import { drawList, type ListInput } from '../shared/list.ts';
import { evidenceSummary, evidenceTable } from './evidence.ts';

const tableOver = (width: number) =>
  columns(
    [
      { name: 'when', width: 19, after: 2 },
      { name: 'by', width: 12 },
      { name: 'what', width: 'flows' },
    ],
    width,
  );

/** Every act at hand, newest first, and what the selected one rested on. */
export function drawJournalView(input: ListInput): DetailDrawing {
  const { room } = input;
  const table = tableOver(input.width);
  return drawList<JournalEntry>(
    {
      title: safe(`Journal ${countText(input.ids.length, room.journal.length)}`),
      badge: room.ringStoreError === null ? [run('newest first', 'dim')] : [run(room.ringStoreError, 'fail')],
      head: table.header(literals({ when: 'when', by: 'by', what: 'what' })),
      rows: newestFirst(room.journal),
      idOf: journalId,
      draw: (entry) => rowOf(entry, table, input),
      about: (entry) => aboutOf(entry, input),
      empty: room.journal.length > 0 ? NO_MATCH : [run('Nobody has acted yet', 'dim')],
    },
    input,
  );
}

const whenOf = ({ at }: JournalEntry, timeZone: string): Safe =>
  safe(`${formatDay(at, timeZone)} ${formatClock(at, timeZone)}`);

function rowOf(entry: JournalEntry, table: ReturnType<typeof tableOver>, { timeZone, evidenceOf }: ListInput): Line {
  const tone = entryTone(entry);
  const evidence = evidenceOf(entry);
  const summary = evidence === null ? safe('') : evidenceSummary(evidence);
  return table.row({
    when: run(whenOf(entry, timeZone), 'dim'),
    by: run(entry.by),
    what: [
      run(`${verbOf(entry)} `, 'dim'),
      run(entry.target, tone, { bold: tone !== 'text' }),
      run(entry.override === undefined ? '' : ' OVERRIDE', 'warn', { bold: true }),
      run(entry.result === 'done' ? '' : ` ${safe(entry.result).toUpperCase()}`, tone, { bold: true }),
      run(`  ${remarkText(entry)}`, 'text'),
      run(summary === '' ? '' : `  [${summary}]`, 'dim'),
    ],
  });
}

function aboutOf(entry: JournalEntry, input: ListInput): Line[] {
  const { width, timeZone, evidenceOf } = input;
  const evidence = evidenceOf(entry);
  const facts = factsOver(12, width);
  const fact = <N extends string, V extends string>(
    name: SafeArgument<N>,
    value: SafeArgument<V> | undefined,
    tone: 'text' | 'warn' | 'dim' = 'text',
  ): Line[] => (value === undefined || value === '' ? [] : facts.fact<N, V>(name, value, { tone }));
  return [
    [run(`${entry.by} ${verbOf(entry)} ${entry.target}`, 'title'), run(`  ${whenOf(entry, timeZone)}`, 'dim')],
    ...fact('result', `${entry.result}: ${entry.detail}`),
    ...fact('note', entry.note),
    ...fact('override', entry.override, 'warn'),
    ...(evidence === null ? fact('evidence', 'none was recorded', 'dim') : evidenceTable(evidence, input)),
    ...fact('line', entry.seq === undefined ? '' : `${entry.seq}, checked by ringdeck journal verify`, 'dim'),
  ];
}
