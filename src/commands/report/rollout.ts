import { isPlausible, startOf } from '../../frames/rollout-start.ts';
import { deployedIn } from '../../profile/plan/sites.ts';
import { buildReport } from '../../reporting/build.ts';
import { type Period, periodOf } from '../../reporting/period.ts';
import { planReport, questionsOf } from '../../reporting/plan.ts';
import { comparisonQuestions, searchQuestions, startQuestion } from '../../reporting/rollout/plan.ts';
import type { Report } from '../../reporting/schema/report.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import { openStore } from '../shared/context.ts';
import { UsageError } from '../shared/failure.ts';
import { readAccount } from './account.ts';
import { askAll, askingOf } from './ask.ts';
import { judgedRooms } from './judged-rooms.ts';
import { logFindings } from './log-findings.ts';
import { shiftsIn } from './on-call.ts';
import { atGiven, type GivenTimes, spanGiven } from './period.ts';
import type { ReportSources } from './sources.ts';

/** How long before the first ring it is told of, so that it shows what was so before. */
const LEAD = seconds(1800);

/** The account of the last rollout, or of the time that is given. @throws UsageError when its beginning is not known */
export async function rolloutReport(sources: ReportSources, times: GivenTimes, timeZone: string): Promise<Report> {
  const { world, plan, servers, now, signal } = sources;
  const period = spanGiven(times, timeZone, now) ?? (await lastRollout(sources, times, timeZone));
  const planned = planReport(plan, null, period);
  const { journal } = await openStore(world, plan);
  const questions = [
    ...questionsOf(planned, plan, period),
    ...comparisonQuestions(plan, period),
    ...(servers.loki.length > 0 ? searchQuestions(plan, period) : []),
  ];
  const [answers, account, logs, onCall, rooms] = await Promise.all([
    askAll(servers, questions, signal),
    readAccount(journal),
    logFindings(plan, servers, period, signal),
    shiftsIn(plan, servers.calendars, period),
    judgedRooms(sources, period),
  ]);
  const kind = 'rollout';
  const { lines: acts } = account;
  return buildReport({
    ...{ kind, plan, planned, period, answers, onCall },
    journal: acts,
    at: now,
    rollout: { rooms, logs, ...account },
  });
}

/** From the start of the first ring on: rings that were deployed before it belong to another rollout. */
async function lastRollout(
  { plan, servers, now, signal }: ReportSources,
  times: GivenTimes,
  timeZone: string,
): Promise<Period> {
  const at = atGiven(times, timeZone, now);
  for (const deployed of plan.rings.flatMap(deployedIn)) {
    const outcome = await askingOf(servers, signal).instant(startQuestion(deployed, at, plan.profile.window));
    const start: Millis | null = outcome.ok ? startOf(outcome.value) : null;
    if (start !== null && start < at && isPlausible(start, at))
      return periodOf({ from: addSeconds(start, seconds(-LEAD)), to: at }, timeZone);
    if (!outcome.ok)
      throw new UsageError(`It is not known when the rollout began: ${outcome.error.message}. Give --from.`);
  }
  throw new UsageError('No ring was deployed in the last 14 days, as far as the profile can tell: give --from.');
}
