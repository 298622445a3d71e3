import { writeFile } from 'node:fs/promises';
import { systemClock } from '../../clock.ts';
import { suggestion } from '../../profile/nearest.ts';
import { METRIC_REPORTS, type MetricReport } from '../../profile/schema/reports.ts';
import { buildReport } from '../../reporting/build.ts';
import type { Period } from '../../reporting/period.ts';
import { planReport, questionsOf } from '../../reporting/plan.ts';
import type { Report } from '../../reporting/schema/report.ts';
import { readWholeLedger } from '../../session/ledger.ts';
import { jsonText } from '../../text/json.ts';
import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import { isTimeZone } from '../../zoned.ts';
import { openServers, openStore } from '../shared/context.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import { stopSignal } from '../shared/stop.ts';
import { pathOf, type World } from '../shared/world.ts';
import { askAll } from './ask.ts';
import { shiftsIn } from './on-call.ts';
import { type GivenTimes, periodGiven } from './period.ts';
import type { ReportSources } from './sources.ts';

const KINDS: readonly Report['kind'][] = [...METRIC_REPORTS, 'rollout'];
export type ReportFormat = 'markdown' | 'html' | 'json';

/** What is asked for. */
export interface ReportRequest {
  readonly kind: string;
  readonly format: ReportFormat;
  readonly times: GivenTimes;
  readonly timeZone: string | undefined;
  readonly output: string | undefined;
}

/** Writes a report. Exit 0, or 3 where nothing could be asked of Prometheus. */
export async function writeReport(world: World, options: GlobalOptions, request: ReportRequest): Promise<number> {
  const kind = KINDS.find((one) => one === request.kind);
  if (kind === undefined)
    throw new UsageError(
      `There is no report "${request.kind}"${suggestion(request.kind, KINDS)}; there are ${KINDS.join(', ')}.`,
    );
  const { plan } = await openProfile(world, options);
  const { timeZone = plan.profile.reports.time_zone } = request;
  if (!isTimeZone(timeZone))
    throw new UsageError(`There is no time zone "${timeZone}": give an IANA name such as Europe/Paris.`);
  const servers = openServers(plan);
  try {
    const sources: ReportSources = { world, plan, servers, now: systemClock.now(), signal: stopSignal(world) };
    const made =
      kind === 'rollout'
        ? await (await import('./rollout.ts')).rolloutReport(sources, request.times, timeZone)
        : await periodReport(sources, kind, periodGiven(kind, request.times, timeZone, sources.now));
    await put(world, await textOf(made, request.format), request);
    return made.coverage.unknown?.reason === 'unanswered' ? EXIT.missing : EXIT.ok;
  } finally {
    await servers.close();
  }
}

async function periodReport(sources: ReportSources, kind: MetricReport, period: Period): Promise<Report> {
  const { world, plan, servers, now, signal } = sources;
  const planned = planReport(plan, kind, period);
  const { store, journal } = await openStore(world, plan);
  const [answers, ledger, onCall] = await Promise.all([
    askAll(servers, questionsOf(planned, plan, period), signal),
    readWholeLedger(store, journal),
    shiftsIn(plan, servers.calendars, period),
  ]);
  const acts = ledger.error === null ? ledger.journal : null;
  return buildReport({ ...{ kind, plan, planned, period, answers, onCall }, journal: acts, at: now, rollout: null });
}

async function textOf(report: Report, format: ReportFormat): Promise<string> {
  if (format === 'json') return `${jsonText(report, 2)}\n`;
  if (format === 'html') return (await import('../../reporting/render/html.ts')).reportHtml(report);
  return (await import('../../reporting/render/markdown.ts')).reportMarkdown(report);
}

/** @throws UsageError when the file cannot be written */
async function put(world: World, text: string, { format, output }: ReportRequest): Promise<void> {
  const safe = format === 'json' ? text : sanitiseText(text);
  if (output === undefined) {
    world.out.print(sanitiseText(text));
    return;
  }
  await writeFile(pathOf(world, output), safe).catch((error: unknown) => {
    throw new UsageError(
      `The report cannot be written to ${output}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });
  world.out.say(`the report is in ${sanitiseLine(output)}`);
}
