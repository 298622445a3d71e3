import { describe, expect, test } from 'vitest';
import type { PanelId } from '../../../src/profile/schema/panels.ts';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { drawFooter } from '../../../src/screen/bars/footer.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { initialState, type ScreenState } from '../../../src/screen/core/state.ts';
import { incidentView } from '../../../src/screen/views/incident/state.ts';
import { logView } from '../../../src/screen/views/logs/state.ts';
import { ringView } from '../../../src/screen/views/ring/state.ts';
import { safe } from '../../../src/text/safe.ts';
import { alertsOf } from '../room-parts.ts';
import { healthy, spike, tape } from '../rooms.ts';

const ALL = ['rings', 'comparison', 'traffic', 'alerts', 'infra', 'journal'] as const;
const footer = (
  width: number,
  more: Partial<ScreenState> = {},
  readOnly = false,
  room: Room = spike,
  drawn: readonly PanelId[] = ALL,
) =>
  drawFooter({
    state: { ...initialState('dark'), ...more },
    room: makeSafe(room),
    playback: tape,
    keymap: DEFAULT_KEYMAP,
    glyphs: glyphsFor(true),
    unicode: true,
    readOnly,
    operator: 'alice',
    drawn,
    width,
  })
    .map(({ text }) => text)
    .join('')
    .trimEnd();
const error = { flash: { kind: 'error', text: safe('the store answers nothing; ').repeat(9) } } as const;

describe('the footer', () => {
  test('offers nothing of two versions where there are none', () => {
    expect(footer(400)).toMatch(/v verdict .*D log diff/);
    expect(footer(400, {}, false, { ...spike, comparison: null })).not.toMatch(/verdict|log diff/);
  });

  test('names no act that could do nothing to what is chosen', () => {
    const [firing, acked] = ['V2ErrorSpike', 'RingMemoryHigh'].map((name) =>
      spike.alerts.list.find((alert) => alert.name === name),
    );
    const at = (fingerprint = '') => ({ views: [incidentView({ kind: 'alert', fingerprint })] });
    expect(footer(400, at(firing?.fingerprint))).toMatch(/a ack .*c claim/);
    expect(footer(400, at(firing?.fingerprint))).not.toContain('un-ack');
    expect(footer(400, at(acked?.fingerprint))).toContain('A un-ack');
    expect(footer(400, at(acked?.fingerprint))).not.toContain('a ack');
    const quiet = { ...spike, alerts: alertsOf([]) };
    expect(footer(400, { views: [incidentView({ kind: 'verdict' })] }, false, quiet)).not.toMatch(
      /a ack|un-ack|claim|runbook/,
    );
    expect(footer(400, { views: [ringView('ring1')] })).not.toContain('X revoke');
    expect(footer(400, { views: [ringView('ring0')] })).toContain('X revoke');
    expect(footer(400)).toContain('V validate');
    expect(footer(400, {}, false, { ...spike, rings: [] })).not.toContain('V validate');
  });

  test('tells which panels that fail there is no room for, by the keys that bring them', () => {
    const others = ALL.filter((panel) => panel !== 'rings' && panel !== 'alerts');
    expect(footer(400, {}, false, spike, ALL)).not.toContain('hidden');
    expect(footer(400, {}, false, healthy, others)).not.toContain('hidden');
    expect(footer(400, {}, false, spike, others)).toMatch(/^ ✖ 2 panels hidden: 1 Rings, 4 Alerts {2}/);
    expect(footer(400, { fullScreen: true }, false, spike, others)).not.toContain('hidden');
    for (const width of [24, 40, 60, 80]) {
      expect(footer(width, {}, false, spike, others)).toMatch(/^ ✖ 2 pan.*\? help/);
      expect(footer(width, {}, false, spike, others).length).toBeLessThanOrEqual(width);
    }
  });

  test('drops whole hints, those of least worth first and the way to all keys never, whatever the width', () => {
    for (const views of [[], [logView()], [{ kind: 'patterns', chosen: null, scroll: 0, filter: '' }]] as const) {
      const all = footer(400, { views }).trim().split('  ');
      const others = all.filter((hint) => hint !== '? help');
      for (let width = 24; width <= 200; width += 1) {
        const text = footer(width, { views });
        expect(text.length).toBeLessThanOrEqual(width);
        const hints = text.trim().split('  ');
        expect(hints).toContain('? help');
        const kept = hints.filter((hint) => hint !== '? help');
        expect(kept).toEqual(others.slice(0, kept.length));
      }
    }
  });

  test.each([40, 60, 80, 100, 140])('keeps the way to all keys beside an error at %i columns', (width) => {
    expect(footer(width, error)).toContain('… ');
    expect(footer(width, error)).toMatch(/\? help/);
    expect(footer(width, error).length).toBeLessThanOrEqual(width);
  });

  test('offers no act where none may be done, and says so', () => {
    expect(footer(100)).toMatch(/a ack.*V validate/);
    for (const more of [{}, { focus: 'alerts' }, { views: [{ kind: 'ring', ring: 'ring0', check: null }] }] as const) {
      const text = footer(140, more, true);
      expect(text).toContain('READ-ONLY');
      expect(text).not.toMatch(/\back\b|un-ack|validate|revoke/);
    }
  });
});
