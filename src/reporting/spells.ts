import { type Firing, FiringLog } from '../frames/firing-log.ts';
import { own } from '../own.ts';
import type { FiringShape } from '../profile/plan/plan.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { endOf } from '../room/alerts/incidents.ts';
import { alertName } from '../room/alerts/name.ts';
import { type Tier, tierOf } from '../room/alerts/tiers.ts';
import { Answers as ActAnswers } from '../room/answers.ts';
import type { JournalEntry } from '../room/journal.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import { say } from '../text/say.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { type Steps, seenAround, unsampled } from './coverage.ts';
import { lengthOf, type Period, type Span } from './period.ts';
import type { Answers, SamplesQuestion } from './questions.ts';
import { unknownOf } from './readings.ts';
import type { Unknown } from './schema/parts.ts';

/** One alert from its first firing until it is over. */
export interface Spell extends Span {
  readonly tier: Tier;
  readonly name: string;
  readonly labels: Labels;
  /** It had begun when the record that was read begins, or goes on after a gap. */
  readonly isFromBefore: boolean;
  readonly isOver: boolean;
  /** False where the server has no samples right after it: it may have gone on. */
  readonly isEndSeen: boolean;
  readonly answer: { readonly at: Millis; readonly by: string } | null;
}

/** Who was on call, and when. */
export interface Shift extends Span {
  readonly primary: string | null;
  readonly backup: string | null;
}

/** So long before a period is looked for when what fired at its beginning began. */
export const LOOKBACK: Seconds = seconds(86_400);
/** Samples are read in pieces: of a month at once there may be more than an answer may hold. */
const PIECE: Seconds = seconds(86_400);
/** The stored samples that tell what fired in a period, in pieces. */
export function firingQuestions({ selector }: FiringShape, { from, to }: Span): SamplesQuestion[] {
  const start = addSeconds(from, seconds(-LOOKBACK));
  const count = Math.ceil(lengthOf({ from: start, to }) / PIECE);
  return Array.from({ length: count }, (_, i) => ({
    kind: 'samples',
    selector,
    from: addSeconds(start, seconds(i * PIECE)),
    to: millis(Math.min(to, addSeconds(start, seconds((i + 1) * PIECE)))),
  }));
}

/** What incidents are counted from. */
export interface IncidentFacts {
  readonly firing: FiringShape | null;
  readonly profile: Pick<Profile, 'alerts' | 'datasources' | 'incidents' | 'reports'>;
  readonly period: Period;
  readonly answers: Answers;
  readonly server: Steps;
  /** Oldest first; null when it cannot be read. */
  readonly journal: readonly JournalEntry[] | null;
  readonly shifts: readonly Shift[];
}

type Spells =
  | { readonly spells: readonly Spell[]; readonly notes: string[] }
  | { readonly spells: null; readonly unknown: Unknown };

/** What fired in the period, in the order in which it began. */
export function readSpells(facts: IncidentFacts): Spells {
  const { firing, period, answers, server } = facts;
  if (!firing)
    return {
      spells: null,
      unknown: { reason: 'not-watched', text: say`the profile names no Alertmanager: alerts are not watched` },
    };
  const nothing = server.unknown ?? unsampled(server, period);
  if (nothing) return { spells: null, unknown: nothing };
  const questions = firingQuestions(firing, period);
  const log = new FiringLog({ ...firing, window: seconds(lengthOf(period) + 2 * LOOKBACK) });
  for (const question of questions) {
    const outcome = answers.samples(question);
    const unknown = unknownOf(outcome);
    if (unknown) return { spells: null, unknown };
    log.take({ ...question, since: question.from, outcome });
  }
  const start = addSeconds(period.from, seconds(-LOOKBACK));
  const acts = new ActAnswers({ silences: new Map() }, facts.journal ?? [], facts.profile.alerts);
  const spells = log.firings
    .map((one) => toSpell(one, { ...facts, start, acts }))
    .filter(({ to }) => to > period.from)
    .sort((a, b) => a.from - b.from);
  return { spells, notes: log.isCut ? [say`there were more than ringdeck keeps: the oldest are left out`] : [] };
}

function toSpell(
  firing: Firing,
  {
    profile,
    period,
    journal,
    server,
    start,
    acts,
  }: IncidentFacts & { readonly start: Millis; readonly acts: ActAnswers },
): Spell {
  const { labels, from, fingerprint, interval } = firing;
  const { pause } = profile.incidents;
  const end = endOf(firing, period.to, pause);
  const name = alertName(labels);
  const to = end ?? period.to;
  const [first] = acts.to({ name, labels, fingerprints: [fingerprint], from, to });
  const line = first && journal?.find((entry) => entry.at === first.at && entry.fingerprint === fingerprint);
  return {
    tier: tierOf(own(labels, profile.alerts.severity_label) ?? '', profile.alerts.tiers),
    ...{ name, labels, from, to },
    isFromBefore: secondsBetween(start, from) <= 1.5 * (interval ?? pause) || !seenAround(server, from).before,
    isOver: end !== null,
    isEndSeen: end === null || seenAround(server, end).after,
    answer: first ? { at: first.at, by: line?.by ?? '' } : null,
  };
}
