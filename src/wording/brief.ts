import type { Room } from '../room/room.ts';
import type { SourceStatus } from '../room/sources.ts';
import type { Comparison } from '../room/versions/comparison.ts';
import { formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';

/** A number that is beyond its limit, and what of. */
export interface WorstNumber {
  readonly label: Sentence;
  readonly value: Sentence;
}

/** The worst thing in the room in a few words, as a title, a wall or a status line has room for: "V2 worse", "ring1 failing". */
export function brief(room: Room): Sentence {
  const { finding, comparison } = room;
  if (comparison?.verdict.level === 'fail') return verdictBrief(comparison);
  switch (finding.kind) {
    case 'source':
      return sourceBrief(finding.source);
    case 'alerts-unknown':
      return say`alerts unknown`;
    case 'alerts-partial':
      return say`alerts in part`;
    case 'fires':
      return say`${finding.alert.name}`;
    case 'acknowledged':
      return say`${finding.alert.name} acked`;
    case 'ring':
      return say`${finding.ring.id} ${finding.ring.state === 'rolled-back' ? 'rolled back' : finding.ring.state}`;
    case 'near-limit':
      return say`${finding.ring.id} near a limit`;
    case 'ring-store':
      return say`ring store unread`;
    case 'unanswered':
      return say`a query unanswered`;
    case 'verdict':
      return comparison ? verdictBrief(comparison) : say``;
    case 'limits':
      return comparison ? say`${comparison.candidate.label} ${nearness(comparison.limits)}` : say``;
    case 'patterns':
      return say`new in the logs`;
    case 'on-call':
      return say`on call unknown`;
    case 'traffic':
      return say`traffic off plan`;
    case 'infra':
      return say`${finding.item.label} ${nearness(finding.item.state)}`;
    case 'panel':
      return say`${finding.panel.title} ${nearness(finding.panel.state)}`;
    case 'slo':
      return say`${finding.slo.label} ${nearness(finding.slo.state)}`;
    case 'sla':
      return say`${finding.sla.label} ${nearness(finding.sla.state)}`;
    case 'nothing-watched':
      return say`nothing watched`;
    case 'well':
      return say`all well`;
  }
}

/** Whether V2 is worse, in a few words; empty where nothing is compared. */
export const briefVerdict = ({ comparison }: Pick<Room, 'comparison'>): Sentence =>
  comparison ? verdictBrief(comparison) : say``;

/** How a ring stands in a few words: "ring1 failing". The worst one, else the last that anything is deployed to. */
export function briefRing({ rings }: Pick<Room, 'rings'>): Sentence {
  const inState = (...states: readonly string[]) => rings.find(({ state }) => states.includes(state));
  const ring =
    inState('failing') ??
    inState('rolled-back') ??
    inState('unknown') ??
    rings.findLast(({ deployedAt }) => deployedAt !== null) ??
    rings[0];
  return ring === undefined ? say`` : say`${ring.id} ${ring.state === 'rolled-back' ? 'rolled back' : ring.state}`;
}

/** What is furthest beyond a limit, of what is compared first; null where nothing is. */
export function worstNumber({
  comparison,
  rings,
  infra,
}: Pick<Room, 'comparison' | 'rings' | 'infra'>): WorstNumber | null {
  const metric = comparison?.metrics.find(({ state, candidate }) => state === 'fail' && candidate.known);
  if (metric?.candidate.known)
    return { label: say`${metric.label}`, value: say`${formatValue(metric.candidate.value, metric.unit)}` };
  const held = [...rings.flatMap(({ checks }) => checks), ...infra.filter(({ show }) => show !== 'up')];
  const missed = held.find(({ state, reading }) => state === 'fail' && reading.known);
  if (!missed?.reading.known) return null;
  return { label: say`${missed.label}`, value: say`${formatValue(missed.reading.value, missed.unit)}` };
}

const STATES: Readonly<Record<Comparison['verdict']['state'], string>> = {
  better: 'better',
  same: 'no worse',
  worse: 'worse',
  inconclusive: 'not proven yet',
  unknown: 'not judged',
};

function verdictBrief({ candidate, verdict }: Comparison): Sentence {
  if (verdict.state === 'inconclusive' && verdict.level === 'warn') return say`${candidate.label} in doubt`;
  return say`${candidate.label} ${STATES[verdict.state]}`;
}

const nearness = (state: Room['state']): string =>
  ({ ok: 'well', warn: 'near its limit', fail: 'beyond its limit', unknown: 'unknown' })[state];

const sourceBrief = ({ id, state }: SourceStatus): Sentence =>
  say`${id} ${state === 'partial' ? 'answers in part' : state === 'waiting' ? 'not heard yet' : 'silent'}`;
