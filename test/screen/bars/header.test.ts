import { describe, expect, test } from 'vitest';
import { drawHeader } from '../../../src/screen/bars/header.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { lineWidth } from '../../../src/screen/canvas/runs.ts';
import type { Playback } from '../../../src/session/session.ts';
import type { SourceErrorKind } from '../../../src/sources/error.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis, seconds } from '../../../src/units.ts';
import { healthy, hostile, live, NOW, stalePrometheus, tape } from '../rooms.ts';

const header = (width: number, playback: Playback, more: { room?: typeof healthy; readOnly?: boolean } = {}) => {
  const { room = healthy, readOnly = false } = more;
  const line = drawHeader({ room, playback, glyphs: glyphsFor(true), timeZone: 'UTC', readOnly, page: 0, width });
  expect(lineWidth(line)).toBe(width);
  return line.map(({ text }) => text).join('');
};
const WIDTHS = [24, 30, 40, 60, 80, 100, 140, 200] as const;

describe('the header', () => {
  test.each(WIDTHS)('never lets a tape or a still screen pass for live production at %i columns', (width) => {
    for (const room of [healthy, hostile]) {
      expect(header(width, tape, { room })).toContain('DEMO');
      expect(header(width, { ...live, paused: true }, { room })).toContain('PAUSED');
      expect(header(width, { ...tape, paused: true }, { room })).toContain('DEMO PAUSED');
    }
    expect(header(width, live)).toMatch(/ PROD/);
  });

  test.each(WIDTHS)('says that nothing may be done, and how the worst source stands, at %i columns', (width) => {
    expect(header(width, live, { readOnly: true })).toMatch(/ READ-ONLY | RO /);
    expect(header(width, tape, { room: stalePrometheus })).toContain('?');
  });

  test.each(WIDTHS)('says of which day the past is that it shows, unless it is today, at %i columns', (width) => {
    const of = (days: number): string =>
      header(width, {
        ...live,
        viewing: { at: millis(NOW - days * 86_400_000 - 60_000) },
        newest: healthy,
      } as Playback);
    const day = new Date(NOW - 90 * 86_400_000).toISOString().slice(0, 10);
    expect(of(90)).toContain(`${day} `);
    expect(of(0)).not.toMatch(/\d{4}-\d\d-\d\d/);
    if (width >= 40) expect(of(90)).toContain(`VIEWING ${day} `);
  });

  test('tells a server that gives incomplete answers, and one in whose place something else answers', () => {
    const withSource = (state: 'partial' | 'failed', kind: SourceErrorKind) => {
      const error = { kind, message: safe('a web page') };
      const sources = healthy.sources.map((source, i) => (i === 0 ? { ...source, state, error } : source));
      return header(200, live, { room: { ...healthy, sources } });
    };
    expect(withSource('partial', 'bad-body')).toContain('prom ▲ partial');
    expect(withSource('failed', 'bad-body')).toContain('prom ✖ bad answer');
    expect(withSource('failed', 'unreachable')).toContain('prom ✖ down');
  });

  test('tells the position and speed of a tape at 80 columns; the name gives way', () => {
    expect(header(80, tape)).toContain('12m34/40m 8x');
    expect(header(80, { ...tape, paused: true })).toContain('12m34/40m 8x');
  });

  test('says at the end of a tape that it is over, and how to begin again', () => {
    const over = { ...tape, paused: true, position: seconds(2400) } as const;
    expect(header(80, over)).toContain('DEMO OVER  p begins again');
    expect(header(40, over)).toContain('DEMO OVER');
    expect(header(80, over)).not.toContain('PAUSED');
  });
});
