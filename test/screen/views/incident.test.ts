import { describe, expect, test } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import type { Reading, Room, State } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import type { Playback } from '../../../src/session/session.ts';
import { seconds } from '../../../src/units.ts';
import { boardScene } from '../boards/board-rooms.ts';
import { hands } from '../hands.ts';
import { lineWith, picture } from '../picture.ts';
import { ago, alertsOf, infraItem, known } from '../room-parts.ts';
import { alert, healthy, live, nothingKnown, sceneOf, spike, team } from '../rooms.ts';
import { TROUBLES, type Trouble } from './trouble-rooms.ts';

const SIZES = [
  [140, 44],
  [100, 30],
  [80, 24],
  [60, 16],
  [40, 12],
] as const;

const troubles: readonly (readonly [string, Trouble])[] = Object.entries(TROUBLES);

/** What stands inside the border, as one text. */
const inside = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => /^│ (.*?) *│$/.exec(line)?.[1] ?? [])
    .join(' ');

const page = (room: Room, [columns, rows]: readonly [number, number], keys: readonly string[] = ['enter']): string => {
  const h = hands(room, { size: [columns, rows] });
  h.press(...keys);
  return picture(sceneOf(room), h.state(), { columns, rows });
};

describe('a page about something of which no alert tells', () => {
  const silent = (more: Partial<Room['alerts']>): string =>
    inside(page({ ...nothingKnown, alerts: { ...nothingKnown.alerts, list: [], ...more } }, [140, 44]));

  test('never says that nobody was called while alerts are not known', () => {
    const text = silent({ freshness: 'unknown', complete: false });
    expect(text).toContain('It is not known whether an alert is firing');
    expect(text).toContain('a ack, c claim, o runbook: it is not known whether an alert is firing');
    expect(text).not.toMatch(/no alert is firing/i);
  });

  test('doubts a list that may lack some', () => {
    expect(silent({ freshness: 'ok', complete: false })).toContain('No alert is listed, but the list may lack some');
    expect(silent({ freshness: 'ok', complete: true })).toContain('No alert is firing: nobody was called');
  });
});

