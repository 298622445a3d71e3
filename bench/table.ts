import { type Figure, median } from './figure.ts';

const decimals = (value: number) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);

function amount(value: number, unit: Figure['unit']): string {
  if (unit !== 'bytes') return `${value.toFixed(decimals(value))} ${unit}`;
  if (value < 1000) return `${value.toFixed(0)} B`;
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

/** The figures as lines of text: the median, then the least and the greatest of all runs. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, unit, values }) => [
    what,
    amount(median(values), unit),
    values.length < 2 ? '' : `${amount(Math.min(...values), unit)} to ${amount(Math.max(...values), unit)}`,
    values.length < 2 ? 'once' : `${values.length} runs`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))))
    .map((row) => `${row.join('   ').trimEnd()}\n`)
    .join('');
}
