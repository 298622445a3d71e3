import { systemClock } from '../../clock.ts';
import { compareTimes, compareVersions, type SpanDifference } from '../../frames/patterns/pattern-span.ts';
import { isPlausible, startOf } from '../../frames/rollout-start.ts';
import { suggestion } from '../../profile/nearest.ts';
import type { Plan, PlannedPatterns } from '../../profile/plan/plan.ts';
import { deployedIn } from '../../profile/plan/sites.ts';
import { toPatterns } from '../../report/snapshot-patterns.ts';
import { describePatterns, type PatternSides } from '../../room/logs/patterns.ts';
import { Moment } from '../../room/moment.ts';
import type { RoomPatterns } from '../../room/room.ts';
import { makeSafe } from '../../room/safe.ts';
import type { Outcome } from '../../sources/error.ts';
import { formatValue } from '../../text/format.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { addSeconds, type Millis, type Seconds, seconds } from '../../units.ts';
import { patternsSentence } from '../../wording/patterns.ts';
import { clientFor, openServers, type Servers } from '../shared/context.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import type { Output } from '../shared/print.ts';
import { openProfile } from '../shared/profile.ts';
import { stopSignal } from '../shared/stop.ts';
import { table } from '../shared/table.ts';
import type { World } from '../shared/world.ts';

/** What is compared, and how it is told. */
interface Question {
  readonly since: Seconds;
  readonly to: Millis | undefined;
  readonly split: Millis | undefined;
  /** The id of a ring whose start divides, as `split` would. */
  readonly ring: string | undefined;
  /** Lines of each side. */
  readonly limit: number;
  readonly format: Format;
}

/** Exit 0 when nothing warns, 1 when an error is new or has grown, 3 when a server could not be asked, 4 for usage. */
export async function comparePatterns(world: World, options: GlobalOptions, question: Question): Promise<number> {
  const { out } = world;
  const { plan } = await openProfile(world, options);
  const { patterns: planned, profile } = plan;
  if (profile.datasources.loki.length === 0)
    throw new UsageError('The profile has no Loki: give it datasources.loki, or this command --loki URL.');
  if (!planned || !profile.versions)
    throw new UsageError('The profile does not say which lines to compare: it has no patterns section.');
  if (question.split !== undefined && question.ring !== undefined)
    throw new UsageError('Give either --split or --ring, not both.');
  const { baseline, candidate } = profile.versions;
  const servers = openServers(plan);
  const signal = stopSignal(world);
  const now = systemClock.now();
  try {
    const to = question.to ?? addSeconds(now, seconds(-planned.delay));
    const border =
      question.ring === undefined ? question.split : await ringStart(out, question.ring, plan, servers, now, signal);
    if (border === null) return EXIT.missing;
    const sides: PatternSides =
      border === undefined
        ? { kind: 'versions', baselineName: baseline.label, candidateName: candidate.label }
        : { kind: 'times' };
    const { since, limit } = question;
    const found = await compare(
      servers,
      { patterns: planned, counted: plan.verdict?.server },
      { to, border, since, limit },
      signal,
    );
    if (!found.ok) {
      out.say(sanitiseText(found.error.message));
      return EXIT.missing;
    }
    const { state, requestError } = found.value;
    if (requestError) out.say(`requests are not known, growth is not judged: ${sanitiseText(requestError.message)}`);
    const all = Number.POSITIVE_INFINITY as Seconds;
    const room = makeSafe(
      describePatterns({ ...state, error: null }, { sides, query: planned.query, moment: new Moment(to) }, all),
    );
    if (question.format === 'json') out.printJson(toPatterns({ patterns: room, at: to }));
    else out.print(sanitiseText(textOf(room, to)));
    return room.state === 'warn' ? EXIT.fail : EXIT.ok;
  } finally {
    await servers.close();
  }
}

function compare(
  servers: Servers,
  { patterns, counted }: { readonly patterns: PlannedPatterns; readonly counted: string | undefined },
  { since, to, border, limit }: Pick<Question, 'since' | 'limit'> & { to: Millis; border: Millis | undefined },
  signal: AbortSignal,
): Promise<Outcome<SpanDifference>> {
  const [loki, prometheus] = [clientFor(servers.loki, patterns), clientFor(servers.prometheus, { server: counted })];
  if (!loki || !prometheus) throw new UsageError('The profile has no Loki.');
  const from = addSeconds(border ?? to, seconds(-since));
  if (border === undefined) return compareVersions({ logs: loki, prometheus }, patterns, { from, to, limit }, signal);
  if (border >= to) throw new UsageError('What is compared must have begun before now, or before --to.');
  return compareTimes(loki, patterns, { from, to, limit, border }, signal);
}

/** When a ring was deployed; null, and said, when that is not known. */
async function ringStart(
  out: Output,
  id: string,
  { rings }: Plan,
  { prometheus: servers }: Servers,
  now: Millis,
  signal: AbortSignal,
): Promise<Millis | null> {
  const ids = rings.map((ring) => ring.id);
  const ring = rings.find((one) => one.id === id);
  if (!ring) throw new UsageError(`There is no ring "${id}"${suggestion(id, ids)}`);
  const [deployed, ...others] = deployedIn(ring);
  if (deployed === undefined) throw new UsageError(`Ring ${id} does not say when it was deployed: use --split.`);
  if (others.length > 0) throw new UsageError(`Ring ${id} is deployed in several regions: use --split.`);
  const prometheus = clientFor(servers, deployed) ?? servers[0].client;
  const outcome = await prometheus.instant(deployed.text, now, signal);
  const start = outcome.ok ? startOf(outcome.value) : null;
  if (start === null) out.say(sanitiseText(outcome.ok ? `ring ${id} is not deployed` : outcome.error.message));
  else if (!isPlausible(start, now)) {
    out.say(sanitiseText(`when ring ${id} was deployed is unknown: its query answers no Unix time in seconds`));
    return null;
  }
  return start;
}

function textOf(patterns: RoomPatterns, now: Millis): string {
  const { findings, suspects, lines, read, overflow, per } = patterns;
  const rows = [...findings, ...suspects].map((found) => [
    'kind' in found ? found.kind : 'suspect',
    found.level,
    formatValue(found.lines.baseline, 'count'),
    formatValue(found.lines.candidate, 'count'),
    found.template,
  ]);
  const heads = per === 'second' ? ['before', 'since'] : ['baseline', 'candidate'];
  const listed = rows.length > 0 ? table([['', 'level', ...heads, 'template'], ...rows]) : '';
  const details = findings.map(
    ({ template, example, baselineExpr, candidateExpr, kind }) =>
      `\n${template}\n  ${example}\n  ${kind === 'vanished' ? baselineExpr : candidateExpr}\n`,
  );
  const part = read !== null && read < 1 ? `, ${formatValue(read, 'ratio')} of the time` : '';
  const lost = overflow > 0 ? `, ${formatValue(overflow, 'count')} not counted` : '';
  const total = `${formatValue(lines.baseline, 'count')} and ${formatValue(lines.candidate, 'count')} lines${part}${lost}`;
  return `${patternsSentence(patterns, now)}\n${total}\n${listed === '' ? '' : `\n${listed}`}${details.join('')}`;
}
