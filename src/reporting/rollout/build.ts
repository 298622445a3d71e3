import * as v from 'valibot';
import type { Plan, PlannedRing } from '../../profile/plan/plan.ts';
import type { JournalEntry } from '../../room/journal.ts';
import type { Room } from '../../room/room.ts';
import { object } from '../../shape.ts';
import type { Millis } from '../../units.ts';
import { ringReason } from '../../wording/rings.ts';
import { verdictSentence } from '../../wording/verdict.ts';
import { askedRangeOf, iso } from '../coverage.ts';
import type { RingDeployments } from '../deployments.ts';
import type { Span } from '../period.ts';
import type { Answers } from '../questions.ts';
import type { Incident } from '../schema/report.ts';
import type { RolloutAct, RolloutReport, RolloutRing, RolloutVerdict } from '../schema/rollout.ts';
import { helpedBy, questionsOf } from './lessons.ts';
import { toComparison, toSearches } from './plan.ts';
import { timelineOf } from './timeline.ts';

/** A line of the journal with what it rested on and what proves it. */
export interface ActLine extends JournalEntry {
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly digest?: string;
  readonly link?: { readonly hash: string };
}

/** What is known of a rollout beside the period it took. */
export interface RolloutFacts {
  /** Of instants within the period, as they were then, oldest first; the last is its end. */
  readonly rooms: readonly Room[];
  /** All lines there are; null when the journal cannot be read. */
  readonly lines: readonly ActLine[] | null;
  readonly chain: RolloutReport['chain'];
  readonly logs: Omit<RolloutReport['logs'], 'searches'>;
}

/** The account of a rollout, as the draft of a post-mortem. */
export function toRollout(
  { rooms, lines, chain, logs }: RolloutFacts,
  plan: Plan,
  period: Span,
  answers: Answers,
  deployments: readonly RingDeployments[],
  incidents: readonly Incident[],
): RolloutReport {
  const own = lines?.filter(({ at }) => at >= period.from && at < period.to) ?? null;
  const rings = plan.rings.map((ring) => toRing(ring, deployments, rooms.at(-1)));
  const verdicts = [...rooms.flatMap(judgedVerdict).filter(isNews), ...(own ?? []).flatMap(actedVerdict)].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  const acts = own?.map(toAct) ?? null;
  const facts = { rings, verdicts, acts, incidents };
  const timeline = timelineOf(facts);
  return {
    rings,
    verdicts,
    acts,
    chain,
    comparison: toComparison(plan, period, answers),
    logs: { ...logs, searches: logs.unknown ? [] : toSearches(plan, period, answers) },
    timeline,
    helped: helpedBy(timeline, incidents),
    questions: questionsOf(facts, chain),
  };
}

function toRing(
  { id, name }: PlannedRing,
  deployments: readonly RingDeployments[],
  room: Room | undefined,
): RolloutRing {
  const deployed = deployments.find(({ ring }) => ring === id);
  const seen = room?.rings.find((ring) => ring.id === id);
  const time = (at: Millis | null) => (at === null ? null : iso(at));
  return {
    id,
    name,
    deployedAt: (deployed?.at ?? []).map(iso),
    goneAt: time(deployed?.goneAt ?? null),
    unknown: deployed?.unknown ?? null,
    asked: deployed ? askedRangeOf(deployed.question) : null,
    validated: seen?.validated ? { by: seen.validated.by, at: time(seen.validated.at) } : null,
    state: seen?.state ?? null,
    reason: room && seen ? ringReason(seen, room) : '',
  };
}

function judgedVerdict(room: Room): RolloutVerdict[] {
  if (!room.comparison) return [];
  const { state } = room.comparison.verdict;
  return [{ at: iso(room.at), from: 'judged', state, sentence: verdictSentence(room), act: null }];
}

/** The first, the last, and each that differs from the one before it. */
const isNews = ({ state }: RolloutVerdict, i: number, all: readonly RolloutVerdict[]): boolean =>
  i === 0 || i === all.length - 1 || all[i - 1]?.state !== state;

const judged = object({ verdict: object({ state: v.string(), sentence: v.string() }) });

/** What the verdict was when somebody acted on a ring, as the journal kept it. */
function actedVerdict({ at, act, target, by, evidence }: ActLine): RolloutVerdict[] {
  const read = v.safeParse(judged, evidence);
  if (!read.success) return [];
  return [{ at: iso(at), from: 'journal', ...read.output.verdict, act: { act, target, by } }];
}

const toAct = ({ at, seq, by, act, target, result, detail, note, override, link, digest }: ActLine): RolloutAct => ({
  at: iso(at),
  seq: seq ?? null,
  ...{ by, act, target, result, detail },
  note: note ?? null,
  override: override ?? null,
  hash: link?.hash ?? null,
  digest: digest ?? null,
});
