import type { PatternState } from '../frames/pattern-log.ts';
import type { PatternCounts, PatternFinding, PatternSuspect } from '../patterns/difference.ts';
import type { Plan, PlannedPair } from '../profile/plan.ts';
import { formatAge, formatValue } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { Observed } from './readings.ts';
import type { State } from './room.ts';
import type { RoomFinding, RoomPattern, RoomPatterns, RoomSuspect } from './room-patterns.ts';

/** What was not said for so many seconds may be mended: it is told, and warns no more. */
const LATELY = 3600;
/** Suspects listed at most. */
const SUSPECTS = 10;

interface Speaker {
  readonly v1: string;
  readonly v2: string;
  readonly query: PlannedPair;
  readonly now: Millis;
}

/** What the candidate's logs say that the baseline's do not; null where they are not compared. */
export function buildPatterns({ profile, patterns: planned }: Plan, observed: Observed): RoomPatterns | null {
  const { versions } = profile;
  const state = observed.history.patterns;
  if (!planned || !versions || !state) return null;
  const speaker: Speaker = {
    v1: versions.baseline.label,
    v2: versions.candidate.label,
    query: planned.query,
    now: observed.now,
  };
  const findings = state.findings.map((finding) => toFinding(finding, speaker));
  const suspects = state.suspects.slice(0, SUSPECTS).map((suspect) => toSuspect(suspect, speaker));
  const { since, until, lines, per, templates, overflow, read } = state;
  return {
    ...judge(state, findings, suspects, speaker, observed),
    ...{ since, until, lines, per, templates, overflow, read, findings, suspects },
  };
}

function judge(
  { until, error, exposure }: PatternState & { readonly error: { readonly message: string } | null },
  findings: readonly RoomFinding[],
  suspects: readonly RoomSuspect[],
  { v1, v2, now }: Speaker,
  { staleAfter }: Observed,
): Pick<RoomPatterns, 'state' | 'sentence' | 'problem'> {
  const [worst] = findings;
  const late = until === null || secondsBetween(until, now) > WAITS + staleAfter;
  const problem = error && late ? error.message : null;
  const told = (state: State, sentence: string) => ({ state, sentence, problem });
  if (worst?.state === 'warn') return told('warn', `${worst.text}: ${worst.template}`);
  if (problem !== null) return told('unknown', `logs are not compared: ${problem}`);
  if (late) return told('unknown', until === null ? 'logs are not compared yet' : 'nothing is known of late');
  if (exposure.candidate === 0) return told('unknown', `${v2} serves nothing that could be compared`);
  if (worst) return told('ok', `${worst.text}: ${worst.template}`);
  const [suspect] = suspects;
  if (suspect) return told('ok', `${suspect.text}: ${suspect.template}`);
  return told('ok', `${v2} logs nothing that ${v1} does not`);
}

/** Lines are compared once the requests of their time are known, some scrapes later; in seconds. */
const WAITS = 90;

function toFinding(finding: PatternFinding, speaker: Speaker): RoomFinding {
  const { kind, foundAt, factor, p, level, lastSeen } = finding;
  const grave = kind !== 'vanished' && (level === 'error' || level === 'fatal');
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
    text: `only ${speaker.v2} logged this error so far, at ${moments} ${moments === 1 ? 'moment' : 'moments'}${of}`,
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

function findingText({ kind, level, lines, factor, firstSeen }: PatternFinding, { v1, v2, now }: Speaker): string {
  const what = level === 'error' || level === 'fatal' ? 'an error' : 'lines';
  const count = (n: number) => `${formatValue(n, 'count')} ${n === 1 ? 'line' : 'lines'}`;
  switch (kind) {
    case 'new':
      return `${v2} logs ${what} that ${v1} never did, ${count(lines.candidate)} since ${formatAge(secondsBetween(firstSeen, now))} ago`;
    case 'grown': {
      const often =
        factor === null || !Number.isFinite(factor) ? 'more often' : `${formatValue(factor, 'factor')} as often`;
      return `${v2} logs ${what} ${often} than ${v1}, ${count(lines.candidate)} to ${lines.baseline}`;
    }
    case 'vanished':
      return `${v2} does not log what ${v1} does, ${count(lines.baseline)}`;
  }
}
