import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { bar } from '../../../src/screen/canvas/charts/bar.ts';
import { type PlotOptions, plot } from '../../../src/screen/canvas/charts/plot.ts';
import { extentOf, roundValue, scaleFor, sideOf } from '../../../src/screen/canvas/charts/scale.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../../../src/screen/canvas/charts/sparkline.ts';
import { tickText } from '../../../src/screen/canvas/charts/tick.ts';
import { timeAxis } from '../../../src/screen/canvas/charts/time-axis.ts';
import { safe } from '../../../src/text/safe.ts';
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
const options: PlotOptions = { width: 40, height: 5, unit: 'seconds', time: hour, ink: 'braille' };
const textOf = (rows: ReturnType<typeof plot>): string[] => rows.map((runs) => runs.map((run) => run.text).join(''));

const row = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('a chart', () => {
  it('shows round values on the left and times below, from zero where there may be nothing', () => {
    const values = [...row(31, 0.04), ...row(31, 0.08)];
    expect(textOf(plot([{ samples: values, line: 'candidate' }], { ...options, height: 6 }))).toEqual([
      '  100 ms┤                               ',
      '        │               ⢰⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒',
      '   50 ms┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡸               ',
      '        │                               ',
      '    0 ms┤                               ',
      '         ╵21:00         ╵21:30          ',
    ]);
  });

  it('draws both versions where they meet, told apart without colours', () => {
    const small: PlotOptions = { ...options, unit: 'count', width: 8, height: 2 };
    const both = (baseline: number) => [
      { samples: row(16, baseline), line: 'baseline' as const },
      { samples: row(16, 2), line: 'candidate' as const },
    ];
    expect(textOf(plot(both(0), small))).toEqual(['⠒⠒⠒⠒⠒⠒⠒⠒', '⠂⠂⠂⠂⠂⠂⠂⠒']);
    expect(textOf(plot(both(2), small))).toEqual(['⠓⠓⠓⠓⠓⠓⠓⠛', '        ']);
    expect(textOf(plot(both(0), { ...small, ink: 'ascii' }))).toEqual(['--------', '........']);
    expect(textOf(plot(both(2), { ...small, ink: 'ascii' }))).toEqual(['++++++++', '        ']);
  });

  it('leaves what was not sampled blank', () => {
    const values = [2, 2, 2, 2, null, Number.NaN, 0, 0, Infinity, null, 2, 2];
    const small: PlotOptions = { ...options, unit: 'count', width: 6, height: 2 };
    expect(
      textOf(plot([{ samples: values, line: 'candidate' }], small)).map((line) => line.replaceAll(/\S/g, '#')),
    ).toEqual(['##   #', '   #  ']);
  });

  it('says that there is nothing to draw, beside the limits that would be there', () => {
    const lines = textOf(
      plot([{ samples: [null, null], line: 'candidate' }], {
        ...options,
        width: 50,
        unit: 'ratio',
        levels: [{ value: 0.4, line: 'limit', name: safe('limit') }],
      }),
    );
    expect(lines.join('\n')).toMatch(/[┤│] nothing was measured in this time/);
    expect(lines.join('\n')).toMatch(/[┤│]\Slimit\S \S/);
  });

  it('draws a limit that is near with its name, and says of one that is far on which side it lies', () => {
    const values = row(64, 0.002);
    const at = (value: number) =>
      textOf(
        plot([{ samples: values, line: 'candidate' }], {
          ...options,
          unit: 'ratio',
          levels: [{ value, line: 'limit', name: safe('limit') }],
        }),
      );
    expect(at(0.01)).toEqual([
      '   1.5 %┤                               ',
      '   1.0 %┤⠒limit⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒ ⠒',
      '   0.5 %┤                               ',
      '     0 %┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉',
      '         ╵21:00         ╵21:30          ',
    ]);
    expect(at(0.5)[0]).toMatch(/[┤│] limit ↑ *$/);
    expect(at(0.5).join()).not.toContain('⠒ ⠒');
  });

  it('draws what is beyond its limit in the colour of that', () => {
    const rows = plot(
      [{ samples: [...row(32, 0), ...row(32, 4)], line: 'candidate', isBeyond: (value) => value > 2 }],
      { ...options, unit: 'count', height: 6 },
    );
    const rolesOf = (row: number) => rows[row]?.map(({ role }) => role);
    expect(rolesOf(0)).toContain('fail');
    expect(rolesOf(0)).not.toContain('candidate');
    expect(rolesOf(4)).toContain('candidate');
  });

  it('tells the values at the cursor, and its time in place of one that it would touch', () => {
    const series = [
      { samples: row(64, 0.001), line: 'baseline' as const, name: safe('V1') },
      { samples: [...row(32, 0.002), ...row(32, 0.08)], line: 'candidate' as const, name: safe('V2') },
    ];
    const cursor = millis(at + 25 * 60_000);
    const lines = textOf(plot(series, { ...options, unit: 'ratio', width: 60, height: 8, cursor }));
    expect(lines[0]).toMatch(/[┤│] ⠒⠒ V2 0\.20 % {2}⠂⠂ V1 0\.10 %/);
    expect(lines.at(-1)).toMatch(/╵21:00 +╵21:15 +┃21:25:00 +╵21:45/);
    expect(lines.slice(1, -2).every((line) => line[9 + 21] === '┃')).toBe(true);
    expect(textOf(plot(series, { ...options, width: 60, cursor: millis(at - 1) })).join()).not.toContain('┃');
  });

  it('tells values in any case, in the uppermost rows where there is no room', () => {
    const series = Array.from({ length: 3 }, (_, i) => ({
      samples: Array.from({ length: 64 }, (_, x) => (x % 2 === 0 ? 0 : 4)),
      line: 'candidate' as const,
      name: safe(`series number ${i}`),
    }));
    const drawn: PlotOptions = { ...options, unit: 'count', height: 8, cursor: millis(at + 60_000), isNamed: true };
    const lines = textOf(plot(series, drawn));
    expect(lines.slice(0, 3)).toEqual([2, 1, 0].map((i) => expect.stringContaining(`⠒⠒ series number ${i} 4`)));
    for (const line of lines) expect(stringWidth(line)).toBe(40);
    expect(textOf(plot(series, { ...drawn, cursor: null })).join()).not.toContain('series');
  });

  it('keeps to a given floor', () => {
    const rows = textOf(
      plot([{ samples: [0.95, 0.96], line: 'candidate' }], { ...options, unit: 'ratio', min: 0, max: 1, height: 7 }),
    );
    expect(rows[1]).toMatch(/^ +100 %┤/);
    expect(rows.at(-2)).toMatch(/^ +0 %┤/);
  });

  it('is exactly as large as asked for, whatever it is given', () => {
    const height = fc.integer({ min: 0, max: 20 });
    const inks = fc.constantFrom('braille' as const, 'ascii' as const);
    fc.assert(
      fc.property(
        samples,
        samples,
        size,
        height,
        fc.constantFrom(...UNITS),
        inks,
        fc.double(),
        (a, b, width, rows, unit, ink, level) => {
          const series = [
            { samples: a, line: 'baseline' as const, name: safe('V1') },
            { samples: b, line: 'candidate' as const, name: safe('V2') },
          ];
          const levels = [{ value: level, line: 'limit' as const, name: safe('limit') }];
          const cursor = millis(at + 60_000);
          const drawn = textOf(plot(series, { width, height: rows, unit, time: hour, ink, levels, cursor }));
          expect(drawn).toHaveLength(rows);
          for (const line of drawn) {
            expect(stringWidth(line)).toBe(width);
            if (ink === 'ascii') expect(line.replaceAll(/[×µ€£−]/g, '')).toMatch(ASCII);
          }
        },
      ),
    );
  });

  it('has a mark in every column that was sampled, and in no other', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 20 }), (values, height) => {
        const drawn: PlotOptions = { ...options, width: 21, height };
        const rows = textOf(plot([{ samples: values, line: 'candidate' }], drawn));
        const shown = Array.from({ length: 42 }, (_, i) => values[values.length - 42 + i] ?? null);
        const known = shown.map((value) => value !== null && Number.isFinite(value));
        fc.pre(known.includes(true));
        const marked = Array.from({ length: 21 }, (_, column) =>
          rows.some((line, y) => (y < height - 1 || height < 3) && line[column] !== ' '),
        );
        expect(marked).toEqual(marked.map((_, column) => known[2 * column] === true || known[2 * column + 1] === true));
      }),
    );
  });

  it('takes a run for its axis and one for its line', () => {
    const values = Array.from({ length: 124 }, (_, i) => Math.sin(i / 5));
    for (const runs of plot([{ samples: values, line: 'candidate' }], { ...options, width: 71, height: 9 })) {
      expect(runs.length).toBeLessThanOrEqual(2);
    }
  });
});

