import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileJournal } from '../../../src/operations/journal/file-journal.ts';
import type { JournalRecord } from '../../../src/operations/journal/journal.ts';
import { FileRingStore } from '../../../src/operations/stores/file-ring-store.ts';
import { millis } from '../../../src/units.ts';
import { Desk } from '../../desk.ts';

const PROFILE = `id: test
name: Test
datasources: { prometheus: { url: http://127.0.0.1:1 } }
ring_store: { file: rings.json }
checks: { q: { label: q, query: q, unit: count, at_most: 1 } }
rings: [{ id: ring0, name: Ring 0, checks: [q] }]
`;
const JOURNAL = 'rings.json.journal.jsonl';
const at = (minute: number) => millis(Date.UTC(2026, 0, 2, 3, minute));

const acked = (minute: number, by: string, ring: string): JournalRecord => ({
  at: at(minute),
  by,
  act: 'acknowledge',
  target: 'Spike',
  fingerprint: `of-${ring}`,
  result: 'done',
  detail: `on it \u001b[31m${ring}`,
  evidence: { labels: { ring } },
});

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  desk.write('ringdeck.yaml', PROFILE);
  const journal = new FileJournal(desk.path('rings.json'));
  await journal.append(acked(1, 'alice', 'ring0'));
  await journal.append(acked(2, 'bob', 'ring1'));
  await new FileRingStore(desk.path('rings.json')).update(() => ({
    record: { at: at(3), by: 'bob', act: 'validate', target: 'ring0', result: 'done', detail: 'ring0 is validated' },
    change: { ringId: 'ring0', validation: { by: 'bob', at: at(3) } },
  }));
});
afterEach(() => desk.remove());

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('ringdeck journal', () => {
  it('verifies the journal and what is exported of it, and names the line that was changed', async () => {
    const whole = await desk.ringdeck(['journal', 'verify']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect(whole.out).toMatch(/^WHOLE {2}3 lines\nhead [0-9a-f]{64}\n$/);
    const head = whole.out.slice(-65).trim();

    const exported = await desk.ringdeck(['journal', 'export']);
    expect(exported.out).toBe(desk.read(JOURNAL));
    desk.write('archive.jsonl', exported.out);
    const elsewhere = await desk.ringdeck(['journal', 'verify', 'archive.jsonl', '--head', head]);
    expect(elsewhere).toMatchObject({ code: 0, out: whole.out });

    desk.write('archive.jsonl', exported.out.replace('bob', 'bab'));
    const changed = await desk.ringdeck(['journal', 'verify', 'archive.jsonl']);
    expect(changed.code).toBe(1);
    expect(lines(changed.out)[1]).toBe('  line 2: it was changed: its hash does not fit what it says');

    desk.write('archive.jsonl', `${lines(exported.out).slice(0, 2).join('\n')}\n`);
    const cut = await desk.ringdeck(['journal', 'verify', 'archive.jsonl', '--head', head.slice(0, 12)]);
    expect(cut.code).toBe(1);
    expect(cut.out).toContain(`no line has the hash ${head.slice(0, 12)}`);
  });

  it('notices by its head and by the ring store that its end was cut off', async () => {
    desk.write(JOURNAL, `${lines(desk.read(JOURNAL)).slice(0, 2).join('\n')}\n`);
    const { code, out } = await desk.ringdeck(['journal', 'verify', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).problems).toMatchObject([
      { line: 2, text: expect.stringContaining('the end was cut off') },
      { line: 2, text: expect.stringContaining('validated by bob') },
    ]);
  });

  it('says when there is nothing to verify, and when there is no such file', async () => {
    desk.write('empty.jsonl', '');
    const nothing = await desk.ringdeck(['journal', 'verify', 'empty.jsonl']);
    expect(nothing).toMatchObject({ code: 3, out: 'UNKNOWN  there is no line yet\n' });
    expect(await desk.ringdeck(['journal', 'verify', 'none.jsonl'])).toMatchObject({
      code: 4,
      err: 'ringdeck: There is no journal "none.jsonl".\n',
    });
  });

  it.each([
    [[], 3],
    [['--ring', 'ring0'], 2],
    [['--by', 'bob'], 2],
    [['--by', 'bob', '--act', 'acknowledge'], 1],
    [['--result', 'refused'], 0],
    [['--fingerprint', 'of-ring1'], 1],
    [['--since', '2026-01-02T03:02:00Z'], 2],
    [['--until', '2026-01-02T03:02:00Z'], 2],
    [['--limit', '1'], 1],
  ])('shows what is asked for with %j', async (args, expected) => {
    const { code, out } = await desk.ringdeck(['journal', 'show', ...args]);
    expect(code).toBe(0);
    expect(lines(out)).toHaveLength(expected);
  });

  it('shows acts for people, for programs, and as they stand', async () => {
    const text = await desk.ringdeck(['journal', 'show', '--limit', '2']);
    expect(text.out).toMatch(
      /^2026-01-02T03:02:00.000Z {2}#2 {2}bob {2}acknowledge {2}Spike {2}done {2}on it ring1 {2}evidence [0-9a-f]{12}\n/,
    );
    expect(text.out).not.toContain('\u001b');
    const json = await desk.ringdeck(['journal', 'show', '--format', 'json', '--limit', '1']);
    expect(JSON.parse(json.out)).toMatchObject([{ seq: 3, by: 'bob', at: '2026-01-02T03:03:00.000Z' }]);
    const jsonl = await desk.ringdeck(['journal', 'show', '--format', 'jsonl', '--limit', '2']);
    expect(lines(jsonl.out)).toEqual(lines(desk.read(JOURNAL)).slice(1));
  });
});
