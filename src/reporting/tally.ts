import { say } from '../text/say.ts';
import { type Seconds, seconds, secondsBetween } from '../units.ts';
import type { Span } from './period.ts';
import type { Unknown } from './schema/parts.ts';
import type { IncidentsReport } from './schema/report.ts';
import type { Spell } from './spells.ts';

type Tally = Omit<IncidentsReport['levels'][number], 'tier' | 'name'>;
type Length = Tally['mttr'];

/**
 * Incidents of one level in numbers.
 * @param known seconds of the period of which there are samples; null when that is not known
 * @param hasJournal whether the journal could be read, which alone tells who answered
 */
export function tallyOf(spells: readonly Spell[], period: Span, known: number | null, hasJournal: boolean): Tally {
  const answered = spells.filter(({ answer }) => answer !== null).length;
  const answers = spells.flatMap(({ from, isFromBefore, answer }) =>
    answer && !isFromBefore ? [Math.max(0, secondsBetween(from, answer.at))] : [],
  );
  const lengths = spells.flatMap(({ from, to, isOver, isEndSeen, isFromBefore }) =>
    isOver && isEndSeen && !isFromBefore ? [secondsBetween(from, to)] : [],
  );
  const total = firedFor(spells, period);
  const open = spells.filter(({ isOver }) => !isOver).length;
  return {
    count: spells.length,
    open,
    answered,
    totalSeconds: total,
    mtta: hasJournal
      ? meanOf(answers, spells.length === 0 ? NONE : answered === 0 ? UNANSWERED : UNBEGUN)
      : length(null, { reason: 'no-journal', text: say`the journal, which says who answered, cannot be read` }),
    mttr: meanOf(lengths, spells.length === 0 ? NONE : UNENDED),
    mtbf:
      known === null
        ? length(null, { reason: 'no-samples', text: say`it is not known how much of the period was seen` })
        : spells.length === 0
          ? length(null, NONE)
          : length(seconds(Math.max(0, known - total) / spells.length), null),
  };
}

const nothing = (text: string): NonNullable<Unknown> => ({ reason: 'nothing-to-count', text });
const NONE = nothing(say`none fired in the period`);
const UNANSWERED = nothing(say`the journal has no answer to any of them`);
const UNBEGUN = nothing(say`no answered one is known from its beginning`);
const UNENDED = nothing(say`none is known from its beginning to its end`);

const length = (value: Seconds | null, unknown: Unknown): Length => ({ seconds: value, unknown });

const meanOf = (values: readonly number[], otherwise: NonNullable<Unknown>): Length =>
  values.length === 0
    ? length(null, otherwise)
    : length(seconds(values.reduce((sum, value) => sum + value, 0) / values.length), null);

/** How long at least one of them fired within a stretch. */
function firedFor(spells: readonly Span[], { from, to }: Span): Seconds {
  let total = 0;
  let until: number = from;
  for (const spell of [...spells].sort((a, b) => a.from - b.from)) {
    const end = Math.min(spell.to, to);
    const start = Math.max(spell.from, until);
    if (end > start) total += end - start;
    until = Math.max(until, end);
  }
  return seconds(total / 1000);
}