describe('a scale', () => {
  const units = fc.constantFrom(...UNITS);
  const value = fc
    .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -3, max: 4 }))
    .map(([part, decade]) => part * 10 ** decade);

  it('holds what it is for, and its round values are 1, 2 or 5 of a decade, or times that clocks have', () => {
    fc.assert(
      fc.property(value, value, units, fc.integer({ min: 1, max: 60 }), (a, b, unit, rows) => {
        const extent = extentOf([[a, b]], unit);
        if (extent === null) throw new Error('there are samples');
        const scale = scaleFor(extent, unit, rows);
        for (const one of [a, b, extent.low, extent.high]) expect(sideOf(scale, one)).toBe('in');
        const { step } = scale;
        const times = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 30, 15, 120];
        const digits = Number((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toPrecision(3));
        const isTime = unit === 'seconds' && (times.includes(step) || step % 86_400 === 0);
        expect(isTime || [1, 2, 5].includes(digits)).toBe(true);
      }),
    );
  });

  it('has a round value on one row in three at least, each told unlike its neighbours, in eight cells', () => {
    fc.assert(
      fc.property(value, value, units, fc.integer({ min: 3, max: 60 }), (a, b, unit, rows) => {
        const extent = extentOf([[a, b]], unit);
        if (extent === null) throw new Error('there are samples');
        const scale = scaleFor(extent, unit, rows);
        const ticks = Array.from({ length: rows }, (_, i) => roundValue(scale, i)).filter((tick) => tick !== null);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        const told = ticks.map((tick) => tickText(tick, scale, unit));
        expect(new Set(told).size).toBe(ticks.length);
        for (const text of told) expect(stringWidth(text)).toBeLessThanOrEqual(8);
      }),
    );
  });

  it.each([
    ['rates', 'per-second', [190, 194], 0],
    ['counts', 'count', [240, 240], 0],
    ['shares', 'ratio', [0.001, 0.004], 0],
    ['times that differ much', 'seconds', [0.01, 0.06], 0],
  ] as const)('of %s begins at zero', (_, unit, values, low) => {
    expect(extentOf([values], unit)?.low).toBe(low);
  });

  it.each([
    ['a rating', 'score', [4.3, 4.41], 4.1],
    ['an availability', 'ratio', [0.9991, 0.9995], 0.998],
    ['times that differ little', 'seconds', [0.052, 0.057], 0.05],
  ] as const)('of %s shows what moves, and no less than would be a movement', (_, unit, values, low) => {
    expect(extentOf([values], unit)?.low).toBeGreaterThan(low);
  });

  it.each([
    [0.02, 0.08, 'ratio', '2 %'],
    [0.005, 0.01, 'ratio', '0.5 %'],
    [0.9995, 0.9999, 'ratio', '99.95 %'],
    [0.5, 2, 'seconds', '0.5 s'],
    [0.02, 0.08, 'seconds', '20 ms'],
    [900, 3600, 'seconds', '15m'],
    [20e6, 100e6, 'bytes', '20 MB'],
    [5000, 20_000, 'per-second', '5k/s'],
    [2000, 8000, 'count', '2,000'],
  ] as const)('tells %d of up to %d as %s: %s', (tick, high, unit, text) => {
    const scale = scaleFor({ low: unit === 'ratio' && tick > 0.5 ? 0.999 : 0, high }, unit, 9);
    expect(tickText(tick, scale, unit)).toBe(text);
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
