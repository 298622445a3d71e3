import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acknowledger } from '../../src/operations/acks/acknowledge.ts';
import { MemoryAlertmanager } from '../../src/operations/acks/memory-alertmanager.ts';
import { FileJournal } from '../../src/operations/journal/file-journal.ts';
import type { Journal } from '../../src/operations/journal/journal.ts';
import { LiveOperations, type LiveOperationsOptions } from '../../src/operations/live-operations.ts';
import { FileRingStore } from '../../src/operations/stores/file-ring-store.ts';
import { MemoryJournal, MemoryRingStore } from '../../src/operations/stores/memory-ring-store.ts';
import type { RingStore } from '../../src/operations/stores/ring-store.ts';
import { alertmanagersOf } from '../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../src/room/alerts/alerts.ts';
import { Moment } from '../../src/room/moment.ts';
import type { RingEvent } from '../../src/room/rings/events.ts';
import type { Room } from '../../src/room/room.ts';
import { succeeded } from '../../src/sources/error.ts';
import { addSeconds, type Millis, seconds } from '../../src/units.ts';
import { eventText } from '../../src/wording/events.ts';
import { alert, check, NOW, ring, room } from '../room/fixtures.ts';

const settings = {
  where: {},
  severity_label: 'severity',
  version_label: ['version'],
  ring_label: ['ring'],
  concern_every_ring: [],
  tiers: {},
  ack_duration: seconds(900),
  ack_max: seconds(28_800),
  ack_mark: 'ACK!',
};

/** Operations over the demo's memory, whose room is looked at anew with `look`. */
function demo(changed: Partial<LiveOperationsOptions> = {}) {
  let now: Millis = NOW;
  const clock = { now: () => now };
  const memory = new MemoryAlertmanager(clock);
  const journal: Journal = changed.journal ?? new MemoryJournal();
  const ringStore: RingStore = new MemoryRingStore(journal);
  const life = { duration: settings.ack_duration, max: settings.ack_max };
  let shown: Room | undefined;
  const look = () => {
    const tape = {
      am: succeeded({
        alerts: [alert(), alert({ fingerprint: 'f2', labels: { alertname: 'Other' } })],
        silences: [],
        clockOffset: 0,
      }),
    };
    const view = memory.overlay(tape).am;
    if (!view?.ok) throw new Error('no view');
    shown = room({
      at: now,
      alerts: alertsOf(
        alertmanagersOf({ am: { state: 'ok', at: now, value: view.value } }, new Moment(now), seconds(15)),
        settings,
        new Moment(now),
      ),
    });
    const [first] = shown.alerts.list;
    const [firstRing] = shown.rings;
    if (!first || !firstRing) throw new Error('empty room');
    return {
      room: shown,
      alert: shown.alerts.list.find(({ fingerprint }) => fingerprint === 'f1') ?? first,
      ring: firstRing,
    };
  };
  const operations = new LiveOperations({
    operator: 'alice',
    readOnly: null,
    acknowledger: new Acknowledger({
      members: [memory],
      operator: 'alice',
      clock,
      life,
      settle: async () => undefined,
    }),
    ringStore,
    journal,
    clock,
    room: () => shown,
    ...changed,
  });
  const pass = (by: number) => {
    now = addSeconds(now, seconds(by));
  };
  return { operations, journal, look, pass };
}

describe('acknowledging in the demo', () => {
  it('covers the one alert, shows who, ends when taken back, and stands in the journal', async () => {
    const { operations, journal, look } = demo();
    expect(await operations.acknowledge([look().alert], { note: 'on it' })).toMatchObject({
      result: 'done',
      message: 'V2ErrorSpike is acknowledged: on it',
    });
    expect(look().room.alerts.counts).toMatchObject({ firing: 1, acknowledged: 1 });
    expect(look().alert.ack).toMatchObject({ by: 'alice', ours: true, expiresAt: addSeconds(NOW, seconds(900)) });
    expect(await operations.acknowledge([look().alert], { note: '' })).toMatchObject({
      result: 'refused',
      message: 'V2ErrorSpike is already acknowledged by alice',
    });
    expect(await operations.unacknowledge(look().alert)).toMatchObject({ result: 'done' });
    expect(look().alert).toMatchObject({ state: 'firing', ack: null });
    expect(await operations.unacknowledge(look().alert)).toMatchObject({ result: 'refused' });
    expect((await journal.tail(9)).map(({ act, target, result, by }) => [act, target, result, by])).toEqual([
      ['acknowledge', 'V2ErrorSpike', 'done', 'alice'],
      ['unacknowledge', 'V2ErrorSpike', 'done', 'alice'],
    ]);
  });

  it('is extended while its alert fires, and ends after its greatest age', async () => {
    const { operations, look, pass } = demo();
    await operations.acknowledge([look().alert], { note: '' });
    let held = 0;
    for (; look().alert.state === 'acknowledged'; held += 60) {
      await operations.tendAcks(look().room);
      pass(60);
    }
    expect(held).toBe(8 * 3600);
  });
});

