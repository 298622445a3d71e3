import { formatDuration } from '../../text/format.ts';
import { say } from '../../text/say.ts';
import type { Incident } from '../schema/report.ts';
import type { RolloutAct, RolloutReport, RolloutRing, RolloutVerdict } from '../schema/rollout.ts';

/** What a timeline is told of. */
export interface TimelineFacts {
  readonly rings: readonly RolloutRing[];
  readonly verdicts: readonly RolloutVerdict[];
  readonly acts: readonly RolloutAct[] | null;
  readonly incidents: readonly Incident[];
}

export type Moment = RolloutReport['timeline'][number];

/** Everything that happened, one after the other. */
export function timelineOf({ rings, verdicts, acts, incidents }: TimelineFacts): Moment[] {
  const moments = [
    ...rings.flatMap(ringMoments),
    ...(acts ?? []).map(actMoment),
    // What an act rested on stands with the act.
    ...verdicts.filter(({ from }) => from === 'judged').map(verdictMoment),
    ...incidents.flatMap(incidentMoments),
  ];
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const ringMoments = ({ id, name, deployedAt, goneAt }: RolloutRing): Moment[] => [
  ...deployedAt.map((at): Moment => ({ at, kind: 'deployed', text: say`${id} (${name}) is deployed` })),
  ...(goneAt === null ? [] : [{ at: goneAt, kind: 'rolled-back', text: say`${id} is not deployed any more` } as const]),
];

const actMoment = ({ at, by, act, target, result, detail }: RolloutAct): Moment => ({
  at,
  kind: 'act',
  text: say`${by}: ${act} ${target}${result === 'done' ? '' : `, ${result}`}${detail === '' ? '' : ` (${detail})`}`,
});

const verdictMoment = ({ at, state, sentence }: RolloutVerdict): Moment => ({
  at,
  kind: 'verdict',
  text: say`verdict ${state}: ${sentence}`,
});

const incidentMoments = ({ tier, name, from, to, isEndSeen, seconds, answeredAt, answeredBy }: Incident): Moment[] => [
  { at: from, kind: 'alert-fired', text: say`${tier} ${name} begins to fire` },
  ...(answeredAt === null
    ? []
    : [{ at: answeredAt, kind: 'alert-answered', text: say`${answeredBy ?? 'somebody'} is on ${name}` } as const]),
  ...(to === null || !isEndSeen
    ? []
    : [{ at: to, kind: 'alert-over', text: say`${name} is over after ${formatDuration(seconds)}` } as const]),
];
