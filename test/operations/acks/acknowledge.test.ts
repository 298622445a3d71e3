import { describe, expect, it } from 'vitest';
import { Acknowledger } from '../../../src/operations/acks/acknowledge.ts';
import { parseAckComment } from '../../../src/room/acks/comment.ts';
import { millis, seconds } from '../../../src/units.ts';
import { alert as listedAlert, NOW, roomAlert } from '../../room/fixtures.ts';
import { type Fate, fakeCluster, foreignSilence } from '../fixtures/cluster.ts';

const life = { duration: seconds(900), max: seconds(8 * 3600) };
const AHEAD = millis(NOW + 20 * 60_000);

function setup({
  ids = ['a', 'b', 'c'],
  fates = {},
  operator = 'alice',
}: {
  ids?: string[];
  fates?: Record<string, Fate[]>;
  operator?: string;
} = {}) {
  const cluster = fakeCluster(ids, NOW, AHEAD, [
    listedAlert({ labels: { alertname: 'X', ring: 'ring1' }, fingerprint: 'abc1' }),
    listedAlert({ labels: { alertname: 'X', ring: 'ring1', job: 'more' }, fingerprint: 'abc2' }),
  ]);
  for (const member of cluster.members) member.fates.push(...(fates[member.id] ?? []));
  let nonces = 0;
  const acknowledger = new Acknowledger({
    members: cluster.members,
    operator,
    clock: { now: () => NOW },
    life,
    nonce: () => (++nonces).toString(16).padStart(8, '0'),
    settle: async () => undefined,
    pause: async () => undefined,
  });
  return { cluster, acknowledger };
}

const labels = { alertname: 'X', ring: 'ring1' };
const alert = roomAlert({ labels, exactLabels: labels, fingerprint: 'abc1' });

/** Acknowledges the one alert. */
async function acknowledge(acknowledger: Acknowledger, note = '') {
  const [outcome, ...more] = await acknowledger.acknowledge([alert], { note });
  if (!outcome || more.length > 0) throw new Error('expected one outcome');
  return outcome;
}

const more = { alertname: 'X', ring: 'ring1', job: 'more' };
const another = roomAlert({ labels: more, exactLabels: more, fingerprint: 'abc2' });

const ackedBy = (silenceId: string) =>
  roomAlert({
    ...alert,
    state: 'acknowledged',
    ack: {
      silenceId,
      by: 'alice',
      at: NOW,
      expiresAt: AHEAD,
      comment: 'ACK!',
      note: '',
      propagating: false,
      ours: true,
      fixed: false,
    },
  });

