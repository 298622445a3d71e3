import { compareVersions } from '../../frames/patterns/pattern-span.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { Span } from '../../reporting/period.ts';
import type { RolloutFacts } from '../../reporting/rollout/build.ts';
import { describePatterns } from '../../room/logs/patterns.ts';
import { Moment } from '../../room/moment.ts';
import { makeSafe } from '../../room/safe.ts';
import { say } from '../../text/say.ts';
import type { Seconds } from '../../units.ts';
import { patternsSentence } from '../../wording/patterns.ts';
import { clientFor, type Servers } from '../shared/context.ts';

/** Lines read of each version at most, as `ringdeck patterns` has it. */
const MOST_LINES = 20_000;

type Found = RolloutFacts['logs'];

const nothing = (unknown: Found['unknown']): Found => ({ unknown, sentence: null, findings: [] });

/** What one version logged in a period and the other did not. */
export async function logFindings(
  { patterns, profile, verdict }: Plan,
  servers: Servers,
  { from, to }: Span,
  signal: AbortSignal,
): Promise<Found> {
  const loki = clientFor(servers.loki, patterns ?? {});
  const prometheus = clientFor(servers.prometheus, verdict ?? {}) ?? servers.prometheus[0].client;
  if (!loki) return nothing({ reason: 'not-watched', text: say`the profile has no Loki` });
  if (!patterns || !profile.versions) return nothing(null);
  const sides = {
    kind: 'versions',
    baselineName: profile.versions.baseline.label,
    candidateName: profile.versions.candidate.label,
  } as const;
  const found = await compareVersions({ logs: loki, prometheus }, patterns, { from, to, limit: MOST_LINES }, signal);
  if (!found.ok) return nothing({ reason: 'unanswered', text: say`${found.error.message}` });
  const speaker = { sides, query: patterns.query, moment: new Moment(to) };
  const all = Number.POSITIVE_INFINITY as Seconds;
  const room = makeSafe(describePatterns({ ...found.value.state, error: null }, speaker, all));
  return {
    unknown: null,
    sentence: patternsSentence(room, to),
    findings: room.findings.map(({ kind, level, template, example, lines }) => ({
      ...{ kind, level, template, example },
      baselineLines: lines.baseline,
      candidateLines: lines.candidate,
    })),
  };
}
