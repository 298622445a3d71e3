import { describe, expect, test } from 'vitest';
import { PANELS } from '../../../src/profile/schema/panels.ts';
import type { JournalEntry, Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { type Line, run, within } from '../../../src/screen/canvas/runs.ts';
import { infraKey } from '../../../src/screen/panels/page.ts';
import { hiddenRun, type PanelInput } from '../../../src/screen/panels/panel.ts';
import { namedPanel } from '../../../src/screen/panels/registry.ts';
import { pagePanels, visibleIds } from '../../../src/screen/panels/selection.ts';
import { widthOf } from '../../../src/text/width.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { healthy, NOW, sceneOf, spike } from '../rooms.ts';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

function draw(
  panel: (typeof PANELS)[number],
  more: Partial<Omit<PanelInput, 'room'>> & { filter?: string; room?: Room } = {},
) {
  const { filter = '', room: given = spike, ...others } = more;
  const room = makeSafe(given);
  const { title, badge, lines } = namedPanel(panel).draw({
    room,
    width: 46,
    height: 8,
    detail: 'compact',
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
    operator: 'alice',
    ids: visibleIds(panel, room, 0, filter),
    all: visibleIds(panel, room, 0, ''),
    cursor: undefined,
    marks: [],
    past: () => [],
    range: { from: NOW, to: NOW },
    chart: () => [],
    ...others,
  });
  return { title, badge: textOf(badge), lines: lines.map(textOf) };
}

describe('a badge', () => {
  test('keeps how many rows are hidden, however narrow its panel', () => {
    const badge = [run('2 firing'), run(' · 3 acked'), hiddenRun(12, glyphsFor(true))];
    for (let width = 0; width < 60; width += 1) {
      const text = textOf(within(badge, width));
      expect(widthOf(text)).toBeLessThanOrEqual(width);
      if (width >= ' ↓ 12 more'.length) expect(text).toContain('↓ 12 more');
      else if (width > 6) expect(text).toContain('↓ 12');
    }
    expect(textOf(within(badge, 22))).toBe('2 firing · … ↓ 12 more');
  });

  test('keeps it on the screen too, whatever the size', () => {
    for (const [columns, rows] of [
      [140, 44],
      [100, 30],
      [80, 24],
      [70, 18],
      [60, 24],
      [40, 24],
    ] as const)
      for (const key of ['1', '4', '5']) {
        const text = picture(sceneOf(spike), hands(spike).press(key), { columns, rows });
        expect(text).not.toMatch(/↓ ?\d*[^\d ]*…|\d mo?r?…/);
      }
  });
});

describe('a panel', () => {
  test.each(PANELS)('%s says that the filter lets no row pass', (panel) => {
    for (const detail of ['full', 'compact'] as const)
      expect(draw(panel, { detail, filter: 'nothing-is-called-this' }).lines).toEqual(['No row matches the filter']);
  });

  test.each(['rings', 'comparison', 'alerts', 'infra'] as const)('%s says how many rows it hides', (panel) => {
    const all = visibleIds(panel, spike, 0, '').length;
    const { badge } = draw(panel, { height: 2 });
    const hidden = Number(/↓ (\d+) more$/.exec(badge)?.[1]);
    expect(hidden).toBe(all - (panel === 'comparison' ? 1 : 2));
    expect(draw(panel, { height: 40 }).badge).not.toContain('more');
  });

  test('infra shows the groups of its page, and none of others', () => {
    const groups = [...new Set(spike.infra.map(({ group }) => group))];
    const pages: Room['pages'] = [null, groups.slice(0, 1), ['Elsewhere']].map((infra, i) => ({
      id: `p${i}`,
      title: 'P',
      panels: ['alerts', 'infra'],
      rows: null,
      infra,
    }));
    const room = makeSafe({ ...spike, pages });
    const own = spike.infra.filter(({ group }) => group === groups[0]);
    expect(groups.length).toBeGreaterThan(1);
    expect(visibleIds('infra', room, 0, '').toSorted()).toEqual(spike.infra.map(infraKey).toSorted());
    expect(visibleIds('infra', room, 1, '').toSorted()).toEqual(own.map(infraKey).toSorted());
    expect(pagePanels(room, 1)).toEqual(['alerts', 'infra']);
    expect(pagePanels(room, 2)).toEqual(['alerts']);
  });

  test('infra stands under the names of its groups where all of it has room, and keeps every row where it has not', () => {
    const groups: readonly string[] = [...new Set(spike.infra.map(({ group }) => group))];
    const tall = draw('infra', { width: 60, height: 40 }).lines.map((line) => line.trim());
    expect(tall.filter((line) => groups.includes(line))).toEqual(groups);
    const height = Math.ceil(spike.infra.length / Math.floor(62 / 34));
    const tight = draw('infra', { width: 60, height }).lines.map((line) => line.trim());
    expect(tight.filter((line) => groups.includes(line))).toEqual([]);
    for (const { label } of spike.infra) expect(tight.join('\n')).toContain(label.slice(0, 12));
  });

  test('traffic shows the planned share beside the candidate', () => {
    const { lines } = draw('traffic');
    expect(lines.filter((line) => line.includes('plan 30.0 %'))).toHaveLength(1);
    expect(lines[0]).toMatch(/^V2 .*30\.1 % plan 30\.0 %/);
  });
});

describe('the journal', () => {
  const entry = (more: Partial<JournalEntry>): Room => ({
    ...spike,
    journal: [{ at: NOW, by: 'alice', act: 'acknowledge', target: 'Spike', result: 'done', detail: '', ...more }],
  });
  test.each([
    [{ detail: 'Spike is acknowledged: looking' }, 'acknowledged Spike  looking'],
    [{ detail: 'Spike is acknowledged' }, 'acknowledged Spike'],
    [{ act: 'unacknowledge', detail: 'Spike is no longer acknowledged' }, 'took back ack of Spike'],
    [{ act: 'validate', target: 'ring1', detail: 'ring1 is validated: by hand' }, 'validated ring1  by hand'],
    [{ act: 'revoke', target: 'ring1', detail: 'the validation of ring1 is revoked' }, 'revoked ring1'],
    [{ act: 'validate', target: 'ring1', result: 'refused', detail: 'too early' }, 'validate ring1 REFUSED  too early'],
  ] as const)('says who did what without repeating itself: %o', (more, said) => {
    expect(draw('journal', { room: entry(more), width: 90 }).lines[0]?.replace(/^\S+ alice +/, '')).toBe(said);
  });

  test('is empty until somebody acts', () => {
    expect(draw('journal', { room: { ...healthy, journal: [] } }).lines).toEqual(['Nobody has acted yet']);
  });
});