describe('an acknowledgement', () => {
  it('is one silence of exactly this alert, in the clock of the server', async () => {
    const { cluster, acknowledger } = setup();
    expect(await acknowledge(acknowledger, 'on it')).toEqual({ ok: true, value: { id: 's1', by: 'alice' } });
    const equal = { isRegex: false, isEqual: true };
    expect(cluster.active()).toMatchObject([
      {
        matchers: [
          { name: 'alertname', value: 'X', ...equal },
          { name: 'job', value: '', ...equal },
          { name: 'ring', value: 'ring1', ...equal },
        ],
        startsAt: AHEAD - 60_000,
        endsAt: AHEAD + 900_000,
        createdBy: 'alice',
        comment: 'ACK! [ringdeck] user=alice ring=ring1 fp=abc1 nonce=00000001 began=2026-01-02T03:03:05.000Z – on it',
      },
    ]);
  });

  it.each<[string, Record<string, Fate[]>, string[]]>([
    ['the first member answers', {}, ['a']],
    ['nothing could be sent to the first', { a: ['unreachable'] }, ['a', 'b']],
    ['the answer is lost', { a: ['lost'] }, ['a']],
    ['the request is lost', { a: ['dropped'] }, ['a', 'a']],
    ['requests are lost, then an answer', { a: ['dropped', 'lost'] }, ['a', 'a']],
    ['the first attempt arrives after the second', { a: ['late'] }, ['a', 'a']],
    ['the member dies before it told another', { a: ['dies'] }, ['a', 'b']],
  ])('is exactly one silence when %s', async (_, fates, asked) => {
    const { cluster, acknowledger } = setup({ fates });
    // What was late arrives just when the second attempt is answered.
    const [first] = cluster.members;
    const create = first?.createSilence.bind(first);
    if (first && create)
      first.createSilence = async (silence) => {
        const answer = await create(silence);
        if (answer.ok) cluster.arrive();
        return answer;
      };
    const outcome = await acknowledge(acknowledger);
    expect(cluster.asked).toEqual(asked);
    expect(cluster.active().map(({ id }) => id)).toEqual(outcome.ok ? [outcome.value.id] : []);
    expect(outcome.ok).toBe(true);
  });

  it('of several alerts is one silence each', async () => {
    const { cluster, acknowledger } = setup({ fates: { a: ['answered', 'lost'] } });
    const outcomes = await acknowledger.acknowledge([alert, another], { note: '' });
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(cluster.active().map(({ matchers }) => matchers.map(({ value }) => value))).toEqual([
      ['X', '', 'ring1'],
      ['X', 'more', 'ring1'],
    ]);
  });

  it('lasts as long as its operator chose, and says so', async () => {
    const { cluster, acknowledger } = setup();
    await acknowledger.acknowledge([alert], { note: 'back at 5', duration: seconds(7200) });
    expect(cluster.active()).toMatchObject([
      {
        endsAt: AHEAD + 7_200_000,
        comment: expect.stringContaining(' for=7200s began=2026-01-02T03:03:05.000Z – back at 5'),
      },
    ]);
  });

  it('stays with the member that took it', async () => {
    const { cluster, acknowledger } = setup({ fates: { a: ['unreachable'] } });
    await acknowledge(acknowledger);
    await acknowledger.acknowledge([another], { note: '' });
    expect(cluster.asked).toEqual(['a', 'b', 'b']);
  });

  it('goes to a member that answers before one that is slow, and to that one when no other takes it', async () => {
    const { cluster, acknowledger } = setup({ fates: { b: ['answered', 'unreachable'], c: ['unreachable'] } });
    for (const member of cluster.members) member.slow = member.id === 'a';
    await acknowledge(acknowledger);
    expect(cluster.asked).toEqual(['b']);
    expect(await acknowledger.acknowledge([another], { note: '' })).toEqual([
      { ok: true, value: { id: 's2', by: 'alice' } },
    ]);
    expect(cluster.asked).toEqual(['b', 'b', 'c', 'a']);
    expect(cluster.active()).toHaveLength(2);
  });

  it('is not tried elsewhere once a member refused it', async () => {
    const { cluster, acknowledger } = setup({ fates: { a: ['refused'] } });
    expect(await acknowledge(acknowledger)).toMatchObject({ error: { message: 'end in the past' } });
    expect(cluster.asked).toEqual(['a']);
  });

  it('says that it may exist when nobody can tell', async () => {
    const { acknowledger } = setup({ ids: ['a'], fates: { a: ['dropped', 'dropped', 'dropped'] } });
    const outcome = await acknowledge(acknowledger);
    expect(outcome).toMatchObject({
      error: { message: 'no answer within 10 s', hint: expect.stringContaining('may') },
    });
  });

  it('fails plainly when nobody answers, or there is nobody', async () => {
    const { cluster, acknowledger } = setup();
    for (const member of cluster.members) member.up = false;
    expect(await acknowledge(acknowledger)).toEqual({
      ok: false,
      error: { kind: 'unreachable', message: 'connection refused' },
    });
    expect(await acknowledge(setup({ ids: [] }).acknowledger)).toMatchObject({ ok: false });
  });
});

