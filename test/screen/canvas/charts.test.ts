import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { bar } from '../../../src/screen/canvas/charts/bar.ts';
import { plotSamples } from '../../../src/screen/canvas/charts/canvas.ts';
import { type PlotOptions, plot } from '../../../src/screen/canvas/charts/plot.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../../../src/screen/canvas/charts/sparkline.ts';
import { timeAxis } from '../../../src/screen/canvas/charts/time-axis.ts';
import { millis, UNITS } from '../../../src/units.ts';

const samples = fc.array(
  fc.oneof(fc.constant(null), fc.double(), fc.constantFrom(0, 1, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE)),
  {
    maxLength: 120,
  },
);
const size = fc.integer({ min: 0, max: 90 });
const ASCII = /^[ -~]*$/;

const at = Date.UTC(2025, 0, 1, 21);
const hour = { from: millis(at), to: millis(at + 3_600_000), timeZone: 'UTC' };
const options: PlotOptions = { width: 40, height: 5, unit: 'seconds', time: hour, unicode: true };
const textOf = (rows: ReturnType<typeof plot>): string[] => rows.map((runs) => runs.map((run) => run.text).join(''));

describe('a chart', () => {
  it('shows values on the left and times below', () => {
    const values = Array.from({ length: plotSamples(40) }, (_, i) => (i < 15 ? 0.04 : 0.08));
    expect(textOf(plot([{ samples: values, line: 'candidate' }], options))).toEqual([
      '     80 ms┤              ╭──────────────',
      '          ┤              │              ',
      '          ┤              │              ',
      '     40 ms┤──────────────╯              ',
      '           ╵21:00        ╵21:30         ',
    ]);
  });

  it('draws the candidate over the baseline, each in its own line', () => {
    const flat = (value: number) => Array.from({ length: 8 }, () => value);
    const small: PlotOptions = { ...options, width: 8, height: 2 };
    const both = [
      { samples: flat(1), line: 'baseline' as const },
      { samples: flat(2), line: 'candidate' as const },
    ];
    expect(plot(both, small)).toEqual([
      [{ text: '────────', role: 'candidate' }],
      [{ text: '╌╌╌╌╌╌╌╌', role: 'baseline' }],
    ]);
    expect(textOf(plot(both, { ...small, unicode: false }))).toEqual(['--------', '........']);
  });

  it('leaves what was not sampled blank', () => {
    const values = [1, 1, null, Number.NaN, 2, Infinity, 1, 1];
    expect(textOf(plot([{ samples: values, line: 'candidate' }], { ...options, width: 8, height: 2 }))).toEqual([
      '    ─   ',
      '──    ──',
    ]);
  });

  it('draws a value that never changes in the middle, with its value', () => {
    const rows = textOf(plot([{ samples: [3, 3, 3], line: 'candidate' }], { ...options, height: 4 }));
    expect(rows[1]).toBe(`     3.0 s┤${' '.repeat(26)}───`);
  });

  it('keeps to a given floor', () => {
    const rows = textOf(
      plot([{ samples: [4, 4], line: 'candidate' }], { ...options, unit: 'count', min: 0, height: 4 }),
    );
    expect(rows[0]).toMatch(/^ +4┤ +──$/);
    expect(rows[2]).toMatch(/^ +0┤ +$/);
  });

  it('is exactly as large as asked for, whatever it is given', () => {
    const height = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(
        samples,
        samples,
        size,
        height,
        fc.constantFrom(...UNITS),
        fc.boolean(),
        (a, b, width, rows, unit, unicode) => {
          const series = [
            { samples: a, line: 'baseline' as const },
            { samples: b, line: 'candidate' as const },
          ];
          const drawn = textOf(plot(series, { width, height: rows, unit, time: hour, unicode }));
          expect(drawn).toHaveLength(rows);
          for (const row of drawn) expect(stringWidth(row)).toBe(width);
        },
      ),
    );
  });

  it('has a mark in every column that was sampled, and in no other', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 20 }), (values, height) => {
        const rows = textOf(plot([{ samples: values, line: 'candidate' }], { ...options, width: 21, height }));
        const shown = Array.from({ length: 21 }, (_, column) => values[values.length - 21 + column] ?? null);
        const marked = shown.map((_, column) =>
          rows.some((row, y) => (y < height - 1 || height < 3) && row[column] !== ' '),
        );
        expect(marked).toEqual(shown.map((value) => value !== null && Number.isFinite(value)));
      }),
    );
  });

  it('takes a run for its axis and one for its line', () => {
    const values = Array.from({ length: 60 }, (_, i) => Math.sin(i / 5));
    for (const runs of plot([{ samples: values, line: 'candidate' }], { ...options, width: 71, height: 9 })) {
      expect(runs.length).toBeLessThanOrEqual(2);
    }
  });
});

