import { describe, expect, test } from 'vitest';
import { dialogArea, dialogsFit } from '../../src/screen/dialog-area.ts';
import { drawAcknowledge } from '../../src/screen/dialogs/acknowledge.ts';
import { drawConfirm } from '../../src/screen/dialogs/confirm.ts';
import { glyphsFor } from '../../src/screen/glyphs.ts';
import { computeLayout } from '../../src/screen/layout.ts';
import { type Line, toWidth } from '../../src/screen/runs.ts';
import { healthy, spike } from './rooms.ts';

const layoutAt = (columns: number, rows: number) =>
  computeLayout({
    columns,
    rows,
    panels: ['rings', 'alerts'],
    contents: { rings: 3, metrics: 4, infra: 10 },
    focus: 'rings',
    fullScreen: false,
  });

/** What a dialog has inside its border on a terminal of so many cells. */
function inputAt(columns: number, rows: number) {
  const { width, height } = dialogArea(layoutAt(columns, rows), 'acknowledge');
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
  targets: spike.alerts.list.map(({ fingerprint }) => fingerprint),
  note: 'on it',
  busy: false,
  message: '',
} as const;
const confirming = { ring: 'ring0', typed: 'ri', note: '', field: 'typed', busy: false, message: '' } as const;
const [ring] = healthy.rings;
if (ring === undefined) throw new Error('the room has rings');

describe('a dialog', () => {
  test.each(SIZES)('to acknowledge shows what is typed and what enter does on %i×%i', (columns, rows) => {
    const input = inputAt(columns, rows);
    const lines = textOf(drawAcknowledge(input, acknowledging, spike, 'alice').lines);
    expect(lines.length).toBeLessThanOrEqual(input.height);
    expect(lines.at(-2)).toMatch(/^note on it/);
    expect(lines.at(-1)).toMatch(/^enter .+esc /);
    expect(lines.at(-1)?.length).toBeLessThanOrEqual(input.width);
    expect(lines[0]).toContain('V2ErrorSpike');
  });

  test.each(SIZES)('to confirm shows what is typed and what enter does on %i×%i', (columns, rows) => {
    const input = inputAt(columns, rows);
    for (const kind of ['validate', 'revoke'] as const) {
      const lines = textOf(drawConfirm(input, { ...confirming, kind }, healthy, ring, []).lines);
      expect(lines.length).toBeLessThanOrEqual(input.height);
      expect(lines.join('\n')).toMatch(/type ring0( to confirm)?: r.*\n(.*\n)*enter .+esc /);
    }
  });

  test('says that there are more reasons than it can show', () => {
    const reasons = Array.from({ length: 9 }, (_, i) => `check ${i} is 212 MB, at most 200 MB is allowed for ring0`);
    const input = inputAt(40, 12);
    const lines = textOf(drawConfirm(input, { ...confirming, kind: 'validate' }, healthy, ring, reasons).lines);
    expect(lines.length).toBeLessThanOrEqual(input.height);
    expect(lines.join('\n')).toMatch(/↓ \d+ more lines\n+esc close$/);
  });

  test('shows the value of each check in the evidence of a narrow one, not only its name', () => {
    const input = inputAt(40, 12);
    const lines = drawConfirm(input, { ...confirming, kind: 'validate' }, healthy, ring, []).lines;
    const checks = textOf(lines.map((line) => toWidth(line, input.width))).filter((text) => text.startsWith('✔'));
    expect(checks.length).toBeGreaterThan(1);
    for (const text of checks) expect(text).toMatch(/\d( \S+)? *…?$/);
  });

  test('takes the whole of a small terminal, and has no place on one line', () => {
    expect(dialogArea(layoutAt(40, 12), 'acknowledge')).toEqual({ x: 0, y: 0, width: 40, height: 12 });
    expect(dialogsFit(layoutAt(40, 12))).toBe(true);
    expect(dialogsFit(layoutAt(20, 5))).toBe(false);
  });
});
