import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock, type Timer } from '../../../src/clock.ts';
import { verifyChain } from '../../../src/operations/journal/chain.ts';
import { decodeLine, type JournalLine } from '../../../src/operations/journal/line.ts';
import { attendEtcd } from '../../../src/operations/presence/etcd-presence.ts';
import { etcdKeys } from '../../../src/operations/stores/etcd-ledger.ts';
import { EtcdRingStore } from '../../../src/operations/stores/etcd-ring-store.ts';
import type { RingAct } from '../../../src/operations/stores/ring-store.ts';
import type { RingRecords, Validation } from '../../../src/room/room.ts';
import { createEtcd } from '../../../src/sources/etcd/etcd.ts';
import type { Etcd } from '../../../src/sources/etcd/types.ts';
import { millis, seconds } from '../../../src/units.ts';
import { INHERITED } from '../../names.ts';
import { eventually, RELEASES } from '../../stack/servers.ts';
import { gateway, haveEtcd, type RunningEtcd, settingsOf, startEtcd } from '../fixtures/etcd.ts';

const at = millis(1_700_000_000_000);
const validate = (by: string, ringId = 'ring0'): RingAct => ({
  record: { at, by, act: 'validate', target: ringId, result: 'done', detail: `${ringId} is validated` },
  change: { ringId, validation: { by, at } },
});
const note = (detail: string): RingAct => ({
  record: { at, by: 'alice', act: 'acknowledge', target: 'Spike', result: 'done', detail },
});

const TOO_BUSY = 'others keep changing the ring store, so this act could not be done; nothing was changed. Try again';

let servers: RunningEtcd[] = [];
let profiles = 0;
let folder = '';

/** A client of its own, as another terminal has it; it asks the members in this order. */
function client(members: readonly RunningEtcd[] = servers, timeout = '10s'): Etcd {
  return createEtcd(settingsOf(members, { timeout }));
}
const store = (etcd = client()) => new EtcdRingStore(etcd, folder);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const put = (key: string, value: string) =>
  gateway(servers[0], 'kv/put', { key: base64(`${folder}/${key}`), value: base64(value) });

async function linesOf(of: EtcdRingStore): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = [];
  for await (const { bytes } of of.lines()) {
    const line = decodeLine(bytes);
    if (line) lines.push(line);
  }
  return lines;
}

async function expectWhole(of: EtcdRingStore): Promise<void> {
  const head = await of.head();
  expect((await verifyChain(of.lines(), head === undefined ? [] : [head])).problems).toEqual([]);
}

/** The client with something done to its transactions. */
const withCommit = (etcd: Etcd, commit: (send: Etcd['commit']) => Etcd['commit']): Etcd => ({
  ...etcd,
  commit: commit((transaction) => etcd.commit(transaction)),
});

