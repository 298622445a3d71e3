import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { isOfBoard } from '../../../src/screen/core/panel-key.ts';
import { initialState, type ScreenState } from '../../../src/screen/core/state.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { numbersOf, pageNumbers, panelOfNumber } from '../../../src/screen/panels/number.ts';
import { seconds } from '../../../src/units.ts';
import { boardScene } from '../boards/board-rooms.ts';
import { hands } from '../hands.ts';
import { lineWith, picture } from '../picture.ts';
import { ago, alertsOf } from '../room-parts.ts';
import { alert, healthy, sceneOf, spike, team } from '../rooms.ts';

const state = (more: Partial<ScreenState> = {}): ScreenState => ({ ...initialState('dark'), ...more });

const placeOf = (room: Room, panel: string, more: Partial<ScreenState> = {}) =>
  layoutOf(makeSafe(room), state(more), 140, 44).panels.find((place) => place.panel === panel);

const past = { name: 'ServiceDown', tier: 'P0', from: ago(960), end: ago(735), by: 'root' } as const;
const over: Room = {
  ...healthy,
  journal: [],
  incidents: {
    window: seconds(86_400),
    total: { count: 1, open: 0, closed: 1, answered: 1, mtta: seconds(60), mttr: seconds(225) },
    byTier: {},
    recent: [past],
    detail: '',
  },
};

describe('a panel that has nothing to tell', () => {
  test('folds into its title, with the last that there was to tell', () => {
    expect(placeOf(over, 'alerts')).toMatchObject({ folded: true, height: 1 });
    // What there is no room for is left out by whole parts.
    const title = (columns: number) => lineWith(picture(sceneOf(over), state(), { columns }), '4 Alerts');
    expect(title(140)).toMatch(/╭─ 4 Alerts ✔ none · last ServiceDown fired for 3m45, ended 12m ago ─+╮/);
    expect(title(170)).toMatch(
      /╭─ 4 Alerts ✔ none · last ServiceDown fired for 3m45, ended 12m ago, root answered ─+╮/,
    );
    expect(lineWith(picture(sceneOf(over)), '6 Journal')).toContain('6 Journal · no acts yet');
  });

  test('leaves its rows to those that have', () => {
    const rows = (room: Room) => placeOf(room, 'traffic')?.height ?? 0;
    expect(rows(over)).toBeGreaterThan(rows({ ...over, alerts: alertsOf([alert('DiskFills'), alert('HostDown')]) }));
  });

  test('unfolds when it is chosen, and tells what is over', () => {
    const text = picture(sceneOf(over), hands(over).press('4'));
    expect(text).toContain('No alert is firing');
    expect(lineWith(text, 'P0 ServiceDown')).toContain('fired for 3m45, ended 12m ago, root answered');
    expect(placeOf(over, 'alerts', { focus: 'alerts' })?.folded).toBe(false);
  });

  test.each<[string, Room]>([
    ['an alert fires', spike],
    ['an Alertmanager is silent', { ...over, alerts: { ...over.alerts, complete: false } }],
    ['nobody knows whether anything fires', { ...over, alerts: { ...over.alerts, freshness: 'stale' } }],
  ])('does not fold while %s', (_, room) => {
    expect(placeOf(room, 'alerts')?.folded).toBe(false);
  });

  test('unfolds while the filter finds something in it', () => {
    expect(placeOf(team, 'journal')?.folded).toBe(false);
    expect(placeOf(over, 'journal', { filter: 'x' })?.folded).toBe(true);
  });
});

describe('the number of a panel', () => {
  test('is the same on every page; panels of boards have what those of a name leave free', () => {
    expect([...numbersOf(['infra', 'alerts'], [])]).toEqual([
      ['infra', 5],
      ['alerts', 4],
    ]);
    const board = ['api/a', 'rings', 'api/b', 'alerts', 'api/c', 'api/d'] as const;
    expect([...numbersOf(board, board).values()]).toEqual([2, 1, 3, 4, 5, 6]);
  });

  test('of a board is none that a panel of a name has on another page', () => {
    const all = ['api/a', 'alerts', 'db/a', 'db/b', 'rings', 'journal'] as const;
    expect([...numbersOf(['api/a', 'alerts'], all).values()]).toEqual([2, 4]);
    expect([...numbersOf(['db/a', 'db/b', 'db/c', 'db/d'], all).values()]).toEqual([2, 3, 5, 7]);
    const { room } = boardScene();
    const standing = new Map<number, string>();
    for (const [page] of room.pages.entries())
      for (const [panel, number] of pageNumbers(room, page)) if (!isOfBoard(panel)) standing.set(number, panel);
    expect(standing.size).toBeGreaterThan(0);
    for (const [page] of room.pages.entries())
      for (const [number, panel] of standing) expect([panel, undefined]).toContain(panelOfNumber(room, page, number));
  });

  test('is the key that leads to it', () => {
    const h = hands(healthy);
    expect(h.press('>', '4').focus).toBe('alerts');
    expect(h.press('1').focus).toBe('alerts');
  });
});
