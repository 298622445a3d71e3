import { parseArgs } from 'node:util';
import { isSettled, judge } from './judge.ts';
import { play } from './play.ts';
import { figures, type Judged, timeline } from './report.ts';
import { planRun } from './schedule.ts';
import { startStage } from './stage.ts';

const USAGE = `npm run bench -- acks [--schedules N] [--at-once N] [--seconds N] [--seed N] [--members N,N] [--calm] [--evidence N]

Plays random lives of alerts (they fire, are acknowledged, end, fire again) against real Prometheus and Alertmanagers with
three rooms open, while rooms, members and Prometheus are killed, and holds what a receiver was told and what the rooms
showed against what Prometheus found. Exits with 1 when a promise was broken.
  --schedules N  alerts (200)
  --at-once N    so many of them on one stage at the same time (50)
  --seconds N    how long their lives last (80)
  --seed N       the same seed plays the same lives (1)
  --members N,N  sizes of the Alertmanager cluster, one run each (1,3)
  --calm         Prometheus is not restarted
  --evidence N   of each promise, so many cases in which it was broken, with all that was seen (1)
`;

const { values: flags } = parseArgs({
  options: {
    schedules: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '50' },
    seconds: { type: 'string', default: '80' },
    seed: { type: 'string', default: '1' },
    members: { type: 'string', default: '1,3' },
    calm: { type: 'boolean', default: false },
    evidence: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

/** @param size members of the cluster @param batch which of the stages that are played after each other */
async function playOn(size: number, batch: number): Promise<Judged> {
  const [seed, schedules, atOnce, seconds] = [flags.seed, flags.schedules, flags['at-once'], flags.seconds].map(Number);
  if (!seed || !schedules || !atOnce || !seconds || !size)
    throw new Error('--seed, --schedules, --at-once, --seconds and --members take numbers.');
  const count = Math.min(atOnce, schedules - batch * atOnce);
  const plan = planRun({ seed: seed + batch, count, seconds, size, restart: !flags.calm });
  const stage = await startStage(plan.schedules, size);
  try {
    const run = await play(stage, plan, isSettled);
    return { run, judgement: judge(run) };
  } finally {
    await stage.stop();
  }
}

function evidence({ run, judgement }: Judged): string {
  const shown = [...Map.groupBy(judgement.findings, ({ check }) => check).values()].flatMap((all) =>
    all.slice(0, Number(flags.evidence)),
  );
  return shown
    .map(({ check, id, at, text }) => {
      const when = ((at - run.began) / 1000).toFixed(1);
      return `${check}, ${id} at ${when} s, ${run.size} members: ${text}\n${timeline(run, id)}\n`;
    })
    .join('');
}

if (flags.help) process.stdout.write(USAGE);
else {
  const runs: Judged[] = [];
  const batches = Math.ceil(Number(flags.schedules) / Number(flags['at-once']));
  for (const size of flags.members.split(',').map(Number))
    for (let batch = 0; batch < batches; batch += 1) {
      const judged = await playOn(size, batch);
      process.stdout.write(evidence(judged));
      runs.push(judged);
    }
  process.stdout.write(figures(runs));
  if (runs.some(({ judgement }) => judgement.findings.length > 0)) process.exitCode = 1;
}