describe.each(RELEASES.filter((release) => haveEtcd(release)))('a ring store in etcd: %s', (release) => {
  beforeAll(async () => {
    servers = await startEtcd(3, { release });
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));
  beforeEach(() => {
    folder = `/ringdeck/test-${profiles++}`;
  });

  it('is empty at first, and gives back what acts made of it, to everyone', async () => {
    const [mine, theirs] = [store(), store()];
    expect(await mine.read()).toEqual({ records: {}, journal: [], presence: [] });
    expect(await mine.head()).toBeUndefined();
    const validation: Validation = { by: 'alice', at, note: 'all “green”', approvedBy: 'bob' };
    await mine.update(() => ({ ...validate('alice'), change: { ringId: 'ring0', validation } }));
    await mine.append(note('on it').record);
    const state = await theirs.read();
    expect(state).toMatchObject({ records: { ring0: validation }, journal: [{ seq: 1 }, { seq: 2, detail: 'on it' }] });
    await theirs.update(() => ({ ...validate('bob'), change: { ringId: 'ring0', validation: null } }));
    expect((await mine.read()).records).toEqual({});
    await expectWhole(mine);
  });

  it('holds rings as deploy scripts read them, and obeys a key that one of them wrote', async () => {
    await put('rings/ring0', '{"validated":true}');
    await put('rings/ring1', '{"validated":false}');
    expect((await store().read()).records).toEqual({ ring0: { by: '', at: null } });
    await store().update(() => validate('alice', 'ring1'));
    const { kvs } = (await gateway(servers[1], 'kv/range', {
      key: base64(`${folder}/rings/ring1`),
    })) as { kvs: { value: string }[] };
    expect(JSON.parse(Buffer.from(kvs[0]?.value ?? '', 'base64').toString())).toEqual({
      validated: true,
      validation: { by: 'alice', at: new Date(at).toISOString() },
    });
    await put('rings/ring2', 'yes');
    await expect(store().read()).rejects.toThrow(
      `the key ${folder}/rings/ring2 of etcd holds something that is not a valid ring`,
    );
  });

  it.each([
    ['added', { ring9: true }, 'rings/ring9'],
    ['changed', { ring0: true }, 'rings/ring0'],
  ])('decides anew when a script %s a key between decision and act', async (_, __, key) => {
    await put('rings/ring0', '{"validated":false}');
    let interfered = false;
    const etcd = withCommit(client(), (send) => async (transaction) => {
      if (!interfered) await put(key, '{"validated":true}');
      interfered = true;
      return send(transaction);
    });
    const seen: RingRecords[] = [];
    await store(etcd).update(({ records }) => {
      seen.push(records);
      return note(`saw ${Object.keys(records)}`);
    });
    const ring = key.slice('rings/'.length);
    expect(seen).toEqual([{}, { [ring]: { by: '', at: null } }]);
    expect(await linesOf(store())).toMatchObject([{ detail: `saw ${ring}` }]);
  });

  it.each([
    [
      'the answer is lost',
      (send: Etcd['commit']): Etcd['commit'] =>
        async (transaction) => {
          await send(transaction);
          // As the client does when no answer comes: it is sent again.
          return send(transaction);
        },
    ],
    [
      'the answer is lost and somebody else acts before it is sent again',
      (send: Etcd['commit']): Etcd['commit'] =>
        async (transaction) => {
          await send(transaction);
          await store().append(note('in between').record);
          return send(transaction);
        },
    ],
    [
      'somebody else acts first',
      (send: Etcd['commit']): Etcd['commit'] => {
        let first = true;
        return async (transaction) => {
          if (first) await store().append(note('in between').record);
          first = false;
          return send(transaction);
        };
      },
    ],
  ])('carries an act out exactly once when %s', async (_, fate) => {
    await store(withCommit(client(), fate)).update(() => validate('alice'));
    const lines = await linesOf(store());
    expect(lines.filter(({ by, act }) => by === 'alice' && act === 'validate')).toHaveLength(1);
    expect((await store().read()).records).toEqual({ ring0: { by: 'alice', at } });
    await expectWhole(store());
  });

  it('gives an act up that others are faster than for ten seconds, and has changed nothing by then', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    let lost = 0;
    const always = withCommit(client(), (send) => async (transaction) => {
      await store().append(note(`in between ${++lost}`).record);
      vi.advanceTimersByTime(4000);
      return send(transaction);
    });
    await expect(store(always).update(() => validate('alice'))).rejects.toThrow(TOO_BUSY);
    expect(lost).toBe(4);
    expect((await linesOf(store())).map(({ detail }) => detail)).toEqual([1, 2, 3, 4].map((i) => `in between ${i}`));
    expect((await store().read()).records).toEqual({});
    await expectWhole(store());
  });

  it('keeps rings and operators under whatever names they have', async () => {
    for (const name of INHERITED) await store().update(() => validate(name, name));
    const { records, journal } = await store().read();
    expect(Object.entries(records).sort()).toEqual(INHERITED.map((name) => [name, { by: name, at }]).sort());
    expect(journal.map(({ by, target }) => [by, target])).toEqual(INHERITED.map((name) => [name, name]));
    const [first = '', ...others] = INHERITED;
    const { record } = validate('alice', first);
    await store().update(() => ({ record: { ...record, act: 'revoke' }, change: { ringId: first, validation: null } }));
    expect(Object.keys((await store().read()).records).sort()).toEqual(others.toSorted());
    await expectWhole(store());
  });

  it('keeps a long journal, of which a room reads the end alone', async () => {
    const writer = store();
    for (let i = 1; i <= 520; i++) await writer.append(note(`act ${i}`).record);
    const journal = (await store().read()).journal;
    expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: 520 }, (_, i) => i + 1));
    expect(await store().tail(3)).toMatchObject([{ detail: 'act 518' }, { detail: 'act 519' }, { detail: 'act 520' }]);
    expect(await store().tail(Number.POSITIVE_INFINITY)).toHaveLength(520);
    await expectWhole(store());
    // What is cut off at the end is missed by the head.
    const keys = etcdKeys(folder);
    await gateway(servers[0], 'kv/deleterange', { key: base64(keys.line(520).key) });
    expect((await verifyChain(store().lines(), [(await store().head()) ?? ''])).problems).toHaveLength(1);
  });

  it('gives every line once when two read it at the same time, whichever ends first', async () => {
    const writer = store();
    for (const detail of ['1', '2']) await writer.append(note(detail).record);
    const held: (() => void)[] = [];
    const etcd = client();
    const reader = store({
      ...etcd,
      async read(ranges) {
        // Only lines of the journal are asked for alone.
        if (ranges.length === 1) await new Promise<void>((resolve) => held.push(resolve));
        return etcd.read(ranges);
      },
    });
    const arrived = (count: number) => eventually(async () => (held.length === count ? held : undefined));
    const seqs = async (reading: ReturnType<typeof reader.read>) => (await reading).journal.map(({ seq }) => seq);
    const first = seqs(reader.read());
    await arrived(1);
    await writer.append(note('3').record);
    const second = seqs(reader.read());
    await arrived(2);
    held[1]?.();
    expect(await second).toEqual([1, 2, 3]);
    held[0]?.();
    expect(await first).toEqual([1, 2]);
    await writer.append(note('4').record);
    const third = seqs(reader.read());
    await arrived(3);
    held[2]?.();
    expect(await third).toEqual([1, 2, 3, 4]);
  });

  it('tells other terminals within a second, also after a compaction', async () => {
    const watcher = store();
    let changes = 0;
    const stop = watcher.watch(() => changes++);
    await eventually(async () => (changes > 0 ? true : undefined));
    const { header } = (await gateway(servers[0], 'kv/range', { key: base64('x') })) as {
      header: { revision: string };
    };
    await gateway(servers[0], 'kv/compaction', { revision: header.revision });
    const latencies: number[] = [];
    for (const by of ['alice', 'bob', 'carol']) {
      const before = changes;
      const started = performance.now();
      await store().update(() => validate(by, by));
      await eventuallySoon(() => changes > before);
      latencies.push(performance.now() - started);
    }
    stop();
    expect(Math.max(...latencies)).toBeLessThan(1000);
  });

  it('shows who is in the room, until they leave', async () => {
    const [mine, wall] = [store(), store()];
    const leave = wall.attend({ by: 'ops', host: 'wall-1', kind: 'wall' });
    const present = () => mine.read().then(({ presence }) => presence);
    await eventually(async () => ((await present())?.length === 1 ? true : undefined));
    expect(await present()).toMatchObject([{ by: 'ops', host: 'wall-1', kind: 'wall', self: false }]);
    expect((await wall.read()).presence).toMatchObject([{ self: true }]);
    leave();
    await eventually(async () => ((await present())?.length === 0 ? true : undefined));
  });

  it('keeps somebody in the room for longer than a lease lives, but not whose program died', async () => {
    const attend = (by: string, timer: Timer) => {
      const visitor = { by, host: 'h', kind: 'terminal', since: at } as const;
      return attendEtcd(client(), etcdKeys(folder).visitor(by), visitor, timer, seconds(2));
    };
    const present = async () => (await store().read()).presence?.map(({ by }) => by);
    const leave = attend('alice', systemClock);
    // A program that died is woken no more.
    attend('bob', { now: () => at, after: () => () => {} });
    await eventually(async () => ((await present())?.length === 2 ? true : undefined));
    await eventually(async () => ((await present())?.length === 1 ? true : undefined));
    expect(await present()).toEqual(['alice']);
    leave();
  });

  it('accounts for every act of two operators against each other while a member is killed and comes back', async () => {
    // What is ours is tried on the first release; the others are to carry it.
    const ACTS = release === RELEASES[0] ? 500 : 100;
    const accepted: string[] = [];
    const refused: string[] = [];
    /** On a slow machine one of the two may always be the faster: the other gives up, and nothing has happened. */
    const givenUp: string[] = [];
    let acts = 0;
    /** Validates what is not validated; the other revokes what is. Whoever comes too late is refused. */
    const operate = async (by: string, act: 'validate' | 'revoke', members: readonly RunningEtcd[]) => {
      const mine = store(client(members));
      while (acts < ACTS) {
        const detail = `${by} ${acts++}`;
        let result = 'refused' as RingAct['record']['result'];
        const acting = mine.update(({ records }) => {
          result = 'ring0' in records === (act === 'revoke') ? 'done' : 'refused';
          const record = { at, by, act, target: 'ring0', result, detail } as const;
          if (result === 'refused') return { record };
          return {
            record,
            change: { ringId: 'ring0', validation: act === 'validate' ? { by, at, note: detail } : null },
          };
        });
        const came = await acting.then(
          () => (result === 'done' ? accepted : refused),
          (error: Error) => {
            if (error.message !== TOO_BUSY) throw error;
            return givenUp;
          },
        );
        came.push(detail);
      }
    };
    const reached = (count: number) => eventually(async () => (acts >= count ? true : undefined));
    const trouble = async () => {
      await reached(ACTS / 5);
      await servers[0]?.kill();
      await reached((3 * ACTS) / 5);
      await servers[0]?.restart();
    };
    await Promise.all([
      operate('alice', 'validate', servers),
      operate('bob', 'revoke', servers.toReversed()),
      trouble(),
    ]);

    const lines = await linesOf(store());
    await expectWhole(store());
    expect(new Set(lines.map(({ detail }) => detail))).toEqual(new Set([...accepted, ...refused]));
    expect(lines).toHaveLength(accepted.length + refused.length);
    expect(lines.filter(({ detail }) => givenUp.includes(detail))).toEqual([]);
    const done = lines.filter(({ result }) => result === 'done');
    expect(done).toHaveLength(accepted.length);
    // Nobody validated what was validated, or revoked what was not.
    expect(done.map(({ act }) => act)).toEqual(done.map((_, i) => (i % 2 === 0 ? 'validate' : 'revoke')));
    const last = done.at(-1)?.validation;
    expect((await store().read()).records).toEqual(last ? { ring0: last } : {});
  });

  it('says that nothing is known when a majority is gone, and goes on when it is back', async () => {
    const [patient, hasty] = [store(), store(client(servers, '500ms'))];
    await patient.update(() => validate('alice'));
    await Promise.all(servers.slice(1).map((server) => server.kill()));
    await expect(hasty.read()).rejects.toThrow(/^none of the 3 members of etcd answers: .*majority/);
    await expect(hasty.update(() => validate('bob', 'ring1'))).rejects.toThrow('etcd');
    await Promise.all(servers.slice(1).map((server) => server.restart()));
    const { records } = await eventually(() => hasty.read().catch(() => undefined));
    expect(records).toMatchObject({ ring0: { by: 'alice' } });
    await expectWhole(patient);
  });
});

/** As `eventually`, looking more often: what is measured is how soon. */
async function eventuallySoon(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
