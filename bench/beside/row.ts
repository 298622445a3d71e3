import { median } from '../figure.ts';

/** One line of the table: what was measured, beside what, and what it may be. */
export interface Row {
  readonly what: string;
  /** Of each round; the median counts. Empty where a tool it needs is not installed. */
  readonly values: readonly number[];
  readonly unit: '×' | 'ms' | '%' | 'MB' | 'B/s' | 'B' | '';
  /** Beyond this it is too much; absent for a tool that only stands beside. */
  readonly goal?: number;
  /** What `--check` allows, of counts that are the same on every machine. */
  readonly most?: number;
  /** Why there is no value. */
  readonly missing?: string;
}

const decimals = (value: number) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);
const amount = (value: number, unit: Row['unit']) =>
  `${value.toFixed(decimals(value))}${unit === '' ? '' : ` ${unit}`}`;

/** Cells of a row: what, median, least to greatest, goal and whether it is met. */
function cells({ what, values, unit, goal, missing }: Row): readonly string[] {
  if (values.length === 0) return [what, missing ?? 'not measured', '', '', ''];
  const middle = median(values);
  const spread =
    values.length === 1 ? '' : `${amount(Math.min(...values), unit)} to ${amount(Math.max(...values), unit)}`;
  if (goal === undefined) return [what, amount(middle, unit), spread, '', ''];
  return [what, amount(middle, unit), spread, `≤ ${amount(goal, unit)}`, middle <= goal ? 'met' : 'not met'];
}

/** The rows as a table of Markdown. */
export const markdown = (rows: readonly Row[]): string =>
  [['', 'median', 'least to greatest', 'goal', ''], ['---', '---', '---', '---', '---'], ...rows.map(cells)]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('');

/** Rows beyond what `--check` allows, each in words. */
export const beyond = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ what, values, unit, most, missing }) => {
    if (most === undefined) return [];
    if (values.length === 0) return [`${what}: ${missing ?? 'not measured'}`];
    const middle = median(values);
    return middle <= most ? [] : [`${what}: ${amount(middle, unit)}, and at most ${amount(most, unit)} are allowed`];
  });
