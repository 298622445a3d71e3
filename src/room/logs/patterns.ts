import type { PatternState } from '../../frames/patterns/pattern-log.ts';
import type { PatternCounts, PatternFinding, PatternSuspect } from '../../patterns/difference.ts';
import type { PlannedPair } from '../../profile/plan/fill.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { formatAge, formatValue } from '../../text/format.ts';
import { type Millis, type Seconds, secondsBetween } from '../../units.ts';
import type { Observed } from '../readings.ts';
import type { State } from '../room.ts';
import type { RoomFinding, RoomPattern, RoomPatterns, RoomSuspect } from './room-patterns.ts';

/** What was not said for so many seconds may be mended: it is told, and warns no more. */
const LATELY = 3600;
/** Suspects listed at most. */
const SUSPECTS = 10;

/** How the two sides are called. */
export type PatternSides =
  | { readonly kind: 'versions'; readonly v1: string; readonly v2: string }
  /** What was logged before an instant, and what since. */
  | { readonly kind: 'times' };

interface Speaker {
  readonly sides: PatternSides;
  readonly query: PlannedPair;
  readonly now: Millis;
}

/** What the candidate's logs say that the baseline's do not; null where they are not compared. */
export function buildPatterns({ profile, patterns: planned }: Plan, observed: Observed): RoomPatterns | null {
  const { versions } = profile;
  const { history, now, staleAfter } = observed;
  const state = history.patterns;
  if (!planned || !versions || !state) return null;
  const sides = { kind: 'versions', v1: versions.baseline.label, v2: versions.candidate.label } as const;
  return describePatterns(state, { sides, query: planned.query, now }, staleAfter);
}

/** What was found, in words. @param staleAfter age at which it is not known any more */
export function describePatterns(
  state: PatternState & { readonly error: { readonly message: string } | null },
  speaker: Speaker,
  staleAfter: Seconds,
): RoomPatterns {
  const findings = state.findings.map((finding) => toFinding(finding, speaker));
  const suspects = state.suspects.slice(0, SUSPECTS).map((suspect) => toSuspect(suspect, speaker));
  const { since, from, until, lines, per, templates, overflow, read } = state;
  return {
    ...judge(state, findings, suspects, speaker, staleAfter),
    ...{ since, from, until, lines, per, templates, overflow, read, findings, suspects },
  };
}

function judge(
  { until, error, exposure }: PatternState & { readonly error: { readonly message: string } | null },
  findings: readonly RoomFinding[],
  suspects: readonly RoomSuspect[],
  { sides, now }: Speaker,
  staleAfter: Seconds,
): Pick<RoomPatterns, 'state' | 'sentence' | 'problem'> {
  const [worst] = findings;
  const late = until === null || secondsBetween(until, now) > WAITS + staleAfter;
  const problem = error && late ? error.message : null;
  const told = (state: State, sentence: string) => ({ state, sentence, problem });
  if (worst?.state === 'warn') return told('warn', `${worst.text}: ${worst.template}`);
  if (problem !== null) return told('unknown', `logs are not compared: ${problem}`);
  if (late) return told('unknown', until === null ? 'logs are not compared yet' : 'nothing is known of late');
  if (exposure.candidate === 0) return told('unknown', words(sides).nothing);
  if (worst) return told('ok', `${worst.text}: ${worst.template}`);
  const [suspect] = suspects;
  if (suspect) return told('ok', `${suspect.text}: ${suspect.template}`);
  return told('ok', words(sides).alike);
}

/** Lines are compared once the requests of their time are known, some scrapes later; in seconds. */
const WAITS = 90;

function toFinding(finding: PatternFinding, speaker: Speaker): RoomFinding {
  const { kind, foundAt, factor, p, level, lastSeen } = finding;
  // What has grown and is as it was again, is over.
  const lasts = kind === 'new' || (kind === 'grown' && factor !== null);
  const grave = lasts && (level === 'error' || level === 'fatal');
  return {
    ...patternOf(finding, speaker),
    kind,
    state: grave && secondsBetween(lastSeen, speaker.now) <= LATELY ? 'warn' : 'ok',
    text: findingText(finding, speaker),
    foundAt,
    factor: factor !== null && Number.isFinite(factor) ? factor : null,
    p,
  };
}

function toSuspect(suspect: PatternSuspect, speaker: Speaker): RoomSuspect {
  const { moments, needed } = suspect;
  const of = needed === null ? '' : ` of about ${needed} it takes to rule out chance`;
  return {
    ...patternOf(suspect, speaker),
    moments,
    needed,
    text: `${words(speaker.sides).only}, at ${moments} ${moments === 1 ? 'moment' : 'moments'}${of}`,
  };
}

function patternOf(counts: PatternCounts, { query }: Speaker): RoomPattern {
  const { id, template, level, lines, rates, example, firstSeen, lastSeen, filter } = counts;
  return {
    id,
    template,
    level,
    lines,
    rates,
    example,
    firstSeen,
    lastSeen,
    baselineExpr: query.baseline + filter,
    candidateExpr: query.candidate + filter,
  };
}

const count = (n: number) => `${formatValue(n, 'count')} ${n === 1 ? 'line' : 'lines'}`;

function findingText({ kind, level, lines, factor, firstSeen }: PatternFinding, { sides, now }: Speaker): string {
  const says = words(sides);
  const what = level === 'error' || level === 'fatal' ? 'an error' : 'lines';
  switch (kind) {
    case 'new':
      return `${says.new(what)}, ${count(lines.candidate)}${says.since(firstSeen, now)}`;
    case 'grown': {
      const often =
        factor !== null && Number.isFinite(factor) ? `${formatValue(factor, 'factor')} as often` : 'more often';
      return `${factor === null ? says.over(what) : says.grown(what, often)}, ${count(lines.candidate)} to ${lines.baseline}`;
    }
    case 'vanished':
      return `${says.vanished}, ${count(lines.baseline)}`;
  }
}

function words(sides: PatternSides) {
  if (sides.kind === 'times') {
    return {
      nothing: 'there is no time to compare',
      alike: 'nothing is logged that was not before',
      only: 'this error was never logged before',
      new: (what: string) => `${what} that ${what === 'lines' ? 'were' : 'was'} never logged before`,
      grown: (what: string, often: string) => `${what} ${often} than before`,
      over: (what: string) => `${what} for a while more often than before`,
      vanished: 'not logged any more',
      since: () => '',
    };
  }
  const { v1, v2 } = sides;
  return {
    nothing: `${v2} serves nothing that could be compared`,
    alike: `${v2} logs nothing that ${v1} does not`,
    only: `only ${v2} logged this error so far`,
    new: (what: string) => `${v2} logs ${what} that ${v1} never did`,
    grown: (what: string, often: string) => `${v2} logs ${what} ${often} than ${v1}`,
    over: (what: string) => `${v2} logged ${what} more often than ${v1} for a while`,
    vanished: `${v2} does not log what ${v1} does`,
    since: (first: Millis, now: Millis) => `, first ${formatAge(secondsBetween(first, now))} ago`,
  };
}
