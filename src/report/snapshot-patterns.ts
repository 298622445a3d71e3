import { z } from 'zod';
import { LEVELS } from '../logs/level.ts';
import type { Room, RoomPattern } from '../room/room.ts';
import type { Safe } from '../text/safe.ts';
import { findingText, patternsSentence, suspectText } from '../wording/patterns.ts';

const instant = z.iso.datetime();
const both = (value: z.ZodType<number | null>) => z.strictObject({ baseline: value, candidate: value });
const pattern = {
  id: z.string(),
  template: z.string().describe('The line with what differs from one to the next masked.'),
  level: z.enum(LEVELS),
  lines: both(z.number()),
  rates: both(z.number().nullable()).describe('Lines per request, line of the version or second: see `per`.'),
  example: z.string().describe('One line, cut and without what looks like a secret.'),
  firstSeen: instant,
  lastSeen: instant,
  queries: z.strictObject({ baseline: z.string(), candidate: z.string() }).describe('LogQL that opens its lines.'),
  text: z.string(),
};

export const patternsSchema = z
  .strictObject({
    state: z.enum(['ok', 'warn', 'fail', 'unknown']),
    sentence: z.string(),
    problem: z.string().nullable(),
    since: instant.nullable(),
    until: instant.nullable(),
    per: z.enum(['request', 'line', 'second']),
    lines: both(z.number()),
    templates: z.number(),
    overflowLines: z.number().describe('Lines of kinds forgotten before they were counted.'),
    readShare: z.number().nullable().describe('Share of the time whose lines were read.'),
    findings: z.array(
      z.strictObject({
        ...pattern,
        kind: z.enum(['new', 'grown', 'vanished']),
        state: z.enum(['ok', 'warn', 'fail', 'unknown']),
        foundAt: instant,
        factor: z.number().nullable(),
        p: z.number().describe('Highest chance of finding that in versions that are alike.'),
      }),
    ),
    suspects: z.array(z.strictObject({ ...pattern, moments: z.number(), neededMoments: z.number().nullable() })),
  })
  .nullable()
  .describe('What the logs of the two versions say differently; null where they are not compared.');

const iso = (at: number): string => new Date(at).toISOString();

export function toPatterns({ patterns, at: now }: Pick<Room, 'patterns' | 'at'>): z.infer<typeof patternsSchema> {
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