describe('two operators who acknowledge the same alert', () => {
  const both = (at: number) => {
    const { cluster, acknowledger: alice } = setup();
    const silence = { createdBy: 'bob', comment: 'ACK! [ringdeck] user=bob ring=ring1 fp=abc1 nonce=000000b0 – mine' };
    const his = { ...foreignSilence('his', labels, '', millis(AHEAD + at)), ...silence };
    return { cluster, alice, his };
  };

  it('have one silence: who looks later is told who was first, and makes none', async () => {
    const { cluster, alice, his } = both(-1000);
    cluster.silences.set(his.id, his);
    expect(await acknowledge(alice)).toEqual({ ok: true, value: { id: 'his', by: 'bob' } });
    expect(cluster.asked).toEqual([]);
  });

  it.each([
    ['the older one stays, and the operator whose own it is not is told', -61_000, 'his'],
    ['the own one stays when it is older', -1000, 's2'],
  ])('at the same moment: %s', async (_, at, kept) => {
    const { cluster, alice, his } = both(at);
    const [member] = cluster.members;
    const create = member?.createSilence.bind(member);
    if (!member || !create) throw new Error('no member');
    member.createSilence = (silence) => {
      cluster.silences.set(his.id, { ...his, matchers: silence.matchers });
      return create(silence);
    };
    const outcome = await acknowledge(alice);
    expect(outcome).toMatchObject({ value: { id: kept, by: kept === 'his' ? 'bob' : 'alice' } });
    expect(cluster.active().map(({ id }) => id)).toEqual(kept === 'his' ? ['his'] : ['his', kept]);
  });

  it('may both acknowledge an alert that fired again since', async () => {
    const { cluster, alice, his } = both(-1000);
    const comment = his.comment.replace(' –', ' began=2026-01-02T02:00:00.000Z –');
    cluster.silences.set(his.id, { ...his, comment });
    expect(await acknowledge(alice)).toEqual({ ok: true, value: { id: 's2', by: 'alice' } });
  });
});

describe('taking an acknowledgement back', () => {
  it('ends it on any member that answers', async () => {
    const { cluster, acknowledger } = setup();
    await acknowledge(acknowledger);
    for (const member of cluster.members.slice(0, 2)) member.up = false;
    expect(await acknowledger.unacknowledge(ackedBy('s1'))).toEqual({ ok: true, value: undefined });
    expect(cluster.active()).toEqual([]);
  });

  it('ends all of them when two operators made one each, and nothing else', async () => {
    const { cluster, acknowledger } = setup();
    await acknowledge(acknowledger);
    const [first] = cluster.active();
    if (!first) throw new Error('no silence');
    cluster.silences.set('twin', { ...first, id: 'twin', createdBy: 'bob' });
    const other = foreignSilence('planned', alert.labels, 'planned work', NOW);
    cluster.silences.set(other.id, other);
    expect(cluster.active()).toHaveLength(3);
    expect(await acknowledger.unacknowledge(ackedBy('s1'))).toEqual({ ok: true, value: undefined });
    expect(cluster.active()).toEqual([other]);
  });

  it('has nothing to do when somebody did it already', async () => {
    const { cluster, acknowledger } = setup();
    await acknowledge(acknowledger);
    await acknowledger.unacknowledge(ackedBy('s1'));
    for (const member of cluster.members)
      member.expireSilence = async () => ({ ok: false, sent: true, error: { kind: 'server', message: 'expired' } });
    expect(await acknowledger.unacknowledge(ackedBy('s1'))).toEqual({ ok: true, value: undefined });
  });

  it('says what failed rather than that others do not know it', async () => {
    const { cluster, acknowledger } = setup();
    for (const member of cluster.members.slice(1, 2)) member.up = false;
    expect(await acknowledger.unacknowledge(ackedBy('gone'))).toMatchObject({
      error: { message: 'connection refused' },
    });
  });
});

describe('an acknowledgement whose answer was lost', () => {
  it('is found by its nonce among others', async () => {
    const { cluster, acknowledger } = setup({ fates: { a: ['lost'] } });
    const other = foreignSilence('karma-1', alert.labels, 'ACK! karma', NOW);
    cluster.silences.set(other.id, other);
    const outcome = await acknowledge(acknowledger);
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(parseAckComment(cluster.silences.get(outcome.value.id)?.comment ?? '', 'ACK!')?.nonce).toBe('00000001');
  });
});
