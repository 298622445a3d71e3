import { describe, expect, it } from 'vitest';
import { happeningsIn } from '../../src/notices/happening.ts';
import { isWithin, type Memory, noticesOf } from '../../src/notices/notices.ts';
import { tellNotices, titleOf } from '../../src/notices/tell.ts';
import type { NotifySpec } from '../../src/profile/schema/notify.ts';
import { notifySchema } from '../../src/profile/schema/notify.ts';
import type { Room } from '../../src/room/shown.ts';
import { safe } from '../../src/text/safe.ts';
import { addSeconds, type Millis, millis, seconds } from '../../src/units.ts';
import { fakeSession } from '../screen/fake-session.ts';
import { alert, healthy, NOW, sceneOf, spike } from '../screen/rooms.ts';

const spec = (fields: object = {}): NotifySpec => {
  const parsed = notifySchema.parse(fields);
  if (parsed === undefined) throw new Error('no spec');
  return parsed;
};
const at = (room: Room, after: number): Room => ({ ...room, at: addSeconds(NOW, seconds(after)) });
const fires = (room: Room, ...alerts: readonly ReturnType<typeof alert>[]): Room =>
  ({ ...room, alerts: { ...room.alerts, list: alerts } }) as Room;

/** What is told of rooms that follow each other, by their kinds and tiers. */
function told(rooms: readonly Room[], settings: NotifySpec = spec()): readonly (readonly string[])[] {
  let memory: Memory | null = null;
  return rooms.map((room) => {
    const { memory: next, news } = noticesOf(memory, room, settings);
    memory = next;
    return news.map(({ kind, tier }) => `${tier} ${kind}`);
  });
}

const one = alert('Down');
const other = alert('Slow', { fingerprint: 'other', tier: 'P1' });
const acknowledged = { ...one, state: 'acknowledged' } as const;

describe('what may be told', () => {
  it('is what fires and nobody answers, a worse V2, rings that fail or are ready, and silent servers, gravest first', () => {
    expect(happeningsIn(spike).map(({ tier, kind, text }) => `${tier} ${kind}: ${text}`)).toEqual([
      expect.stringMatching(/^P0 verdict: V2 is beyond its limits/),
      expect.stringMatching(/^P0 alert: P0 V2ErrorSpike is firing: /),
      expect.stringMatching(/^P1 ring: ring ring1 fails: /),
    ]);
    expect(happeningsIn(healthy)).toEqual([]);
    const [source] = healthy.sources;
    const silent = { ...healthy, sources: source ? [{ ...source, state: 'failed' as const }] : [] };
    expect(happeningsIn(silent).map(({ kind, tier }) => [kind, tier])).toEqual([['source', 'P1']]);
  });

  it('is also that somebody is called because nobody answered', () => {
    const called = { to: 'on-call', who: 'Bob', at: NOW };
    const escalate = { limit: seconds(60), due: NOW, metAt: null, state: 'overdue', to: 'on-call', who: 'Bob', called };
    const room = fires(healthy, { ...one, clocks: { ...one.clocks, escalate } } as typeof one);
    expect(happeningsIn(room).map(({ text }) => text)).toContainEqual('P0 Down: nobody has answered, escalated to Bob');
  });
});

describe('a notice', () => {
  it.each<[string, readonly Room[], readonly (readonly string[])[]]>([
    ['of what was so when the room was opened', [fires(healthy, one), at(fires(healthy, one), 5)], [[], []]],
    [
      'once of what begins, however often it is looked at',
      [healthy, ...[1, 2, 3].map((after) => at(fires(healthy, one), after))],
      [[], ['P0 alert'], [], []],
    ],
    [
      'no more of an incident that was out of sight, as while a server was silent',
      [healthy, at(fires(healthy, one), 5), at(healthy, 10), at(fires(healthy, one), 4000)],
      [[], ['P0 alert'], [], []],
    ],
    [
      'of the next incident of an alert',
      [
        healthy,
        at(fires(healthy, one), 5),
        at(healthy, 10),
        at(fires(healthy, { ...one, began: millis(NOW + 9) }), 400),
      ],
      [[], ['P0 alert'], [], ['P0 alert']],
    ],
    [
      'once of an alert that flaps, and again after a while if it still fires then',
      [
        healthy,
        ...[5, 35, 65, 95, 125].flatMap((after) => [
          at(fires(healthy, { ...one, began: millis(NOW + after) }), after),
          at(healthy, after + 15),
        ]),
        at(fires(healthy, { ...one, began: millis(NOW + 299) }), 300),
        at(fires(healthy, { ...one, began: millis(NOW + 299) }), 306),
        at(fires(healthy, { ...one, began: millis(NOW + 299) }), 320),
      ],
      [[], ['P0 alert'], ...Array.from({ length: 10 }, () => []), ['P0 alert'], []],
    ],
    [
      'no more of an alert that was answered and is so no more',
      [healthy, at(fires(healthy, one), 5), at(fires(healthy, acknowledged), 10), at(fires(healthy, one), 15)],
      [[], ['P0 alert'], [], []],
    ],
    [
      'none of what flickers, and one where it comes back later',
      [healthy, at(spikeRing(), 5), at(healthy, 10), at(spikeRing(), 15), at(healthy, 20), at(spikeRing(), 400)],
      [[], ['P1 ring'], [], [], [], ['P1 ring']],
    ],
    [
      'none of what was so before, however late a server first says it',
      [unheard(healthy), unknown(healthy), at(fires(healthy, one), 10), at(fires(healthy, one, other), 15)],
      [[], [], [], ['P1 alert']],
    ],
    [
      'of what began since, though its server answers for the first time',
      [unknown(healthy), at(fires(healthy, { ...one, startsAt: addSeconds(NOW, seconds(5)) }), 10)],
      [[], ['P0 alert']],
    ],
    ['of several at once', [healthy, at(fires(healthy, one, other), 5)], [[], ['P0 alert', 'P1 alert']]],
  ])('is given %s', (_, rooms, expected) => {
    expect(told(rooms)).toEqual(expected);
  });

  /** A room of which nothing is known yet. */
  function unheard(room: Room): Room {
    return { ...room, sources: [] };
  }
  /** A room whose Alertmanager has not answered yet. */
  function unknown(room: Room): Room {
    return { ...room, alerts: { ...room.alerts, freshness: 'unknown' } };
  }
  function spikeRing(): Room {
    return { ...healthy, rings: spike.rings };
  }
});

