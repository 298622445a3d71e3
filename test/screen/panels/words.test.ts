import { expect, test } from 'vitest';
import { drawHeader } from '../../../src/screen/bars/header.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Line } from '../../../src/screen/canvas/runs.ts';
import type { PanelInput } from '../../../src/screen/panels/panel.ts';
import { namedPanel } from '../../../src/screen/panels/registry.ts';
import type { Playback } from '../../../src/session/session.ts';
import { safe } from '../../../src/text/safe.ts';
import { alert, alertsOf } from '../room-parts.ts';
import { healthy, NOW, tape } from '../rooms.ts';

const input = (fields: Partial<PanelInput>): PanelInput => ({
  room: healthy,
  width: 80,
  height: 10,
  detail: 'compact',
  glyphs: glyphsFor(true),
  unicode: true,
  timeZone: 'UTC',
  operator: 'alice',
  ids: [],
  all: fields.ids ?? [],
  cursor: undefined,
  marks: [],
  past: () => [],
  range: { from: NOW, to: NOW },
  chart: () => [],
  ...fields,
});
const textOf = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

test('alerts in one row say when they are those of the past', () => {
  const stale = { ...healthy, alerts: alertsOf([alert('One')], { freshness: 'stale' }) };
  const ids = ['fp-One'];
  expect(textOf(namedPanel('alerts').draw(input({ room: stale, ids, detail: 'line' })).lines)).toContain(
    'P0 One STALE',
  );
});

test('the header tells the demo from a tape of one’s own, and the past from now', () => {
  const header = (playback: Playback) =>
    textOf([
      drawHeader({
        room: healthy,
        playback,
        glyphs: glyphsFor(true),
        timeZone: 'UTC',
        readOnly: false,
        page: 0,
        width: 140,
      }),
    ]);
  const labelled = (label: 'DEMO' | 'REPLAY') => header({ ...tape, label } as Playback);
  expect(labelled('DEMO')).toContain(' DEMO ');
  expect(labelled('REPLAY')).toContain(' REPLAY ');
  const past = header({ kind: 'past', paused: true });
  expect(past).toContain(`AS OF ${new Date(healthy.at).toISOString().slice(0, 19)}Z`);
  expect(past).not.toContain('LIVE');
});

test('a validation without a date has no age', () => {
  const rings = healthy.rings.map((ring) => ({
    ...ring,
    state: 'validated' as const,
    validated: { by: safe(''), at: null },
  }));
  const drawn = namedPanel('rings').draw(input({ room: { ...healthy, rings }, ids: rings.map(({ id }) => id) }));
  expect(textOf(drawn.lines)).toContain('validated');
  expect(textOf(drawn.lines)).not.toContain('ago');
});
