import type { InfraItem } from '../../room/shown.ts';
import { type Line, run } from '../canvas/runs.ts';
import { inView, urgency } from '../core/worst.ts';
import { drawerOf, fitsBeside, type Input, infraDistance, shortLines } from './infra-tables.ts';
import { infraKey } from './page.ts';

/** Rows as they are drawn, and how many of them have no place. */
export interface InfraLines {
  readonly lines: readonly Line[];
  readonly hidden: number;
}

/** Cells of one of several rows beside each other. */
const CELL = 34;

/**
 * How soon a row is shown where not all are: those that are not well, then those that use most of what their limits allow.
 * In eighths of it: what differs by less keeps its place.
 */
export function infraRank(item: InfraItem): number {
  const share = item.show === 'up' ? 0 : (infraDistance(item)?.share ?? 0);
  return urgency(item) + (item.state === 'ok' ? (1 - Math.floor(8 * Math.min(1, share)) / 8) / 2 : 0);
}

/** Of rows that are well that which is nearest to its limit; undefined where none has one. */
export const nearestOf = (items: readonly InfraItem[]): InfraItem | undefined =>
  items
    .filter((item) => item.limit !== null && item.show !== 'up' && infraDistance(item) !== null)
    .toSorted((a, b) => infraRank(a) - infraRank(b))[0];

/**
 * The rows, which come worst first, in so many lines. A row has a line of its own, with its limit and how far it is from
 * it, while there are lines for that, under the name of its group where there are more. Where there are not, first those
 * stand beside each other that need few cells, having no limit, and then those that are furthest from theirs.
 */
export function infraLines(items: readonly InfraItem[], height: number, input: Input): InfraLines {
  const grouped = groupedLines(items, height, input);
  if (grouped !== null) return { lines: grouped, hidden: 0 };
  const beside = Math.max(1, Math.min(Math.floor((input.width + 2) / CELL), items.length));
  const { alone, paired, short } = arranged(items, height, beside, input);
  const lines = alone.length + linesOf(paired, beside) + short.length;
  if (lines <= height) {
    const draw = drawerOf(items, { alone, named: alone, paired, beside, free: height - lines }, input);
    return {
      lines: [...alone.map((item) => draw.alone(item, true)), ...chunks(paired, beside).map(draw.beside), ...short],
      hidden: 0,
    };
  }
  const bad = Math.min(height, items.filter(isBad).length);
  // Somebody who goes through them sees those around the chosen one.
  const rank = input.cursor === undefined ? infraRank : urgency;
  const shown = inView(items, bad + (height - bad) * beside, (item) => infraKey(item) === input.cursor, rank);
  const [first, rest] = [shown.slice(0, bad), shown.slice(bad)];
  const draw = drawerOf(items, { alone: first, named: first, paired: rest, beside, free: 0 }, input);
  return {
    lines: [...first.map((item) => draw.alone(item, true)), ...chunks(rest, beside).map(draw.beside)],
    hidden: items.length - shown.length,
  };
}

const isBad = ({ state }: InfraItem): boolean => state !== 'ok';

/** What is well and has neither a limit nor anything else to draw behind its value. */
const isShort = ({ state, limit, show }: InfraItem): boolean =>
  state === 'ok' && (show === 'up' || (limit === null && show === 'value'));

const linesOf = (items: readonly InfraItem[], beside: number): number => Math.ceil(items.length / beside);

/** Which rows have lines of their own, which stand beside each other, and the lines of those that need few cells. */
function arranged(items: readonly InfraItem[], height: number, beside: number, input: Input) {
  if (items.length <= height) return { alone: items, paired: [], short: [] };
  const [few, long] = [items.filter(isShort), items.filter((item) => !isShort(item))];
  const short = shortLines(few, items, input);
  const fits = (item: InfraItem) => Number(fitsBeside(item, items, beside, input));
  const furthest = long
    .filter((item) => !isBad(item))
    .toSorted((a, b) => fits(b) - fits(a) || infraRank(b) - infraRank(a));
  let count = 0;
  const needed = () => long.length - count + Math.ceil(count / beside) + short.length;
  while (beside > 1 && count < furthest.length && needed() > height) count += 1;
  const paired = new Set(furthest.slice(0, count));
  return {
    alone: long.filter((item) => !paired.has(item)),
    paired: long.filter((item) => paired.has(item)),
    short,
  };
}

/** First those that are not well, then the others by their groups; null where that has no room or parts nothing. */
function groupedLines(items: readonly InfraItem[], height: number, input: Input): readonly Line[] | null {
  const parts = [...Map.groupBy(items, (item) => (isBad(item) ? null : item.group))];
  if (parts.length < 2) return null;
  const linesWith = (isPacked: boolean, free: number): readonly Line[] => {
    const draw = drawerOf(items, { alone: items, named: items.filter(isBad), paired: [], beside: 1, free }, input);
    return parts.flatMap(([group, members]): readonly Line[] => {
      const few = isPacked ? members.filter(isShort) : [];
      const long = members.filter((item) => !few.includes(item));
      return [
        [run(group ?? 'not well', 'dim')],
        ...long.map((item) => draw.alone(item, group === null)),
        ...shortLines(few, items, input),
      ];
    });
  };
  for (const isPacked of [false, true]) {
    const { length } = linesWith(isPacked, 0);
    if (length <= height) return linesWith(isPacked, height - length);
  }
  return null;
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