describe('quiet hours', () => {
  const NIGHT = { from: '22:00', to: '07:00', time_zone: 'Europe/Paris', except: ['P0'] } as const;
  const clock = (text: string): Millis => millis(Date.parse(`2026-07-01T${text}:00Z`));

  it.each([
    ['20:00', true],
    ['19:59', false],
    ['04:59', true],
    ['05:00', false],
  ])('are those of their zone, over midnight: %s UTC in summer', (text, within) => {
    expect(isWithin({ ...NIGHT, except: [] }, clock(text))).toBe(within);
  });

  it.each([
    ['the night in which clocks go forward', '2026-03-28T20:59:00Z', false],
    ['the night in which clocks go forward', '2026-03-28T21:00:00Z', true],
    ['the night in which clocks go forward', '2026-03-29T04:59:00Z', true],
    ['the night in which clocks go forward', '2026-03-29T05:00:00Z', false],
    ['the night in which clocks go back', '2026-10-24T20:00:00Z', true],
    ['the hour that comes twice', '2026-10-25T00:30:00Z', true],
    ['the hour that comes twice', '2026-10-25T01:30:00Z', true],
    ['the night in which clocks go back', '2026-10-25T05:59:00Z', true],
    ['the night in which clocks go back', '2026-10-25T06:00:00Z', false],
  ])('go by the clock on the wall in %s: %s', (_, text, within) => {
    expect(isWithin({ ...NIGHT, except: [] }, millis(Date.parse(text)))).toBe(within);
  });

  it('are the whole day where they begin when they end', () => {
    for (const text of ['00:00', '11:59', '12:00', '23:59'])
      expect(isWithin({ from: '12:00', to: '12:00', time_zone: 'UTC', except: [] }, clock(text))).toBe(true);
  });

  it('hold back what they do not except, tell it afterwards if it still is so, and once', () => {
    const settings = spec({ quiet_hours: { ...NIGHT } });
    const then = (text: string, ...alerts: readonly ReturnType<typeof alert>[]): Room => ({
      ...fires(healthy, ...alerts),
      at: clock(text),
    });
    const gone = alert('Gone', { fingerprint: 'gone', tier: 'P1' });
    expect(
      told(
        [
          then('20:01'),
          then('20:02', one, other, gone),
          then('20:03', one, other),
          then('05:00', one, other),
          then('05:01', one, other),
        ],
        settings,
      ),
    ).toEqual([[], ['P0 alert'], [], ['P1 alert'], []]);
  });
});

describe('telling', () => {
  const heard = (fields: object, rooms: readonly Room[], first: Room = healthy) => {
    const session = fakeSession(first, { playback: { kind: 'live', paused: false } });
    const said: string[] = [];
    const end = tellNotices(session, spec(fields), {
      ring: () => said.push('ring'),
      notify: (title, text) => said.push(`${title} | ${text}`),
      run: ({ tier, text, events }) => said.push(`run ${tier} ${text} (${events.length})`),
    });
    session.show(first);
    for (const room of rooms) session.show(room);
    end();
    session.show(at(fires(healthy, { ...one, began: millis(1) }), 99));
    return said;
  };

  it('is by tier, and of all at once as one', () => {
    const rooms = [at(fires(healthy, one, other), 5)];
    const hook = { command: ['x'], tiers: ['P1'] };
    expect(heard({ hook }, rooms)).toEqual([
      'ring',
      'ringdeck: SuperSmartMatch (production) | P0 Down is firing: V2 answers 6.1 % errors, V1 0.2 % (and 1 more)',
      expect.stringMatching(/^run P1 P1 Slow is firing.*\(1\)$/),
    ]);
    expect(heard({ bell: [], desktop: ['P3'] }, rooms)).toEqual([]);
  });

  it('waits for all servers to be heard, and goes by now where the screen stands still or shows the past', () => {
    let scene = sceneOf(fires(healthy, one), { kind: 'live', paused: false });
    const said: string[] = [];
    let look = () => {};
    const session = {
      scene: () => scene,
      subscribe: (listener: () => void) => {
        look = listener;
        return () => {};
      },
    };
    tellNotices(session, spec(), { ring: () => {}, notify: (_, text) => said.push(text) });
    scene = { ...sceneOf(healthy), partial: true };
    look();
    scene = sceneOf(fires(healthy, one), { kind: 'live', paused: false });
    look();
    expect(said).toEqual([]);
    scene = sceneOf(healthy, { kind: 'live', paused: true, newest: at(fires(healthy, one, other), 5) });
    look();
    expect(said).toEqual([expect.stringMatching(/^P1 Slow is firing/)]);
  });

  it('has a title that carries the state', () => {
    expect(titleOf(spike, safe('✖'))).toBe('✖ SSM V2 worse');
    expect(titleOf(healthy, safe('✔'))).toBe('✔ SSM all well');
  });
});
