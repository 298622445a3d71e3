import { describe, expect, it, type TestContext } from 'vitest';
import { type Pace, startStage } from '../../bench/acks/stage.ts';
import { Drill, switchesOf } from './drill.ts';
import { eventually, haveServers, instantQuery } from './servers.ts';

const PACE: Pace = {
  evaluation: 1,
  resend: 5,
  groupWait: 1,
  groupInterval: 2,
  peerTimeout: 1,
  refresh: 1,
  ackDuration: 60,
};
/** Alertmanager takes for over what it has not heard of for four times as long, and a busy machine takes some of that to restart. */
const PATIENT: Pace = { ...PACE, resend: 15 };
const SWITCHES = switchesOf('team', 'a', 'b', 'c');

describe.skipIf(!haveServers()).concurrent.each([1, 3])(
  'acknowledged alerts while servers restart, with %i members',
  (size) => {
    /** A stage of the test's own, which goes with it. */
    async function stageFor(context: TestContext, pace = PACE) {
      const stage = await startStage(SWITCHES, size, pace);
      context.onTestFinished(() => stage.stop());
      return { stage, drill: new Drill(stage, 'team', context) };
    }

    it('an end that Prometheus forgot is told once by the room that is opened later, and the next incident pages', async (context) => {
      const { stage, drill } = await stageFor(context, PATIENT);
      const room = await drill.open('alice');
      await drill.fire('a', 'b', 'c');
      await drill.acknowledge(room, 'a');
      await room.kill();
      await drill.resolve('a');
      await stage.prometheus.restart();
      await Promise.all([drill.open('alice'), drill.open('bob')]);
      await drill.whenTold('a', 'resolved');
      await drill.aTurn();
      await drill.fire('a');
      expect(drill.heard('a')).toEqual(['firing', 'resolved', 'firing']);
      expect([...drill.heard('b'), ...drill.heard('c')]).not.toContain('resolved');
    });

    it('none is ended by an Alertmanager or a Prometheus that knows of none yet', async (context) => {
      const { stage, drill } = await stageFor(context);
      const room = await drill.open('alice');
      await drill.fire('a');
      await drill.acknowledge(room, 'a');
      const [made] = await drill.silences('a');
      for (const server of [...stage.members, stage.prometheus]) {
        await server.restart();
        // Were the next to restart before this one was told, nobody would know since when it fires.
        await drill.whenListed('a');
        const before = room.refreshes.length;
        await eventually(async () => (room.alert('a') && room.refreshes.length > before + 3 ? true : undefined));
      }
      // It writes down what fires only after two evaluations.
      await eventually(
        async () => (await instantQuery(stage.prometheus.url, 'ALERTS{id="a"} and count_over_time(ALERTS[2s]) > 1'))[0],
      );
      expect(await drill.silences('a')).toMatchObject([{ silence: made?.silence, cut: false }]);
      expect(drill.heard('a')).toEqual(['firing']);
      await drill.resolve('a');
      await drill.whenTold('a', 'resolved');
      expect(await drill.endings('a')).toHaveLength(1);
    });
  },
);
