import { describe, expect, test } from 'vitest';
import type { OnCall, Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { asksLine } from '../../src/screen/bars/asks.ts';
import { onCallLine, presenceLine } from '../../src/screen/bars/people.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { type Line, lineWidth } from '../../src/screen/canvas/runs.ts';
import { journalRows } from '../../src/screen/core/journal-rows.ts';
import { namedPanel } from '../../src/screen/panels/registry.ts';
import { approvalLine } from '../../src/screen/panels/ring-words.ts';
import { drawJournalView } from '../../src/screen/views/journal/draw.ts';
import type { ListInput } from '../../src/screen/views/shared/list.ts';
import { drawSilences } from '../../src/screen/views/silences/draw.ts';
import { hands } from './hands.ts';
import { ago, checks, known, NOW } from './room-parts.ts';
import { healthy, team } from './rooms.ts';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');
const glyphs = glyphsFor(true);

describe('who is there', () => {
  const onCall = (more: Partial<OnCall>): Room => ({ ...team, onCall: team.onCall && { ...team.onCall, ...more } });
  test.each([
    ['both', team, 'on call alice (dave)'],
    ['no backup', onCall({ backup: null }), 'on call alice'],
    ['an old calendar', onCall({ stale: true }), 'on call alice (dave) ?'],
    ['nobody', onCall({ primary: null }), 'NOBODY on call'],
    ['nobody knows', onCall({ primary: null, error: 'calendar: 404' }), 'on call ?'],
    ['the profile does not say', healthy, ''],
  ] as const)('on call: %s', (_, room, text) => {
    expect(textOf(onCallLine(makeSafe(room), glyphs, 'both'))).toBe(text);
  });

  test('present: people by name and walls as walls; alone one is not told', () => {
    expect(textOf(presenceLine(team, 'names'))).toBe('3 here: alice bob wall');
    expect(textOf(presenceLine(team, 'number'))).toBe('3 here');
    expect(presenceLine({ ...team, presence: team.presence?.slice(0, 1) ?? null }, 'names')).toEqual([]);
    expect(presenceLine(healthy, 'names')).toEqual([]);
  });
});

describe('a request for a second operator', () => {
  test('is loud for everybody but the one who asked', () => {
    expect(textOf(asksLine(team, 'bob', 140))).toContain('alice asks you to confirm ring1: V');
    expect(asksLine(team, 'Alice', 140)).toEqual([]);
    const [, ring1] = team.rings;
    if (ring1 === undefined) throw new Error('the room has the ring');
    expect(textOf(approvalLine(ring1, { room: team, operator: 'bob' }))).toMatch(/alice ASKS TO CONFIRM +2m/);
    expect(textOf(approvalLine(ring1, { room: team, operator: 'alice' }))).toBe(
      'you asked 2m ago, nobody confirmed yet',
    );
  });

  test.each([20, 40, 80, 140])('leaves at least half of %i columns to the worst thing in the room', (width) => {
    expect(lineWidth(asksLine(team, 'bob', width))).toBeLessThanOrEqual(width / 2 + 1);
  });
});

function listInput(kind: 'silences' | 'journal', given: Room, more: Partial<ListInput> = {}): ListInput {
  const room = makeSafe(given);
  const ids = (kind === 'journal' ? journalRows(room) : room.silences).map(({ id }) => id);
  return {
    room,
    ids,
    selected: ids[0],
    scroll: 0,
    range: { from: NOW, to: NOW },
    width: 136,
    height: 30,
    glyphs,
    unicode: true,
    timeZone: 'UTC',
    operator: 'alice',
    locked: null,
    keymap: [],
    evidenceOf: () => null,
    past: () => [],
    chart: () => [],
    ...more,
  };
}

describe('the silences of others', () => {
  test('say by whom, why, until when, what they match and what they cover now', () => {
    const lines = drawSilences(listInput('silences', team)).lines.map(textOf);
    expect(lines[1]).toMatch(/bob +1h +1 here \+3 +alertname="CacheHitRateLow".*warming up/);
    expect(lines[2]).toMatch(/karma +in 1m +nothing/);
    const text = lines.join('\n');
    expect(text).toContain('until 22:15:03');
    expect(text).toMatch(/covers now +3 more that are not of this room\n. P2 CacheHitRateLow/);
  });

  test('say that there are none, and that nobody knows where nobody answers', () => {
    const none = { ...team, silences: [] };
    expect(drawSilences(listInput('silences', none)).lines.map(textOf)).toEqual(['There are no other silences here']);
    const unknown = { ...none, alerts: { ...none.alerts, freshness: 'unknown', detail: 'no answer' } } as const;
    expect(textOf(drawSilences(listInput('silences', unknown)).lines[0] ?? [])).toContain('Silences are not known');
  });
});

describe('the journal in full', () => {
  const evidence = {
    at: '2026-03-14T21:00:00.000Z',
    checks: [
      {
        id: 'errors',
        label: 'error rate',
        unit: 'ratio',
        state: 'fail',
        direction: 'at-most',
        limit: 0.01,
        value: 0.02,
        ageSeconds: 3,
      },
      {
        id: 'old',
        label: 'uptime',
        unit: 'ratio',
        state: 'unknown',
        direction: 'at-least',
        limit: 0.9,
        value: null,
        reason: 'stale',
      },
    ],
    soak: { elapsedSeconds: 3600, requiredSeconds: 86_400 },
    verdict: { state: 'same', sentence: 'V2 is not worse' },
    overridden: ['ring1: error rate is 2.00 %, at most 1.00 % is allowed'],
    somethingNew: { of: 'a later ringdeck' },
  };
  const acted: Room = {
    ...team,
    journal: [
      {
        at: ago(60),
        by: 'alice',
        act: 'validate',
        target: 'ring1',
        result: 'done',
        detail: 'ring1 is validated',
        override: 'the gauge is broken',
      },
    ],
  };

  test('shows what an act rested on: overridden, checks with their limits, and whatever else was written', () => {
    const lines = drawJournalView(listInput('journal', acted, { evidenceOf: () => evidence })).lines.map(textOf);
    expect(lines[1]).toMatch(
      /2026-03-14 21:14:03 +alice +validated ring1 OVERRIDE.*0 of 2 checks pass, soak 1h of 1d, verdict same/,
    );
    const text = lines.join('\n');
    expect(text).toContain('the gauge is broken');
    expect(text).toMatch(/overridden +ring1: error rate/);
    expect(text).toMatch(/✖ error rate +2\.00 % +≤ 1\.00 % +3s old/);
    expect(text).toMatch(/\? uptime +stale/);
    expect(text).toContain('{"of":"a later ringdeck"}');
  });

  test('shows evidence it cannot read as it was written down', () => {
    const lines = drawJournalView(listInput('journal', acted, { evidenceOf: () => ({ checks: 'all fine' }) })).lines;
    expect(lines.map(textOf).join('\n')).toMatch(/checks +all fine/);
  });

  test('opens with J or from its panel, filters, and leads to the ring or alert an entry is about', () => {
    const h = hands(team);
    expect(h.press('J').views).toEqual([{ kind: 'journal', chosen: null, scroll: 0, filter: '' }]);
    h.press('/');
    h.type('ring1');
    h.press('enter');
    expect(h.press('enter').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
    h.press('esc', 'J');
    expect(h.state().views).toEqual([]);
    h.press('esc', '6', 'j');
    expect(h.press('enter').views.at(-1)).toMatchObject({ kind: 'journal', chosen: expect.stringContaining('ring1') });
  });
});

describe('marks and claims', () => {
  test('* marks every alert the filter lets pass, and takes the marks off again', () => {
    const h = hands(team);
    h.press('4', '/');
    h.type('!Cache');
    h.press('enter');
    expect(h.press('*').marks).toHaveLength(4);
    expect(h.press('*').marks).toEqual([]);
  });

  test('c claims with a note, takes over from others, and releases what is one’s own', () => {
    const h = hands(team);
    expect(h.press('4', 'j', 'c').dialog).toMatchObject({ kind: 'claim', targets: ['fp-DiskFills'] });
    h.type('mine');
    h.press('enter');
    expect(h.acts()).toEqual([{ kind: 'claim', fingerprints: ['fp-DiskFills'], note: 'mine' }]);
    const bob = hands(team, { operator: 'bob' });
    bob.press('4', 'j', 'c');
    expect(bob.acts()).toEqual([{ kind: 'release', fingerprints: ['fp-DiskFills'] }]);
  });

  test('A takes back the acknowledgements of all marked alerts that have one', () => {
    const h = hands(team);
    h.press('4', '*', 'A');
    expect(h.acts()).toEqual([{ kind: 'unacknowledge', fingerprints: ['fp-RingMemoryHigh'] }]);
  });

  test('a duration is chosen by arrows or typed, and must be one', () => {
    const h = hands(team);
    h.press('a', 'tab', 'up');
    expect(h.state().dialog).toMatchObject({ form: { values: { duration: '5m' } } });
    h.press('ctrl-u');
    h.type('soon');
    expect(h.press('enter').dialog).toMatchObject({
      busy: false,
      message: expect.stringContaining('"soon": that is not a time'),
    });
    h.press('ctrl-u');
    h.type('45m');
    h.press('enter');
    expect(h.acts()).toEqual([{ kind: 'acknowledge', fingerprints: ['fp-V2ErrorSpike'], note: '', duration: 2700 }]);
  });

  test('the palette knows the acts by ring', () => {
    const h = hands(team, { operator: 'bob' });
    h.press(':');
    h.type('validate ring1');
    expect(h.press('enter').dialog).toMatchObject({ kind: 'validate', ring: 'ring1' });
    h.press('esc', ':');
    h.type('silences');
    expect(h.press('enter').views.at(-1)).toMatchObject({ kind: 'silences' });
  });
});

test('what is told of a row below a list scrolls by left and right, and begins anew with another row', () => {
  const h = hands(team, { size: [70, 13] });
  h.press('S', 'right', 'left', 'right');
  // No further than what there is.
  expect(h.state().views).toEqual([{ kind: 'silences', chosen: null, scroll: 3, filter: '' }]);
  expect(h.press('j').views).toEqual([{ kind: 'silences', chosen: 's2', scroll: 0, filter: '' }]);
  const short = { width: 70, height: 8 };
  const top = drawSilences(listInput('silences', team, short)).lines.map(textOf);
  const down = drawSilences(listInput('silences', team, { ...short, scroll: 99 })).lines.map(textOf);
  expect(top.length).toBeLessThanOrEqual(8);
  expect(top.join('\n')).toMatch(/↑0 ↓\d+ more lines/);
  expect(down.at(-1)).toContain('P2 CacheHitRateLow');
});

test('a validation against the evidence is marked wherever the ring is drawn, also when its checks fail by now', () => {
  const rings = team.rings.map((ring) => (ring.id === 'ga' ? { ...ring, checks: checks(known(212e6)) } : ring));
  for (const room of [team, { ...team, rings }])
    for (const [width, height] of [
      [136, 6],
      [96, 3],
    ] as const) {
      const ids = room.rings.map(({ id }) => id);
      const input = { ...listInput('journal', room, { width, height }), ids, all: ids, cursor: undefined, marks: [] };
      const { lines } = namedPanel('rings').draw({ ...input, detail: width > 100 ? 'full' : 'compact' });
      expect(lines.map(textOf).join('\n')).toContain(' OVERRIDE ');
    }
});