describe('a time axis', () => {
  it.each([
    ['an hour', 3600, 60, '╵21:00         ╵21:15         ╵21:30         ╵21:45         '],
    ['a minute', 60, 30, '╵21:00:00      ╵21:00:30      '],
    ['a day', 86_400, 30, '   ╵00:00         ╵12:00       '.slice(0, 30)],
  ])('over %s has its ticks at round times', (_, seconds, columns, line) => {
    expect(timeAxis({ ...hour, to: millis(at + seconds * 1000) }, columns, true)).toBe(line);
  });

  it('is as long as asked for, over any span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), size, (span, columns) => {
        expect(timeAxis({ ...hour, to: millis(at + span) }, columns, false)).toHaveLength(columns);
      }),
    );
  });
});

describe('a sparkline', () => {
  it('holds two samples a cell, and nothing where there was none', () => {
    expect(sparkline([1, 2, 3, null, null, 4, null, null], 4, { unicode: true })).toBe('⣠⡆⢸ ');
    expect(sparkline([1, 2, null, 4], 4, { unicode: false })).toBe('.- #');
  });

  it('is aligned to the newest sample', () => {
    expect(sparkline([0, 9], 3, { unicode: false })).toBe(' .#');
    expect(sparkline([9, 9, 0, 9], 2, { unicode: false })).toBe('.#');
  });

  it('is exactly as wide as asked for, whatever it is given', () => {
    fc.assert(
      fc.property(samples, size, fc.boolean(), (values, width, unicode) => {
        const line = sparkline(values, width, { unicode });
        expect(stringWidth(line)).toBe(width);
        if (!unicode) expect(line).toMatch(ASCII);
      }),
    );
  });

  it('marks every sample it shows', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 40 }), (values) => {
        expect(sparkline(values, 20, { unicode: true })).not.toContain(' ');
        expect(sparklineSamples(20, true)).toBe(40);
      }),
    );
  });
});

describe('a sparkline on the scale of a limit', () => {
  const drawn = (shares: readonly (number | null)[], width: number, unicode: boolean) =>
    limitSparkline(shares, width, unicode);

  it('is at its highest beyond the limit, and there alone', () => {
    expect(drawn([0, 0.4, 0.7, 1, 1.001, 37, Infinity, null], 4, true)).toEqual([
      { text: '⣠⣶', beyond: false },
      { text: '⣿⡇', beyond: true },
    ]);
    expect(drawn([0, 0.5, 1, 1.001, null], 5, false)).toEqual([
      { text: '.=*', beyond: false },
      { text: '#', beyond: true },
      { text: ' ', beyond: false },
    ]);
  });

  it('is exactly as wide as asked for, and says beyond of just the cells that are', () => {
    fc.assert(
      fc.property(samples, fc.nat(60), (values, width) => {
        const shares = values.map((value) => (value === null ? null : Math.abs(value)));
        const pieces = drawn(shares, width, false);
        expect(stringWidth(pieces.map(({ text }) => text).join(''))).toBe(width);
        for (const { text, beyond } of pieces) expect(/^#+$/.test(text)).toBe(beyond);
      }),
    );
  });
});

describe('a bar', () => {
  it.each<[number | null, string]>([
    [0, '░░░░'],
    [0.001, '▏░░░'],
    [0.5, '██░░'],
    [0.59, '██▎░'],
    [0.9999, '███▉'],
    [1, '████'],
    [7, '████'],
    [-1, '░░░░'],
    [null, '╌╌╌╌'],
    [Number.NaN, '╌╌╌╌'],
  ])('of %d is drawn %s', (fraction, text) => {
    const { filled, rest } = bar(fraction, 4, true);
    expect(filled + rest).toBe(text);
  });

  it('is exactly as wide as asked for, and full only when it is', () => {
    fc.assert(
      fc.property(fc.option(fc.double()), size, fc.boolean(), (fraction, width, unicode) => {
        const { filled, rest } = bar(fraction, width, unicode);
        expect(stringWidth(filled + rest)).toBe(width);
        if (!unicode) expect(filled + rest).toMatch(ASCII);
        if (width > 0 && fraction !== null) expect(/^[█#]+$/.test(filled + rest)).toBe(fraction >= 1);
      }),
    );
  });
});
