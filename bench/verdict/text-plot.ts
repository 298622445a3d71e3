const WIDTH = 50;

export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** Horizontal bars on a common scale. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value).filter(Number.isFinite));
  const widest = Math.max(...bars.map(({ label }) => label.length));
  return [
    title,
    '',
    ...bars.map(({ label, value }) => {
      const filled = Number.isFinite(value) ? Math.max(1, Math.round((value / most) * WIDTH)) : WIDTH;
      return `${label.padEnd(widest)}  ${'█'.repeat(filled)} ${Number.isFinite(value) ? value.toFixed(0) : 'never'}`;
    }),
  ].join('\n');
}