describe('acting', () => {
  it('is refused, and not journaled, when it is disabled', async () => {
    const { operations, journal, look } = demo({ readOnly: 'started with --read-only' });
    const { alert, ring } = look();
    const acts = [
      operations.acknowledge([alert], { note: '' }),
      operations.unacknowledge(alert),
      operations.validate(ring, { note: '' }),
      operations.revoke(ring, ''),
    ];
    for (const act of acts) expect(await act).toEqual({ result: 'refused', message: 'started with --read-only' });
    expect(await journal.tail(9)).toEqual([]);
  });

  it('never rejects: what was thrown is a failure, journaled where it can be', async () => {
    const broken: RingStore = {
      read: () => Promise.reject(new Error('disk full')),
      update: () => Promise.reject(new Error('disk full')),
      watch: () => () => {},
    };
    const { operations, journal, look } = demo({ ringStore: broken });
    expect(await operations.validate(look().ring, { note: '' })).toEqual({ result: 'failed', message: 'disk full' });
    expect(await journal.tail(9)).toMatchObject([{ act: 'validate', target: 'ring0', result: 'failed' }]);
  });

  it('says nothing a terminal would obey, whoever said it first', async () => {
    const broken: RingStore = {
      read: async () => ({ records: {}, journal: [] }),
      update: () => Promise.reject(new Error('disk \u001b[2Jfull\r\nhere')),
      watch: () => () => {},
    };
    const { operations, look } = demo({ ringStore: broken });
    expect(await operations.validate(look().ring, { note: '' })).toMatchObject({ message: 'disk full here' });
    expect(await operations.acknowledge([look().alert], { note: 'on \u001b]0;it\u0007it' })).toMatchObject({
      message: 'V2ErrorSpike is acknowledged: on it',
    });
  });

  it('tells of both when it is done and the journal is not', async () => {
    const journal: Journal = { append: () => Promise.reject(new Error('disk full')), tail: async () => [] };
    const { operations, look } = demo({ journal });
    expect(await operations.acknowledge([look().alert], { note: '' })).toMatchObject({
      result: 'done',
      message: 'V2ErrorSpike is acknowledged; but the journal could not be written: disk full',
    });
  });

  it('fails with the reason when no Alertmanager takes it', async () => {
    const clock = { now: () => NOW };
    const life = { duration: seconds(900), max: seconds(900) };
    const acknowledger = new Acknowledger({ members: [], operator: 'alice', clock, life });
    const { operations, journal, look } = demo({ acknowledger });
    expect(await operations.acknowledge([look().alert], { note: '' })).toMatchObject({
      result: 'failed',
      message: 'no Alertmanager is configured',
    });
    expect(await journal.tail(9)).toMatchObject([{ result: 'failed' }]);
  });
});

