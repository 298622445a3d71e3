import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pace, type Stage, startStage } from '../../bench/acks/stage.ts';
import { Drill, now, switchesOf } from './drill.ts';
import { eventually, haveServers } from './servers.ts';

const PACE: Pace = {
  evaluation: 1,
  resend: 2,
  groupWait: 1,
  groupInterval: 2,
  peerTimeout: 1,
  refresh: 1,
  ackDuration: 60,
};

/** Each test has a group of three alerts of its own. */
const TEAMS = ['seen', 'script', 'away', 'again', 'other', 'last', 'follow', 'posted', 'posted-away', 'group'] as const;
const SWITCHES = TEAMS.flatMap((team) => switchesOf(team, ...['a', 'b', 'c'].map((letter) => `${team}-${letter}`)));

describe.skipIf(!haveServers()).each([1, 3])('the end of an acknowledged incident, with %i members', (size) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(SWITCHES, size, PACE);
  });
  afterAll(() => stage?.stop());

  it.concurrent('is told while a room is open, and the next incident pages', async (context) => {
    const drill = new Drill(stage, 'seen', context);
    const room = await drill.open('alice');
    await drill.fire('seen-a');
    await drill.acknowledge(room, 'seen-a');
    await drill.resolve('seen-a');
    await drill.whenTold('seen-a', 'resolved');
    await drill.aTurn();
    expect(await drill.endings('seen-a')).toHaveLength(1);
    expect(room.named.filter(({ id }) => id === 'seen-a')).not.toEqual([]);
    await drill.fire('seen-a');
    expect(drill.heard('seen-a')).toEqual(['firing', 'resolved', 'firing']);
  });

  it.concurrent('is told after a script took the acknowledgement back, when no room was open', async (context) => {
    const drill = new Drill(stage, 'script', context);
    const room = await drill.open('alice');
    await drill.fire('script-a', 'script-b');
    await drill.acknowledge(room, 'script-a');
    const { fingerprint } = await eventually(async () => room.alert('script-a'));
    await room.kill();
    await drill.resolve('script-a');
    const from = now();
    const { code, out, err } = await drill.ringdeck('bob', ['alerts', 'unack', `${fingerprint}`]);
    expect([code, out, err]).toEqual([0, expect.stringContaining('Switched'), '']);
    await drill.whenFree('script-a');
    await drill.whenTold('script-a', 'resolved', from);
    await drill.fire('script-a');
    expect(drill.heard('script-a').filter((status) => status === 'resolved')).toHaveLength(1);
  });

  it.concurrent('is told when a room is opened again after it, in a group whose others fire on', async (context) => {
    const drill = new Drill(stage, 'away', context);
    const room = await drill.open('alice');
    await drill.fire('away-a', 'away-b', 'away-c');
    await drill.acknowledge(room, 'away-a');
    await room.kill();
    await drill.resolve('away-a');
    await drill.open('alice');
    await drill.whenFree('away-a');
    await drill.whenTold('away-a', 'resolved');
    expect(await drill.endings('away-a')).toHaveLength(1);
    expect(drill.heard('away-b')).not.toContain('resolved');
  });

  it.concurrent('does not make the next incident an acknowledged one', async (context) => {
    const drill = new Drill(stage, 'again', context);
    const room = await drill.open('alice');
    await drill.fire('again-a');
    await drill.acknowledge(room, 'again-a');
    await room.kill();
    await drill.resolve('again-a');
    stage.board.turn('again-a', true);
    const later = await drill.open('alice');
    await drill.whenFree('again-a');
    await eventually(async () => later.alert('again-a'));
    await eventually(async () => later.named.find(({ telling }) => telling === 'fired-again'));
    expect(later.sights.flatMap(({ shown }) => shown?.state ?? [])).not.toContain('acknowledged');
    expect(await drill.endings('again-a')).toHaveLength(1);
    // Alertmanager takes it for the same incident, or had time to tell the end of the first: either way it is open now.
    await eventually(async () => drill.heard('again-a').at(-1) === 'firing' || undefined);
  });

  it.concurrent('is told by the room of another operator, which leaves the first a refresh', async (context) => {
    const drill = new Drill(stage, 'other', context);
    const alice = await drill.open('alice');
    const bob = await drill.open('bob');
    await drill.fire('other-a');
    await drill.acknowledge(alice, 'other-a');
    await eventually(async () => bob.alert('other-a')?.ack ?? undefined);
    await alice.kill();
    await drill.resolve('other-a');
    await drill.whenFree('other-a');
    await drill.whenTold('other-a', 'resolved');
    expect(await drill.endings('other-a')).toMatchObject([{ by: 'bob' }]);
  });

  it.concurrent('is told when it comes in the last moments of the acknowledgement', async (context) => {
    const drill = new Drill(stage, 'last', context);
    const room = await drill.open('alice', 6);
    await drill.fire('last-a');
    await drill.acknowledge(room, 'last-a');
    await room.kill();
    await eventually(async () => (await drill.silences('last-a')).find(({ to }) => to - now() < 2000));
    stage.board.turn('last-a', false);
    await drill.open('alice', 6);
    await drill.whenTold('last-a', 'resolved');
    await drill.aTurn();
    await drill.fire('last-a');
    expect(drill.heard('last-a')).toEqual(['firing', 'resolved', 'firing']);
  });

  it.concurrent('is told by a command that stays to follow it, which keeps it up until then', async (context) => {
    const drill = new Drill(stage, 'follow', context);
    await drill.fire('follow-a');
    const followed = drill.ringdeck('alice', ['alerts', 'ack', '--matching', 'id="follow-a"', '--follow'], 6);
    // Extended: it lasts longer than it was made for.
    await eventually(async () => (await drill.silences('follow-a')).find(({ from, to }) => to - from > 7000));
    await drill.resolve('follow-a');
    await drill.whenTold('follow-a', 'resolved');
    expect(await followed).toMatchObject({ code: 0, err: expect.stringContaining('Switched resolved') });
    expect(await drill.endings('follow-a')).toHaveLength(1);
  });

  it.concurrent('is told once where the sender sends it once', async (context) => {
    const drill = new Drill(stage, 'posted', context);
    const room = await drill.open('alice');
    await drill.post(['posted-x', 'posted-y', 'posted-z'], 'firing');
    await drill.whenTold('posted-x', 'firing');
    await drill.acknowledge(room, 'posted-x');
    await drill.post(['posted-x'], 'resolved');
    await drill.whenTold('posted-x', 'resolved');
    await drill.aTurn();
    await drill.post(['posted-x'], 'firing');
    await eventually(async () => (drill.heard('posted-x').at(-1) === 'firing' ? true : undefined));
    expect(drill.heard('posted-x').filter((status) => status === 'resolved')).toHaveLength(1);
    expect(drill.heard('posted-y')).not.toContain('resolved');
  });

  it.concurrent('is told once by a room opened later, where nobody sends it again', async (context) => {
    const drill = new Drill(stage, 'posted-away', context);
    const room = await drill.open('alice');
    await drill.post(['away-x', 'away-y'], 'firing');
    await drill.whenTold('away-x', 'firing');
    await drill.acknowledge(room, 'away-x');
    await room.kill();
    await drill.post(['away-x'], 'resolved');
    // Muted at its group's next turn, it is forgotten by then; the turn of another group shows that it has passed.
    await drill.aTurn();
    expect(drill.heard('away-x')).toEqual(['firing']);
    await Promise.all([drill.open('alice'), drill.open('bob')]);
    await drill.whenTold('away-x', 'resolved');
    await drill.aTurn();
    await drill.post(['away-x'], 'firing');
    await eventually(async () => (drill.heard('away-x').at(-1) === 'firing' ? true : undefined));
    expect(drill.heard('away-x').filter((status) => status === 'resolved')).toHaveLength(1);
  });

  it.concurrent('that the ends of its group took with them is named', async (context) => {
    const drill = new Drill(stage, 'group', context);
    const room = await drill.open('alice');
    await drill.fire('group-a', 'group-b', 'group-c');
    await drill.acknowledge(room, 'group-a');
    await drill.resolve('group-b', 'group-c');
    await drill.whenTold('group-b', 'resolved');
    await drill.whenTold('group-c', 'resolved');
    await drill.resolve('group-a');
    await eventually(async () =>
      room.named.find(({ id, telling }) => id === 'group-a' && telling === 'with-its-group'),
    );
    await drill.whenFree('group-a');
    await drill.fire('group-a');
    expect(drill.heard('group-a').at(-1)).toBe('firing');
  });
});
