import { describe, expect, it } from 'vitest';
import { Acknowledger } from '../../../src/operations/acks/acknowledge.ts';
import type { EndedAck } from '../../../src/room/room.ts';
import { exactMatchers } from '../../../src/room/silences/matchers.ts';
import { failed, type Outcome, succeeded } from '../../../src/sources/error.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { type Millis, seconds } from '../../../src/units.ts';
import { ago, endedAck, NOW, room, silence } from '../../room/fixtures.ts';
import { fakeCluster } from '../fixtures/cluster.ts';

const labelsOf = (id: number): Labels => ({ alertname: 'Load', id: `${id}` });

/** Acknowledgements of so many alerts that are over, in the room of whoever made them. */
function setup(count: number, firing: () => Promise<Outcome<readonly Labels[]>>) {
  const cluster = fakeCluster(['a'], NOW, NOW, []);
  const ended = Array.from({ length: count }, (_, id): EndedAck => {
    const silenceId = `s${id}`;
    cluster.silences.set(
      silenceId,
      silence({ id: silenceId, matchers: exactMatchers(labelsOf(id), []), endsAt: ago(-600) }),
    );
    return endedAck({
      silenceId,
      fingerprint: `f${id}`,
      standing: [silenceId],
      telling: 'standing',
      exactLabels: labelsOf(id),
    });
  });
  let asked = 0;
  const keeper = new Acknowledger({
    members: cluster.members,
    operator: 'alice',
    clock: { now: () => NOW },
    life: { duration: seconds(900), max: seconds(28_800) },
    firing: () => {
      asked += 1;
      return firing();
    },
  });
  const tend = async (more: Partial<EndedAck> = {}) =>
    (await keeper.tend({ ...room().alerts, ended: ended.map((one) => ({ ...one, ...more })) })).map(({ act }) => act);
  /** An operator takes one back. */
  const unack = async (more: Partial<EndedAck>) =>
    (await Promise.all(ended.map((one) => keeper.finish({ ...one, ...more })))).flat().map(({ act }) => act);
  const restart = (startedAt: Millis) => {
    for (const member of cluster.members)
      Object.assign(member, { status: async () => succeeded({ now: NOW, startedAt, routing: null }) });
  };
  return { cluster, tend, unack, restart, asked: () => asked };
}

const nothing = async () => succeeded([]);
const unknown = async () => failed({ kind: 'server', message: 'answered in part' });

describe('acknowledgements whose alerts are over', () => {
  it('are all ended at once, and it is asked once what fires', async () => {
    const { cluster, tend, asked } = setup(30, nothing);
    expect(await tend()).toEqual(Array.from({ length: 30 }, () => 'end'));
    expect([cluster.active(), asked()]).toEqual([[], 1]);
  });

  it('stand while Prometheus has the alert firing at that moment, and are looked at again', async () => {
    let firing = [labelsOf(0)];
    const { cluster, tend } = setup(2, async () => succeeded(firing));
    expect(await tend()).toEqual(['end']);
    expect(cluster.active().map(({ id }) => id)).toEqual(['s0']);
    firing = [];
    expect(await tend()).toEqual(['end', 'end']);
    expect(cluster.active()).toEqual([]);
  });

  it('stand when it is not known what fires and a member does not answer', async () => {
    const { cluster, tend } = setup(1, unknown);
    for (const member of cluster.members) member.up = false;
    expect(await tend()).toEqual([]);
    expect(cluster.active()).toHaveLength(1);
  });

  it('end by the word of all members when it is not known what fires, but nobody is told of an end', async () => {
    const { cluster, tend } = setup(1, unknown);
    expect(await tend({ recorded: false, resent: false })).toEqual(['end']);
    expect(cluster.active()).toEqual([]);
  });

  it('stand where it seems to fire again and a member was restarted: it may go on, with a new start', async () => {
    const { cluster, tend, restart } = setup(1, nothing);
    restart(ago(30));
    const again = { again: ago(20), recorded: false, at: ago(600) };
    expect(await tend(again)).toEqual([]);
    expect(cluster.active()).toHaveLength(1);
    expect(await tend({ ...again, recorded: true })).toEqual(['end']);
    const other = setup(1, nothing);
    expect(await other.tend(again)).toEqual(['end']);
  });

  it.each<[string, Millis, Partial<EndedAck>, readonly string[]]>([
    ['nobody is told while an Alertmanager that was restarted may not list it yet', ago(30), {}, ['end']],
    ['receivers are told once it has run for long enough', ago(301), {}, ['end', 'tell']],
    ['receivers are told where it ran when that was acknowledged', ago(700), {}, ['end', 'tell']],
    ['receivers are told where Prometheus has the end on record', ago(30), { recorded: true }, ['end', 'tell']],
  ])('end when they are taken back, and %s', async (_, startedAt, more, acts) => {
    const { cluster, unack, restart } = setup(1, nothing);
    restart(startedAt);
    expect(await unack({ recorded: false, resent: false, at: ago(600), ...more })).toEqual(acts);
    expect(cluster.active()).toEqual([]);
  });

  it('are told of where nobody sends the end again, by what fires after the silence ended', async () => {
    const { tend, asked } = setup(3, nothing);
    expect(await tend({ resent: false })).toEqual(['end', 'tell', 'end', 'tell', 'end', 'tell']);
    expect(asked()).toBe(4);
  });
});
