import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { type Line, toWidth } from '../../../src/screen/canvas/runs.ts';
import type { Dialog } from '../../../src/screen/core/kinds.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { drawAcknowledge } from '../../../src/screen/dialogs/acknowledge/draw.ts';
import { drawRevoke } from '../../../src/screen/dialogs/revoke/draw.ts';
import { dialogArea, dialogsFit } from '../../../src/screen/dialogs/shared/area.ts';
import { drawValidate } from '../../../src/screen/dialogs/validate/draw.ts';
import { outlookOf } from '../../../src/screen/dialogs/validate/outlook.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { safe } from '../../../src/text/safe.ts';
import { acked, alert, alertsOf } from '../room-parts.ts';
import { healthy, spike } from '../rooms.ts';

const layoutAt = (columns: number, rows: number) => layoutOf(makeSafe(healthy), initialState('dark'), columns, rows);

/** What a dialog has inside its border on a terminal of so many cells. */
function inputAt(columns: number, rows: number) {
  const { width, height } = dialogArea(layoutAt(columns, rows), false);
  return { width: width - 4, height: height - 2, glyphs: glyphsFor(true), unicode: true };
}
const textOf = (lines: readonly Line[]): string[] => lines.map((line) => line.map(({ text }) => text).join(''));

const SIZES = [
  [24, 6],
  [40, 12],
  [60, 15],
  [80, 24],
  [200, 60],
] as const;

const acknowledging = {
  kind: 'acknowledge',
  targets: ['fp-V2ErrorSpike'],
  form: { values: { note: 'on it', duration: '' }, field: 'note', at: 5 },
  came: [],
  busy: false,
  message: safe(''),
} as const;
const validating: Dialog<'validate'> = {
  kind: 'validate',
  ring: safe('ring0'),
  stage: { kind: 'review' },
  form: { values: { typed: 'ri', note: '', reason: '' }, field: 'typed', at: 2 },
  message: safe(''),
};
const revoking: Dialog<'revoke' | 'withdraw'> = {
  kind: 'revoke',
  ring: safe('ring0'),
  form: { values: { typed: 'ri', note: '' }, field: 'typed', at: 2 },
  busy: false,
  message: safe(''),
};
/** ring0 as it is when nobody has validated it yet. */
const open: Room = {
  ...healthy,
  rings: healthy.rings.map((r) => (r.id === 'ring0' ? { ...r, state: 'ready', validated: null } : r)),
};

const concern = { about: 'ring', rings: ['ring0'], versions: [], stranger: null } as const;

function drawnIn(
  given: Room,
  columns: number,
  rows: number,
  more: Partial<Dialog<'validate'>> = {},
  operator = 'alice',
) {
  const room = makeSafe(given);
  const dialog = { ...validating, ...more };
  const ring = room.rings.find(({ id }) => id === dialog.ring);
  const standing = outlookOf(room, dialog.ring, operator);
  if (ring === undefined || standing === undefined) throw new Error('the room has the ring');
  const input = inputAt(columns, rows);
  const drawing = drawValidate(input, dialog, room, ring, standing, 'UTC');
  expect(drawing.lines.length).toBeLessThanOrEqual(input.height);
  return { ...drawing, input, text: textOf(drawing.lines).join('\n') };
}

const HALF = { is: 'answered', fresh: 1, of: 2, odd: [], errors: [] } as const;
const DOUBTED = { complete: false, doubt: { unlisted: [], startedOfLate: [], silent: [], members: true } } as const;

describe('a dialog', () => {
  test.each(SIZES)('to acknowledge shows what is typed and what enter does on %i×%i', (columns, rows) => {
    const input = inputAt(columns, rows);
    const lines = textOf(drawAcknowledge(input, acknowledging, spike, 'UTC').lines);
    expect(lines.length).toBeLessThanOrEqual(input.height);
    expect(lines.join('\n')).toMatch(/^note on it/m);
    expect(lines.at(-1)).toMatch(/^enter .+esc /);
    expect(lines.at(-1)?.length).toBeLessThanOrEqual(input.width);
    expect(lines[0]).toContain('V2ErrorSpike');
  });

  test.each(SIZES)('to confirm shows what is typed and what enter does on %i×%i', (columns, rows) => {
    const asked = /type ring0( to confirm)?: r.*\n(.*\n)*enter .+esc /;
    expect(drawnIn(open, columns, rows).text).toMatch(asked);
    const input = inputAt(columns, rows);
    const [ring0] = healthy.rings;
    if (ring0 === undefined) throw new Error('the room has rings');
    const lines = textOf(drawRevoke(input, revoking, healthy, ring0).lines);
    expect(lines.length).toBeLessThanOrEqual(input.height);
    expect(lines.join('\n')).toMatch(asked);
  });

  test('says that there are more reasons than it can show', () => {
    const checks = open.rings[0]?.checks.map((check) => ({ ...check, state: 'fail' as const })) ?? [];
    const failing = { ...open, rings: open.rings.map((ring) => (ring.id === 'ring0' ? { ...ring, checks } : ring)) };
    expect(drawnIn(failing, 40, 12).text).toMatch(/↓ \d+ more lines\n(.*\n)*esc close/);
  });

  test.each([
    [
      'fires on it',
      [alert('Crash', { concern })],
      {},
      /REFUSED.*P0 Crash is firing \(ring0, 4m\).*✖ alerts {3}P0 Crash is firing/s,
    ],
    [
      'fires on another ring',
      [alert('Crash', { concern: { ...concern, rings: ['ga'] } })],
      {},
      /✔ alerts {3}no unanswered P0 or P1, 1 P0 not about it/s,
    ],
    ['is acknowledged', [{ ...acked, concern }], {}, /▲ alerts {3}no unanswered P0 or P1, 1 acknowledged/s],
    [
      'may fire unseen',
      [],
      { freshness: 'partial', members: HALF, ...DOUBTED },
      /REFUSED.*alerts {3}not all known: 1 of 2 Alertmanager members answered/s,
    ],
    [
      'may fire, as nobody tells',
      [alert('Crash', { concern })],
      { freshness: 'stale', members: { is: 'silent', errors: ['refused'] }, ...DOUBTED },
      /REFUSED.*alerts {3}not known: no Alertmanager answers: refused; last known: P0 Crash was firing/s,
    ],
  ] as const)('tells of an alert that %s', (_, list, more, told) => {
    const { text, badge } = drawnIn({ ...open, alerts: alertsOf(list, more) }, 200, 60);
    expect(`${badge?.map((part) => part.text).join('') ?? ''}\n${text}`).toMatch(told);
  });

  test('shows the value of each check in the evidence of a narrow one, not only its name', () => {
    const { lines, input } = drawnIn(open, 44, 20);
    const checks = textOf(lines.map((line) => toWidth(line, input.width))).filter((text) =>
      /^✔ (error|start)/.test(text),
    );
    expect(checks.length).toBeGreaterThan(1);
    for (const text of checks) expect(text).toMatch(/\d( \S+)?/);
  });

  test('takes the whole of a small terminal, and has no place on one line', () => {
    expect(dialogArea(layoutAt(40, 12), false)).toEqual({ x: 0, y: 0, width: 40, height: 12 });
    expect(dialogsFit(layoutAt(40, 12))).toBe(true);
    expect(dialogsFit(layoutAt(20, 5))).toBe(false);
  });
});