describe('the headline of a room that is not well', () => {
  test.each(troubles)('leads by one key to a page that answers: %s', (kind, { room, says }) => {
    expect(room.finding.kind).toBe(kind);
    expect(inside(page(room, [140, 44]))).toMatch(says);
  });

  test.each(troubles)('begins with the answer at any size: %s', (_, { room, says }) => {
    for (const size of SIZES) {
      const text = page(room, size);
      expect(text).not.toContain('It is no longer there');
      for (const line of text.split('\n')) expect([...line].length, text).toBeLessThanOrEqual(size[0]);
      // However small, how the sentence begins is seen.
      const [first = ''] = inside(page(room, [140, 44])).split(/[:,;]/);
      if (size[0] >= 80)
        expect(inside(text).replaceAll(/ +/g, ' ')).toContain(first.replaceAll(/ +/g, ' ').slice(0, 30));
      else expect(inside(text).length).toBeGreaterThan(20);
      if (size[1] >= 24) expect(inside(text).replaceAll(/ +/g, ' ')).toMatch(says);
    }
  });

  test.each(troubles)('tells what can be done, and why not where it cannot: %s', (_, { room }) => {
    const h = hands(room);
    const view = h.press('enter').views.at(-1);
    if (view?.kind !== 'incident') return;
    const text = inside(picture(sceneOf(room), h.state(), { columns: 140, rows: 44 }));
    for (const key of ['a', 'c', 'l', 'o'])
      expect(text).toMatch(new RegExp(`(^|[ ,])${key} (ack|claim|release|logs|runbook)`));
    for (const [key, word] of [
      ['a', 'ack'],
      ['o', 'runbook'],
    ] as const) {
      const isRefused = new RegExp(`✖ [^✖]*${key} ${word}[^:]*:`).test(text);
      const { dialog, views, flash } = h.press(key);
      const did = dialog !== null || views.at(-1)?.kind === 'runbook';
      expect({ key, did }, `${flash?.text} ${text}`).toEqual({ key, did: !isRefused });
      h.press('esc');
    }
  });

  test('has the focus until another thing is chosen, and again when nothing is left to close', () => {
    const { press } = hands(spike);
    expect(press('up').flash?.text).toBe('This is the beginning');
    expect(press('down')).toMatchObject({ focus: 'rings', views: [] });
    // Keys came to the ring that fails: one is before it.
    expect(press('up', 'up').focus).toBeNull();
    expect(press('tab').focus).toBe('rings');
    expect(press('tab', 'j', 'esc').focus).toBeNull();
    expect(press('j', '4', 'enter', 'esc')).toMatchObject({ focus: 'alerts', views: [] });
    expect(press('esc').focus).toBeNull();
  });

  test('shows that keys go to it', () => {
    const h = hands(spike);
    expect(picture(sceneOf(spike), h.state()).split('\n')[1]).toMatch(/^▶ ✖ P0 .* enter why\s*$/);
    expect(picture(sceneOf(spike), h.press('j')).split('\n')[1]).toMatch(/^ ✖ P0 /);
    expect(picture(sceneOf(healthy), hands(healthy).state()).split('\n')[1]).toMatch(/^ ✔ /);
  });

  test('gives the first panel the focus where all is well, and keeps it there when something goes wrong', () => {
    const h = hands(healthy);
    expect(h.press('right').cursors.rings).toBe('ring1');
    h.change({ room: spike });
    expect(h.press('enter').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
    const untouched = hands(healthy);
    untouched.change({ room: spike });
    expect(untouched.press('enter').views.at(-1)).toMatchObject({ about: { kind: 'alert' } });
  });

  test('is what acts are about', () => {
    const two = makeSafe<Room>({ ...spike, alerts: alertsOf([alert('Other'), alert('V2ErrorSpike')]) });
    const about: Room = { ...two, finding: { kind: 'fires', alert: two.alerts.list[1] ?? alert('V2ErrorSpike') } };
    expect(hands(about).press('a').dialog).toMatchObject({ targets: ['fp-V2ErrorSpike'] });
    expect(hands(about).press('c').dialog).toMatchObject({ kind: 'claim', targets: ['fp-V2ErrorSpike'] });
    expect(hands(about).press('o').views.at(-1)).toMatchObject({ kind: 'runbook', fingerprint: 'fp-V2ErrorSpike' });
    expect(hands(about).press('V').dialog).toMatchObject({ kind: 'validate', ring: 'ring1' });
    const h = hands(about, { logs: { scene: undefined, searches: [] } });
    h.press('l');
    expect(h.effects).toMatchObject([{ command: { do: 'jump', jump: { about: 'V2ErrorSpike' } } }]);
  });
});

describe('a page of what no alert fires for', () => {
  const cpu = infraItem('host', 'cpu', 'cpu', 'ratio', 'bar', known(0.95), 0.8, 'fail');
  const room = makeSafe<Room>({ ...spike, infra: [cpu], finding: { kind: 'infra', item: cpu } });
  const opened = (on: Room) => {
    const h = hands(on);
    h.press('enter');
    return h;
  };

  test('offers nothing to do to an alert of something else, and does nothing to it', () => {
    const h = opened(room);
    const text = inside(picture(sceneOf(room), h.state(), { columns: 140, rows: 44 }));
    expect(text).toContain('No alert is firing for this');
    expect(text).toContain('✖ a ack, c claim, o runbook: no alert fires for this');
    for (const key of ['a', 'c', 'o']) {
      const { dialog, views, flash } = h.press(key);
      expect([dialog, views.length], key).toEqual([null, 1]);
      expect(flash?.text).toContain('no alert fires for this');
    }
    expect(h.effects).toEqual([]);
    // What is marked in the list beneath is no more meant than on the page of an alert.
    const marked = hands(room);
    marked.press('4', 'space', 'esc', 'esc', '5', 'enter');
    expect(marked.press('a').dialog).toBeNull();
  });

  test('does not say of alerts that are only last known that none fires', () => {
    const stale = alertsOf(room.alerts.list, { freshness: 'stale', complete: false });
    const text = inside(page(makeSafe<Room>({ ...room, alerts: stale }), [140, 44]));
    expect(text).toContain('a ack, c claim, o runbook: it is not known whether an alert is firing');
    expect(text).not.toContain('No alert is firing for this');
  });
});

describe('enter in a panel', () => {
  test('leads to why where a value is not well, and to its chart where it is', () => {
    expect(hands(spike).press('2', 'enter').views.at(-1)).toMatchObject({
      kind: 'incident',
      about: { metric: 'errors' },
    });
    expect(hands(spike).press('2', 'G', 'enter').views.at(-1)).toMatchObject({ kind: 'chart' });
    expect(hands(healthy).press('5', 'enter').views.at(-1)).toMatchObject({ kind: 'chart' });
    const hot = { ...healthy, infra: [infraItem('host', 'cpu', 'cpu', 'ratio', 'bar', known(0.95), 0.8, 'fail')] };
    expect(hands(hot).press('5', 'enter').views.at(-1)).toMatchObject({ kind: 'incident', about: { kind: 'infra' } });
    expect(hands(hot).press('5', 'enter', 'enter').views.at(-1)).toMatchObject({ kind: 'chart' });
  });

  test('takes two keys at most from the worst thing to its cause', () => {
    // The cause: a check with its number, its limit and its chart.
    const { room } = TROUBLES.ring;
    const text = page(room, [100, 30], ['enter', 'enter']);
    expect(text).toMatch(/memory use of ring1 is 212 MB.*at most 200 MB is allowed/);
    expect(lineWith(text, 'last')).toContain('memory use');
  });
});

describe('the page of an alert', () => {
  test('says the number behind it, since when, where, who is on it, and what its rule says', () => {
    const text = page(team, [140, 44], ['4', 'enter']);
    for (const words of [
      'error rate: V2 6.10 %, 31 times V1’s 0.20 %',
      'since 21:02:53 (12m)',
      'new since ring1 · V2 only · service matcher',
      'nobody is on it; OVERDUE 7m10; calls dave in 2m50; on call: alice',
      'V2 answers 6.1 % errors, V1 0.2 %',
      'Roll back: V2 is beyond its limits and gets 30.1 % of the traffic',
    ])
      expect(text).toContain(words);
  });

  test('finds what its rule asks for, whatever else is worse', () => {
    const asking = (expr: string) => ({
      generatorURL: `http://prometheus/graph?g0.expr=${encodeURIComponent(expr)}&g0.tab=1`,
    });
    const of = (more: object): string => {
      const room = makeSafe<Room>({ ...spike, alerts: alertsOf([alert('Slow', { ...asking('x'), ...more })]) });
      return inside(page({ ...room, finding: { kind: 'fires', alert: alert('Slow') } }, [140, 44]));
    };
    expect(of(asking('max by (a) (v2:p95{job="api"}) > 0.05'))).toMatch(
      /^latency p95: V2 45 ms, V1 52 ms; limit at most 50 ms/,
    );
    expect(of(asking('unknown_metric > 1'))).toMatch(/^Worst now: error rate: V2 6\.10 %/);
  });

  test('begins with no number of what its rule does not ask, however bad that stands', () => {
    const about = { about: 'system', rings: [], versions: [], stranger: null } as const;
    const of = (expr: string, ...infra: Room['infra'][number][]): string => {
      const generatorURL = `http://prometheus/graph?g0.expr=${encodeURIComponent(expr)}`;
      const fires = alert('SelfUp', { concern: about, generatorURL, summary: 'Self is up', labels: { job: 'self' } });
      const state: Partial<Room> = { state: 'fail', finding: { kind: 'fires', alert: fires } };
      return inside(page(makeSafe<Room>({ ...healthy, infra, alerts: alertsOf([fires]), ...state }), [140, 44]));
    };
    const row = (id: string, query: string, reading: Reading, state: State) => ({
      ...infraItem('Self', id, id, 'count', 'value', reading, 20, state),
      expr: promql(query),
    });
    const failed = (error: string): Reading => ({ known: false, reason: 'query-error', error });
    const broken = row('broken', 'sum(rate(up[1m])', failed('parse error'), 'unknown');
    const many = row('many', 'count(up)', known(40), 'fail');
    const up = row('up', 'up{job="self"}', known(1), 'ok');
    const silent = row('silent', 'up', failed('timeout'), 'unknown');
    expect(of('up == 1', broken, many)).toMatch(/^Self is up/);
    expect(of('up == 1', broken, many).split('nobody is on it')[0]).not.toMatch(/broken|many|last 15m/);
    expect(of('up == 1', broken, many, silent, up)).toMatch(/^Self up is 1/);
    expect(of('up == 1', broken, many, silent)).toMatch(/^Self is up +Self silent is not known/);
  });

  test('says each thing once: what its rule says, since when, and how long there is to answer', () => {
    const left = { state: 'running', due: ago(-250), limit: seconds(300), metAt: null } as const;
    const clocks = { respond: left, escalate: { ...left, to: 'secondary', who: 'dave', called: null }, resolve: null };
    const said = { summary: 'V2 answers with errors', description: 'Look at its logs' };
    const fires = alert('Slow', { ...said, clocks, annotations: { ...said, owner: 'matching' } });
    const room = makeSafe<Room>({ ...spike, alerts: alertsOf([fires]), finding: { kind: 'fires', alert: fires } });
    const text = inside(page(room, [140, 120]));
    for (const once of ['V2 answers with errors', 'Look at its logs', 'answer in 4m10', 'dave in 4m10', 'since 2'])
      expect({ once, times: text.split(once).length - 1 }).toEqual({ once, times: 1 });
    expect(text.split('4m10')).toHaveLength(3);
    expect(text).toMatch(/owner +matching/);
  });

  test('of one that is over says so', () => {
    const h = hands(spike);
    h.press('enter');
    h.change({ room: healthy });
    expect(picture(sceneOf(healthy), h.state())).toContain('It is no longer there');
  });

  test('charts from well before it began', () => {
    const text = page(spike, [140, 44]);
    expect(text).toContain('last 15m');
    expect(text).toMatch(/✖V2ErrorSpike/);
  });
});

describe('what else fails', () => {
  const failing = spike.rings.find(({ state }) => state === 'failing');
  if (failing === undefined) throw new Error('no ring fails');
  const both = makeSafe<Room>({ ...spike, rings: [failing, { ...failing, id: 'beta' }] });

  test('is said once of a check that is the same in several rings, with all of them', () => {
    const text = inside(page(both, [140, 120]));
    expect(text).toMatch(/memory use of ring1 and beta is 212 MB/);
    expect(text.match(/memory use of/g)).toHaveLength(1);
  });

  test('is all there, in whole sentences, where the page is narrow', () => {
    const text = inside(page(both, [60, 120]));
    expect(text).toMatch(/at most 200 MB is allowed/);
    expect(text.slice(text.indexOf('Also failing now'))).not.toMatch(/…|↓ \d+ more/);
  });
});

test.each(troubles)('a page that has a chart on a large terminal has one at 80×24: %s', (_, { room }) => {
  if (hands(room).press('enter').views.at(-1)?.kind !== 'incident') return;
  const hasChart = (size: readonly [number, number]) => page(room, size).includes('┤');
  expect(hasChart([80, 24])).toBe(hasChart([140, 44]));
});

describe('the page of a ring', () => {
  test('says why it may not go on, and what would make it', () => {
    const text = page(spike, [140, 44], ['1', 'enter']);
    expect(text).toContain('ring1 may not be validated yet, for 3 reasons');
    expect(text).toContain('memory use is 212 MB, at most 200 MB is allowed  → it must come back within its limit');
    expect(text).toContain('→ a acknowledge it, or fix its cause');
    expect(page(spike, [140, 44], ['1', 'right', 'right', 'enter'])).toMatch(
      /ga may not be deployed to yet.*\n.*validate ring1 first/,
    );
  });

  test('says who is on it, what the logs and the traffic are like, and what can be done, and why not', () => {
    const text = inside(page(spike, [140, 44], ['1', 'enter']));
    expect(text).toMatch(/V2ErrorSpike is firing.*; nobody is on it; answer in/);
    expect(text).toContain('V2 gets 30.1 % of the traffic; the plan is 30.0 %');
    expect(text).toMatch(/a ack {3}c claim {3}l logs {3}o runbook .*v verdict/);
    expect(text).toContain('✖ V validate ring1: the reasons are above');
    const quiet = inside(page(healthy, [140, 44], ['1', 'enter']));
    expect(quiet).toMatch(/✖ a ack, c claim, o runbook: no alert is firing/);
  });

  test.each([
    [100, 30],
    [80, 24],
  ] as const)('has what can be done also at %i×%i', (columns, rows) => {
    expect(page(spike, [columns, rows], ['1', 'enter'])).toMatch(/a ack {3}c claim {3}l logs {3}o runbook/);
  });

  test('of one that was rolled back says when it was deployed, and no longer to roll it back', () => {
    const rings = spike.rings.map((ring) => ({
      ...ring,
      ...(ring.id === 'ring1' && {
        state: 'rolled-back' as const,
        deployedAt: null,
        deployments: [ago(1680)],
        because: { kind: 'rolled-back' as const, at: ago(360) },
      }),
    }));
    const text = inside(page(makeSafe<Room>({ ...spike, rings }), [140, 44], ['1', 'enter']));
    expect(text).toContain('ring1 may not be deployed to yet');
    expect(text).toContain('V2 was deployed 28m ago');
    expect(text).toContain('→ fix V2 and roll it out again');
    expect(text).not.toMatch(/roll V2 back|any more/);
  });

  test('has its checks worst first, and goes through them in that order', () => {
    const h = hands(spike);
    h.press('1', 'enter');
    const text = picture(sceneOf(spike), h.state());
    expect(text.indexOf('✖ memory use   ')).toBeLessThan(text.indexOf('✔ error rate   '));
    expect(h.press('j').views.at(-1)).toMatchObject({ check: 'signature' });
  });
});

describe('acts that may not be done', () => {
  const actsOf = (playback: Playback, readOnly: boolean): string => {
    const h = hands(spike, { playback, ...(readOnly && { readOnly: 'Acts are disabled.' }) });
    h.press('enter');
    return inside(picture(sceneOf(spike, playback), h.state(), { columns: 140, rows: 44, readOnly }));
  };

  test('say so where nothing may be done at all', () => {
    expect(actsOf(live, true)).toContain('✖ a ack, c claim, V validate ring1: ringdeck is read-only here');
    expect(actsOf(live, true)).toMatch(/ l logs {3}o runbook /);
  });

  test('say so of the past, in which nobody acts', () => {
    const past: Playback = { kind: 'live', paused: false, viewing: { at: ago(600) } };
    expect(actsOf(past, false)).toContain('✖ a ack, c claim, V validate ring1: this is the past');
  });
});

describe('on a board', () => {
  const { room } = boardScene();
  const opened = (panel: string) => {
    const h = hands(room);
    h.press(':');
    h.type(`panel ${panel}`);
    return h.press('enter', 'enter').views.at(-1);
  };

  test('a panel whose rows are drawn together is entered by the row that is not well', () => {
    expect(opened('api/latency')).toMatchObject({ kind: 'incident', about: { panel: 'api/latency' } });
    const view = opened('api/latency');
    if (view?.kind !== 'incident') throw new Error('it is not well');
    expect(inside(page(room, [140, 44], [':', ...'panel api/latency', 'enter', 'enter']))).toMatch(
      /^Latency by endpoint: \/checkout is 610 ms/,
    );
  });

  test('an alert is told by what is called like it or has its labels, and by nothing else', () => {
    const of = (name: string, labels: Record<string, string>) => {
      const about = { about: 'system', rings: [], versions: [], stranger: null } as const;
      const fires = alert(name, { concern: about, labels, generatorURL: '', summary: '' });
      const shown = makeSafe<Room>({ ...room, alerts: alertsOf([fires]), finding: { kind: 'fires', alert: fires } });
      return inside(page(shown, [140, 44]));
    };
    expect(of('CheckoutSlow', {})).toMatch(/^Worst now: .*\/checkout/);
    expect(of('BatchPoolFull', {})).toMatch(/^Worst now: Pools: batch is 95/);
    expect(of('CertificateExpires', {})).not.toContain('Worst now');
  });
});
