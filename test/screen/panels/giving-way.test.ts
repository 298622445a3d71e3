import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalEntry, Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { placeBands } from '../../../src/screen/canvas/bands.ts';
import type { PlacedPanel } from '../../../src/screen/canvas/placing.ts';
import { initialState, type ScreenState } from '../../../src/screen/core/state.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { millis } from '../../../src/units.ts';
import { lineWith, picture } from '../picture.ts';
import { alertsOf } from '../room-parts.ts';
import { alert, healthy, NOW, sceneOf, spike } from '../rooms.ts';

const state = (more: Partial<ScreenState> = {}): ScreenState => ({ ...initialState('dark'), ...more });

/** The heights of panels by their names. */
const heights = (room: Room, [columns, rows]: readonly [number, number], more: Partial<ScreenState> = {}) =>
  Object.fromEntries(
    layoutOf(makeSafe(room), state(more), columns, rows).panels.map(({ panel, height }) => [panel, height]),
  );

/** Machines that are all well, so many. */
const wellInfra = (count: number): Room['infra'] => {
  const [item] = healthy.infra.filter(({ limit }) => limit !== null);
  if (item === undefined) throw new Error('no row has a limit');
  return Array.from({ length: count }, (_, i) => ({
    ...item,
    ...{ id: `well${i}`, label: `well${i}`, state: 'ok' as const, show: 'value' as const, unit: 'ratio' as const },
    limit: { kind: 'at-most' as const, most: 1 },
    reading: { known: true as const, value: i === 7 ? 0.75 : 0.2, at: NOW, aging: false },
  }));
};

const acts = (count: number): readonly JournalEntry[] => {
  const [entry] = spike.journal.length > 0 ? spike.journal : healthy.journal;
  if (entry === undefined) throw new Error('nobody acted');
  return Array.from({ length: count }, (_, i) => ({ ...entry, at: millis(NOW - i * 1000) }));
};

const crowd = alertsOf(Array.from({ length: 10 }, (_, i) => alert(`Fails${i}`)));
const calm: Room = { ...healthy, alerts: alertsOf([]), infra: wellInfra(18), journal: [] };

describe('a panel in which all is well', () => {
  test('shows all there is while nobody else lacks rows', () => {
    expect(heights(calm, [140, 44]).infra).toBeGreaterThanOrEqual(20);
  });

  test('gives rows to who did what, but for a few of those nearest to their limits', () => {
    const room = { ...calm, journal: acts(6) };
    expect(heights(room, [140, 44]).journal).toBeGreaterThanOrEqual(8);
    const text = picture(sceneOf(room), state(), { columns: 100, rows: 30 });
    expect(lineWith(text, ' Infra ')).toMatch(/✔ all (?:18 )?well/);
    expect(text).toContain('well7');
  });

  test('folds into its title, which says how many are well and which is nearest to its limit', () => {
    const text = picture(sceneOf({ ...calm, alerts: crowd, journal: acts(6) }), state(), { columns: 126, rows: 38 });
    expect(lineWith(text, '5 Infra')).toMatch(/5 Infra.* ✔ all 18 well · nearest: well7 75\.0 % ≤ 100 %/);
  });

  test('gives nothing away while it has the focus', () => {
    const room = { ...calm, alerts: crowd, journal: acts(6) };
    expect(heights(room, [126, 38], { focus: 'infra' }).infra).toBeGreaterThan(heights(room, [126, 38]).infra ?? 0);
  });

  test('keeps the rows of what is not well', () => {
    const infra = calm.infra.map((item, i) => (i < 2 ? { ...item, state: 'fail' as const } : item));
    expect(heights({ ...calm, infra, alerts: crowd, journal: acts(6) }, [126, 38]).infra).toBeGreaterThanOrEqual(4);
  });
});

test('a room without Alertmanager says so in the title of its alerts', () => {
  const alerts = { ...alertsOf([]), freshness: 'unknown', members: { is: 'unconfigured' } } as const;
  const text = picture(sceneOf({ ...healthy, alerts: { ...alertsOf([]), ...alerts } }));
  expect(lineWith(text, '4 Alerts')).toMatch(/4 Alerts · no Alertmanager is configured ─+╮/);
});

test('rows go away for somebody alone, and what matters most lacks rows last', () => {
  const anyPanel = fc.record({ told: fc.integer({ min: 1, max: 12 }), well: fc.nat(12), column: fc.nat(1) });
  const panelOf = ({ told, well, column }: { told: number; well: number; column: number }, i: number): PlacedPanel => {
    const spot = [0, column, i] as const;
    const tells = 2 + told;
    return {
      ...{
        panel: `p/${i}`,
        place: { spots: { wall: spot, wide: spot, medium: spot, small: spot }, stays: i, share: 1, inOneRow: true },
      },
      need: () => ({ min: 3, want: tells + well, grow: 0, tells }),
      quiet: false,
      gives: () => (well > 0 ? [tells] : []),
    };
  };
  fc.assert(
    fc.property(
      fc.array(anyPanel, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 12, max: 60 }),
      (some, height) => {
        const panels = some.map(panelOf);
        const places = placeBands(panels, { x: 0, y: 0, width: 100, height }, 'wide', null);
        const lacks = (i: number) => {
          const { tells = 0 } = panels[i]?.need('wide', 50) ?? {};
          return Math.max(0, tells - (places.find(({ panel }) => panel === `p/${i}`)?.height ?? 0));
        };
        // In the column of one that lacks rows nobody shows more than must be told.
        for (const [i, one] of some.entries())
          if (lacks(i) > 0)
            for (const [k, other] of some.entries()) {
              const place = places.find(({ panel }) => panel === `p/${k}`);
              if (other.column === one.column && place !== undefined)
                expect(place.height).toBeLessThanOrEqual(2 + other.told);
            }
      },
    ),
  );
});
