import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { renderRoomToString } from '../../src/screen/still.ts';
import { widthOf } from '../../src/text/width.ts';
import { live, ROOMS, sceneOf, spike, stalePrometheus, tape } from './rooms.ts';

const theme = await loadTheme('dark', 0);
const SIZES = [
  [200, 60],
  [140, 44],
  [100, 30],
  [80, 24],
  [40, 12],
  [30, 4],
  [1, 1],
] as const;

const draw = (
  room: keyof typeof ROOMS,
  columns: number,
  rows: number,
  more: { unicode?: boolean; page?: string } = {},
) => {
  const { unicode = true, ...page } = more;
  const options = {
    columns,
    rows,
    theme,
    glyphs: glyphsFor(unicode),
    unicode,
    level: 0 as const,
    timeZone: 'UTC',
    ...page,
  };
  return renderRoomToString(sceneOf(ROOMS[room] ?? spike, room === 'healthy' ? live : tape), options);
};

describe('the room as text', () => {
  test.each(Object.keys(ROOMS).flatMap((room) => SIZES.map(([columns, rows]) => [room, columns, rows] as const)))(
    '%s fits %i×%i',
    (room, columns, rows) => {
      const lines = stripVTControlCharacters(draw(room, columns, rows)).split('\n');
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    },
  );

  test('says the worst thing at every size that has room for it', () => {
    for (const [columns, rows] of SIZES)
      if (columns >= 30) expect(draw('spike', columns, rows)).toContain('P0 V2ErrorSpike');
  });

  test('says UNKNOWN, not a value, where nothing is known', () => {
    const text = draw('unknown', 140, 44);
    expect(text).toContain('UNKNOWN');
    expect(text).toContain('Not known whether any alert is firing');
    expect(text).not.toMatch(/0\.20 %|✔ ring/);
  });

  test('tells the last value and its age where the data is stale', () => {
    expect(draw('stale', 200, 60)).toContain('was 6.10 % 45s ago');
    expect(draw('stale', 140, 44)).toMatch(/prom \? stale 45s/);
    expect(stalePrometheus.alerts.list.length).toBeGreaterThan(0);
  });

  test('uses ASCII alone when asked to, and keeps every column in its place', () => {
    for (const room of ['spike', 'healthy', 'hostile']) {
      const ascii = draw(room, 140, 44, { unicode: false });
      expect(ascii).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  test('marks production, and names any other environment', () => {
    expect(draw('spike', 140, 44)).toContain(' PRODUCTION ');
    expect(draw('hostile', 140, 44)).toContain('VORPRODUKTION');
  });

  test('draws the page asked for, and refuses one that does not exist', () => {
    expect(draw('spike', 100, 30, { page: 'alerts' })).not.toContain('Traffic');
    expect(() => draw('spike', 100, 30, { page: 'nowhere' })).toThrow('there is no page "nowhere"');
  });

  test('looks the same when nothing changed', () => {
    expect(draw('spike', 140, 44)).toBe(draw('spike', 140, 44));
  });
});
