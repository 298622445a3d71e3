import { describe, expect, it } from 'vitest';
import { isSettled, judge } from '../../bench/acks/judge.ts';
import { play } from '../../bench/acks/play.ts';
import { timeline } from '../../bench/acks/report.ts';
import { planRun } from '../../bench/acks/schedule.ts';
import { type Pace, startStage } from '../../bench/acks/stage.ts';
import { haveServers } from './servers.ts';

const PACE: Pace = {
  evaluation: 1,
  resend: 2,
  groupWait: 1,
  groupInterval: 3,
  peerTimeout: 1,
  refresh: 1,
  ackDuration: 20,
};

/** Another one plays other lives; `npm run bench -- acks` plays many more of them, for longer. */
const SEED = 9;

describe.skipIf(!haveServers())('acknowledgements of alerts that come and go', () => {
  const title = 'neither outlive their incidents nor lose a page, with %i members';
  it.concurrent.for([1, 3])(title, { timeout: 150_000 }, async (size, { onTestFinished }) => {
    const plan = planRun({ seed: SEED, count: 40, seconds: 28, size, restart: false });
    const stage = await startStage(plan.schedules, size, PACE);
    onTestFinished(() => stage.stop());
    const run = await play(stage, plan, isSettled);
    const { findings, incidents, acks, ends } = judge(run);
    const seen = findings.slice(0, 3).map(({ id, check, text }) => `${check} ${id}: ${text}\n${timeline(run, id)}`);
    expect(findings.length, seen.join('\n')).toBe(0);
    // Something happened that could have gone wrong.
    expect(Math.min(incidents, acks, ends.length)).toBeGreaterThan(20);
  });
});
