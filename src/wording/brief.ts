import type { Reading, Room } from '../room/room.ts';
import type { RoomSlo } from '../room/slos/slos.ts';
import type { SourceStatus } from '../room/sources.ts';
import type { Comparison } from '../room/versions/comparison.ts';
import { isSeenWhole } from '../slo/covered.ts';
import { formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Unit } from '../units.ts';
import { goodText, slowerRate } from './slos.ts';

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
      return finding.last === null ? say`alerts unknown` : say`${finding.last.name} was firing`;
    case 'alerts-partial':
      return unlistedBrief(room);
    case 'fires':
      return say`${finding.alert.name}`;
    case 'acknowledged':
      return say`${finding.alert.name} acked`;
    case 'ring':
      return say`${finding.ring.id} ${finding.ring.state === 'rolled-back' ? 'rolled back' : finding.ring.state}`;
    case 'near-limit':
      return say`${finding.ring.id} near a limit`;
    case 'ring-store':
      return say`ring store unreadable`;
    case 'unanswered':
      return say`a query not answered`;
    case 'verdict':
      return comparison ? verdictBrief(comparison) : say``;
    case 'limits':
      return comparison ? ailing(`${comparison.candidate.label} limits`, comparison.limits) : say``;
    case 'patterns':
      return say`new in the logs`;
    case 'on-call':
      return say`on call unknown`;
    case 'traffic':
      return say`traffic off plan`;
    case 'infra':
      return ailing(`${finding.item.group} ${finding.item.label}`, finding.item.state);
    case 'panel':
      return ailing(finding.panel.title, finding.panel.state);
    case 'slo':
      return ailing(`${finding.slo.label} budget`, finding.slo.state);
    case 'sla':
      return ailing(finding.sla.label, finding.sla.state);
    case 'nothing-watched':
      return say`nothing watched`;
    case 'well':
      return say`all well`;
  }
}

function unlistedBrief({ alerts }: Pick<Room, 'alerts'>): Sentence {
  const [unlisted] = alerts.doubt?.unlisted ?? [];
  return unlisted === undefined ? say`alerts incomplete` : say`${unlisted} not listed`;
}

/** Characters of a name that a bar or a title has room for. */
const SHORT = 14;

/** A profile's name as a bar or a title has room for it: whole, else "SSM" of SuperSmartMatch, else its first words. */
export function briefName(name: string): Sentence {
  // Which version is rolled out is told beside it.
  const capitals = name.replaceAll(/\bV\d+\b|[^\p{Lu}\p{N}]/gu, '');
  if (name.length <= SHORT) return say`${name}`;
  if (capitals.length >= 2 && capitals.length <= 6) return say`${capitals}`;
  return say`${/^.{1,14}(?= )/su.exec(name)?.[0] ?? name.slice(0, SHORT)}`;
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

/** The number that `brief` is about, as far as there is one: it stands beside it, and says nothing of its own. */
export function worstNumber(room: Room): WorstNumber | null {
  const { finding, comparison } = room;
  if (comparison?.verdict.level === 'fail') return beyond(comparison);
  switch (finding.kind) {
    case 'ring': {
      const check = finding.ring.checks.find(({ state, reading }) => state === 'fail' && reading.known);
      return check ? told(check.label, check.reading, check.unit) : null;
    }
    case 'infra':
      return finding.item.show === 'up' ? null : told(finding.item.label, finding.item.reading, finding.item.unit);
    case 'panel': {
      const { worst } = finding.panel;
      return worst && !worst.standing ? told(finding.panel.title, worst.reading, worst.unit) : null;
    }
    case 'slo':
      return promised(finding.slo);
    case 'sla':
      return told(finding.sla.label, finding.sla.reading, finding.sla.unit);
    case 'fires':
      return finding.alert.attribution.on === 'candidate' ? beyond(comparison) : null;
    case 'verdict':
    case 'limits':
      return beyond(comparison);
    default:
      return null;
  }
}

const told = (label: string, reading: Reading, unit: Unit): WorstNumber | null =>
  reading.known ? { label: say`${label}`, value: say`${formatValue(reading.value, unit)}` } : null;

/** Of what is compared, the first number of the candidate that is beyond its limit. */
function beyond(comparison: Comparison | null): WorstNumber | null {
  const metric = comparison?.metrics.find(({ state, candidate }) => state === 'fail' && candidate.known);
  return metric === undefined ? null : told(metric.label, metric.candidate, metric.unit);
}

/**
 * What an objective is told by: how fast its budget burns, else how much of it is spent; what was good, where there may be data for a
 * part of its window alone.
 */
function promised(slo: RoomSlo): WorstNumber | null {
  const { label, left, good, because, covered, window } = slo;
  if (because.kind === 'burns') {
    const rate = slowerRate(slo.burns[because.pace]);
    return { label: say`${label} budget burns`, value: say`${formatValue(rate, 'factor')}` };
  }
  if (!left.known) return null;
  if (good !== null && (covered === null || !isSeenWhole(covered, window)))
    return { label: say`${label}`, value: say`${goodText(slo, good)}` };
  return { label: say`${label} budget spent`, value: say`${formatValue(1 - left.value, 'ratio')}` };
}

const STATES: Readonly<Record<Comparison['verdict']['state'], string>> = {
  better: 'better',
  same: 'not worse',
  worse: 'worse',
  inconclusive: 'not proven yet',
  unknown: 'not judged',
};

function verdictBrief({ candidate, verdict }: Comparison): Sentence {
  if (verdict.state === 'inconclusive' && verdict.level === 'warn') return say`${candidate.label} may be worse`;
  return say`${candidate.label} ${STATES[verdict.state]}`;
}

/** What is wrong with something that has a name: that it fails its sign says. */
const ailing = (label: string, state: Room['state']): Sentence =>
  say`${label}${{ ok: ' well', warn: ' near limit', fail: '', unknown: ' unknown' }[state]}`;

const sourceBrief = ({ id, state }: SourceStatus): Sentence =>
  say`${id} ${state === 'partial' ? 'answers incomplete' : state === 'waiting' ? 'has not answered yet' : 'does not answer'}`;
