import type { Room, RoomPattern } from '../room/room.ts';
import type { Safe } from '../text/safe.ts';
import { findingText, patternsSentence, suspectText } from '../wording/patterns.ts';
import type { PatternsSnapshot } from './schema/patterns.ts';

const iso = (at: number): string => new Date(at).toISOString();

export function toPatterns({ patterns, at: now }: Pick<Room, 'patterns' | 'at'>): PatternsSnapshot {
  if (!patterns) return null;
  const { state, sides, problem, since, until, per, lines, templates, overflow, read } = patterns;
  return {
    ...{ state, sentence: patternsSentence(patterns, now), problem, per, lines, templates },
    since: since === null ? null : iso(since),
    until: until === null ? null : iso(until),
    overflowLines: overflow,
    readShare: read,
    findings: patterns.findings.map((finding) => {
      const { kind, foundAt, factor, p, state: own } = finding;
      return {
        ...toPattern(finding, findingText(finding, sides, now)),
        kind,
        state: own,
        foundAt: iso(foundAt),
        factor,
        p,
      };
    }),
    suspects: patterns.suspects.map((suspect) => {
      return {
        ...toPattern(suspect, suspectText(suspect, sides)),
        moments: suspect.moments,
        neededMoments: suspect.needed,
      };
    }),
  };
}

function toPattern(pattern: RoomPattern, text: Safe) {
  const { id, template, level, lines, rates, example, firstSeen, lastSeen } = pattern;
  const queries = { baseline: pattern.baselineExpr, candidate: pattern.candidateExpr };
  return {
    id,
    template,
    level,
    lines,
    rates,
    example,
    text,
    queries,
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
  };
}
