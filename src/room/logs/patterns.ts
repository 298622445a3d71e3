import type { PatternState } from '../../frames/patterns/pattern-log.ts';
import type { Level } from '../../logs/level.ts';
import type { PatternCounts, PatternFinding, PatternSuspect } from '../../patterns/difference.ts';
import type { PlannedPair } from '../../profile/plan/fill.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { addSeconds, type Millis, type Ratio, type Seconds, seconds } from '../../units.ts';
import type { Moment } from '../moment.ts';
import type { Observed } from '../readings.ts';
import type { State } from '../state.ts';

/** One kind of line, in both versions. */
export interface RoomPattern {
  readonly id: string;
  /** The line with what differs from one to the next masked: "login of <*> failed after <dur>". */
  readonly template: string;
  readonly level: Level;
  /** Since the stage began. */
  readonly lines: { readonly baseline: number; readonly candidate: number };
  /** Lines per request, or by what `per` of the whole says; null without any. */
  readonly rates: { readonly baseline: number | null; readonly candidate: number | null };
  /** One line of it, cut when it is long, without what looks like a secret. */
  readonly example: string;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
  /** LogQL that opens its lines, and few others, byte for byte. */
  readonly baselineExpr: string;
  readonly candidateExpr: string;
}

/** Beyond chance: what only the candidate says, what it says more often, what it does not say any more. */
export interface RoomFinding extends RoomPattern {
  readonly kind: 'new' | 'grown' | 'vanished';
  /** `warn` for an error that is new or has grown and was said of late; anything else is told, and no more. */
  readonly state: State;
  readonly foundAt: Millis;
  /** How many times the baseline's rate; null unless it has grown, once that is over, and where the baseline is silent. */
  readonly factor: number | null;
  /** What had grown is as it was. */
  readonly over: boolean;
  /** The highest chance of finding that, in any kind of line at any time, in versions that are alike. */
  readonly p: number;
}

/** An error that only the candidate has said so far, too seldom to rule out chance. */
export interface RoomSuspect extends RoomPattern {
  readonly moments: number;
  /** Moments that would rule out chance at today's split; null when that is not known. */
  readonly needed: number | null;
}

/** How the two sides are called. */
export type PatternSides =
  | { readonly kind: 'versions'; readonly baselineName: string; readonly candidateName: string }
  /** What was logged before an instant, and what since. */
  | { readonly kind: 'times' };

/** What the state rests on: the worst finding, the first suspect, that there is neither, or why that is not known. */
export type PatternsBecause =
  | 'found'
  | 'suspect'
  | 'alike'
  | 'unreadable'
  | 'not-compared-yet'
  | 'not-known-of-late'
  | 'nothing-to-compare';

/** What the logs of the two versions say differently. */
export interface RoomPatterns {
  readonly state: State;
  readonly because: PatternsBecause;
  readonly sides: PatternSides;
  /** Why lines cannot be read; null while they can, or could of late. */
  readonly problem: string | null;
  /** When the stage began; null where that is not known. */
  readonly since: Millis | null;
  /** From when on lines of it are compared, and up to where; null before the first. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  /** Worst first. */
  readonly findings: readonly RoomFinding[];
  readonly suspects: readonly RoomSuspect[];
  readonly lines: { readonly baseline: number; readonly candidate: number };
  readonly per: 'request' | 'line' | 'second';
  /** Kinds of line known. */
  readonly templates: number;
  /** Lines of kinds that had to be forgotten before they were counted. */
  readonly overflow: number;
  /** Share of the time whose lines were read: below 1 where there are more than the profile allows; null before any. */
  readonly read: Ratio | null;
}

/** What was not said for so many seconds may be mended: it is told, and warns no more. */
const LATELY = seconds(3600);
/** Suspects listed at most. */
const SUSPECTS = 10;

interface Speaker {
  readonly sides: PatternSides;
  readonly query: PlannedPair;
  readonly moment: Moment;
}

/** What the candidate's logs say that the baseline's do not; null where they are not compared. */
export function buildPatterns({ profile, patterns: planned }: Plan, observed: Observed): RoomPatterns | null {
  const { versions } = profile;
  const { history, moment, staleAfter } = observed;
  const state = history.patterns;
  if (!planned || !versions || !state) return null;
  const sides = {
    kind: 'versions',
    baselineName: versions.baseline.label,
    candidateName: versions.candidate.label,
  } as const;
  return describePatterns(state, { sides, query: planned.query, moment }, staleAfter);
}

/** What was found, as the room has it. @param staleAfter age at which it is not known any more */
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
    sides: speaker.sides,
    ...{ since, from, until, lines, per, templates, overflow, read, findings, suspects },
  };
}

function judge(
  { until, error, exposure }: PatternState & { readonly error: { readonly message: string } | null },
  findings: readonly RoomFinding[],
  suspects: readonly RoomSuspect[],
  { moment }: Speaker,
  staleAfter: Seconds,
): Pick<RoomPatterns, 'state' | 'because' | 'problem'> {
  const [worst] = findings;
  const late = until === null || moment.isOver(addSeconds(until, seconds(WAITS + staleAfter)));
  const problem = error && late ? error.message : null;
  const told = (state: State, because: PatternsBecause) => ({ state, because, problem });
  if (worst?.state === 'warn') return told('warn', 'found');
  if (problem !== null) return told('unknown', 'unreadable');
  if (late) return told('unknown', until === null ? 'not-compared-yet' : 'not-known-of-late');
  if (exposure.candidate === 0) return told('unknown', 'nothing-to-compare');
  if (worst) return told('ok', 'found');
  return told('ok', suspects.length > 0 ? 'suspect' : 'alike');
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
    state: grave && !speaker.moment.isOver(addSeconds(lastSeen, LATELY)) ? 'warn' : 'ok',
    foundAt,
    factor: factor !== null && Number.isFinite(factor) ? factor : null,
    over: kind === 'grown' && factor === null,
    p,
  };
}

function toSuspect(suspect: PatternSuspect, speaker: Speaker): RoomSuspect {
  const { moments, needed } = suspect;
  return { ...patternOf(suspect, speaker), moments, needed };
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