describe('validating', () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ringdeck-'));
    path = join(directory, 'ring-targets.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const on = (shown: Room, operator = 'alice', now = NOW, announcer: LiveOperationsOptions['announcer'] = null) => {
    const clock = { now: () => now };
    const life = { duration: seconds(900), max: seconds(900) };
    return new LiveOperations({
      operator,
      readOnly: null,
      acknowledger: new Acknowledger({ members: [], operator, clock, life }),
      ringStore: new FileRingStore(path),
      journal: new FileJournal(path),
      clock,
      announcer,
      room: () => shown,
    });
  };
  const ring1 = ring({ id: 'ring1', after: ['ring0'] });
  const both = room({ rings: [ring(), ring1] });

  it('keeps who, when, why and on which evidence; revoking takes it back', async () => {
    const operations = on(both);
    expect(await operations.validate(ring(), { note: 'all green' })).toEqual({
      result: 'done',
      message: 'ring0 is validated: all green',
    });
    expect((await new FileRingStore(path).read()).records).toEqual({
      ring0: { by: 'alice', at: NOW, note: 'all green' },
    });
    const [line] = await new FileJournal(path).tail(1);
    expect(line?.evidence).toMatchObject({
      soak: { elapsedSeconds: 90_000, requiredSeconds: 86_400 },
      checks: [{ id: 'memory', state: 'ok', value: 1e8, limit: 2e8 }],
    });
    expect(await operations.revoke(ring(), '')).toMatchObject({ result: 'done' });
    expect((await new FileRingStore(path).read()).records).toEqual({});
    expect(await operations.revoke(ring(), '')).toMatchObject({ result: 'refused', message: 'ring0 is not validated' });
  });

  it('refuses with every reason and journals that', async () => {
    const reading = { known: true, value: 2.12e8, at: NOW, aging: false } as const;
    const failing = room({ rings: [ring(), { ...ring1, checks: [check({ state: 'fail', reading })] }] });
    const message = 'ring0 is not validated; ring1: memory is 212 MB, at most 200 MB is allowed';
    expect(await on(failing).validate(ring1, { note: '' })).toMatchObject({ result: 'refused', message });
    expect(await new FileJournal(path).tail(9)).toMatchObject([
      { act: 'validate', result: 'refused', detail: message },
    ]);
  });

  it('rests on the store as it is, which may be newer than the room', async () => {
    await on(both, 'bob').validate(ring(), { note: '' });
    expect(await on(both).validate(ring1, { note: '' })).toMatchObject({ result: 'done' });
  });

  it('refuses on a room that is not of now', async () => {
    const later = addSeconds(NOW, seconds(60));
    expect(await on(both, 'alice', later).validate(ring(), { note: '' })).toMatchObject({
      result: 'refused',
      message: 'what is shown is 1m old: refresh first',
    });
  });

  it('against what stands against it needs a reason, which the journal keeps with all it overrode', async () => {
    const reading = { known: true, value: 2.12e8, at: NOW, aging: false } as const;
    const failing = room({ rings: [ring({ checks: [check({ state: 'fail', reading })] })] });
    const refusal = 'ring0: memory is 212 MB, at most 200 MB is allowed';
    expect(await on(failing).validate(ring(), { note: '' })).toEqual({
      result: 'refused',
      message: refusal,
      reasons: [{ kind: 'fail', text: refusal, overridable: true }],
    });
    const override = 'the sensor counts the page cache';
    expect(await on(failing).validate(ring(), { note: 'release 4', override: ` ${override} ` })).toEqual({
      result: 'done',
      message: `ring0 is validated, overridden: ${override}: release 4`,
    });
    const { records, journal } = await new FileRingStore(path).read();
    expect(records).toEqual({ ring0: { by: 'alice', at: NOW, note: 'release 4', override } });
    expect(journal.at(-1)).toMatchObject({ act: 'validate', override, evidence: { overridden: [refusal] } });
    expect(journal.at(0)).toMatchObject({ result: 'refused', evidence: { checks: [{ value: 2.12e8 }] } });
  });

  it('with a reason where nothing stands against it is no override', async () => {
    await on(both).validate(ring(), { note: '', override: 'to be on the safe side' });
    const { records, journal } = await new FileRingStore(path).read();
    expect(records).toEqual({ ring0: { by: 'alice', at: NOW } });
    expect(journal.at(-1)?.override).toBeUndefined();
  });

  it('and revoking are told to Alertmanager; what changes nothing is not', async () => {
    const told: RingEvent[] = [];
    const announcer = {
      announce: async (event: RingEvent) => {
        told.push(event);
        return null;
      },
    };
    const operations = on(both, 'alice', NOW, announcer);
    await operations.validate(ring(), { note: 'all green' });
    await operations.validate(ring(), { note: '' });
    await operations.revoke(ring(), '');
    expect(told).toMatchObject([
      { kind: 'validated', ring: 'ring0', by: 'alice', at: NOW, note: 'all green' },
      { kind: 'revoked', ring: 'ring0', by: 'alice' },
    ]);
    expect(told.map(eventText)).toEqual([
      'ring0 was validated by alice',
      'the validation of ring0 was revoked by alice',
    ]);
  });

  it('is done also when nobody could be told, which the operator and the journal hear of', async () => {
    const operations = on(both, 'alice', NOW, { announce: async () => 'connection refused' });
    const untold = 'Alertmanager could not be told: connection refused';
    expect(await operations.validate(ring(), { note: '' })).toEqual({
      result: 'done',
      message: `ring0 is validated; but ${untold}`,
    });
    const { records, journal } = await new FileRingStore(path).read();
    expect(records).toMatchObject({ ring0: { by: 'alice' } });
    expect(journal.map(({ act, result, detail }) => [act, result, detail])).toEqual([
      ['validate', 'done', 'ring0 is validated'],
      ['announce', 'failed', untold],
    ]);
  });

  describe('where it takes two operators', () => {
    const twice = room({ rings: [ring({ approvals: 2 })] });
    const asked = 'the validation of ring0 is requested: all green';
    const ask = () => on(twice, 'alice').validate(ring(), { note: 'all green' });
    const later = (by: number) => addSeconds(NOW, seconds(by));
    const at = (now: Millis, shown = twice) => ({ ...shown, at: now });

    it('the first asks, the same one cannot confirm, another does, and the store names both', async () => {
      expect(await ask()).toEqual({
        result: 'pending',
        message: `${asked}; another operator must confirm it within an hour`,
      });
      expect((await new FileRingStore(path).read()).records).toEqual({});
      expect(await on(twice, 'ALICE').validate(ring(), { note: '' })).toMatchObject({
        result: 'refused',
        message: expect.stringMatching(/^alice requested the validation of ring0 just now; another operator must/),
      });
      const now = later(300);
      expect(await on(at(now), 'bob', now).validate(ring(), { note: '' })).toEqual({
        result: 'done',
        message: 'ring0 is validated, requested by alice',
      });
      const { records, journal } = await new FileRingStore(path).read();
      expect(records).toEqual({ ring0: { by: 'alice', at: now, note: 'all green', approvedBy: 'bob' } });
      expect(journal.map(({ by, act, result }) => [by, act, result])).toEqual([
        ['alice', 'request', 'done'],
        ['ALICE', 'validate', 'refused'],
        ['bob', 'validate', 'done'],
      ]);
      expect(journal.at(-1)?.evidence).toMatchObject({ request: { by: 'alice', note: 'all green' } });
    });

    it('what was asked for is judged again by what is known when it is confirmed', async () => {
      await ask();
      const reading = { known: true, value: 2.12e8, at: NOW, aging: false } as const;
      const failing = room({ rings: [ring({ approvals: 2, checks: [check({ state: 'fail', reading })] })] });
      expect(await on(failing, 'bob').validate(ring(), { note: '' })).toMatchObject({ result: 'refused' });
      expect((await new FileRingStore(path).read()).records).toEqual({});
    });

    it('a withdrawn, expired or overtaken request is confirmed by nobody: the next one asks anew', async () => {
      await ask();
      expect(await on(twice, 'bob').withdraw(ring())).toEqual({
        result: 'done',
        message: 'the request to validate ring0 is withdrawn',
      });
      expect(await on(twice, 'bob').withdraw(ring())).toMatchObject({
        result: 'refused',
        message: 'no request is open for ring0',
      });
      expect(await on(twice, 'bob').validate(ring(), { note: '' })).toMatchObject({ result: 'pending' });
      const expired = later(3600);
      expect(await on(at(expired), 'carol', expired).validate(ring(), { note: '' })).toMatchObject({
        result: 'pending',
      });
      const anew = room({ rings: [ring({ approvals: 2, deployedAt: later(3700) })], at: later(3800) });
      expect(await on(anew, 'dave', later(3800)).validate(ring(), { note: '' })).toMatchObject({ result: 'pending' });
    });

    it('of two who ask at the same moment the second confirms the first', async () => {
      const results = await Promise.all(['alice', 'bob'].map((by) => on(twice, by).validate(ring(), { note: '' })));
      expect(results.map(({ result }) => result).toSorted()).toEqual(['done', 'pending']);
      const { ring0 } = (await new FileRingStore(path).read()).records;
      expect([ring0?.by, ring0?.approvedBy].toSorted()).toEqual(['alice', 'bob']);
    });
  });

  it('by two at the same moment is done once, and each stands in the journal once', async () => {
    const results = await Promise.all(['alice', 'bob'].map((by) => on(both, by).validate(ring(), { note: '' })));
    const [done, refused] = results.sort((a, b) => a.result.localeCompare(b.result));
    expect(done).toEqual({ result: 'done', message: 'ring0 is validated' });
    expect(refused?.message).toMatch(/^ring0 is already validated, by (alice|bob) just now$/);
    expect((await new FileJournal(path).tail(9)).map(({ result }) => result)).toEqual(['done', 'refused']);
  });
});
