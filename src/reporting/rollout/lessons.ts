import { formatDuration } from '../../text/format.ts';
import { type Sentence, say } from '../../text/say.ts';
import type { Incident } from '../schema/report.ts';
import type { RolloutReport } from '../schema/rollout.ts';
import type { Moment, TimelineFacts } from './timeline.ts';

/** An alert that is over so long after an act may be over because of it, in milliseconds. */
const SOON = 15 * 60_000;

/** Moments after which something may get better: what was deployed, taken back, or revoked. */
const isStep = ({ kind }: Moment): boolean => kind === 'deployed' || kind === 'rolled-back' || kind === 'act';

/** Alerts that were over soon after something was done: what came after it, which need not be because of it. */
export function helpedBy(timeline: readonly Moment[], incidents: readonly Incident[]): Sentence[] {
  return incidents.flatMap(({ name, from, to, isEndSeen }) => {
    if (to === null || !isEndSeen) return [];
    const over = Date.parse(to);
    const step = timeline.findLast(({ at, ...moment }) => {
      const when = Date.parse(at);
      return isStep({ at, ...moment }) && when >= Date.parse(from) && when <= over && over - when <= SOON;
    });
    if (!step) return [];
    return [say`${name} was over ${formatDuration((over - Date.parse(step.at)) / 1000)} after: ${step.text}`];
  });
}

/** What only people know. */
const ALWAYS: readonly Sentence[] = [
  say`What was the cause? What made it possible, and why was it not seen before?`,
  say`Who was affected, how much, and how do we know?`,
  say`What went well, and what was luck?`,
  say`What will be changed, by whom, until when?`,
];

/** What the data leaves open, and what data never tells. */
export function questionsOf(
  { incidents, acts, rings, verdicts }: TimelineFacts,
  chain: RolloutReport['chain'],
): Sentence[] {
  const unanswered = incidents.filter(
    ({ answeredAt, tier }) => answeredAt === null && (tier === 'P0' || tier === 'P1'),
  );
  const names = [...new Map(unanswered.map(({ name, tier }) => [`${tier} ${name}`, { name, tier }])).values()];
  const unknown = rings.filter((ring) => ring.unknown !== null);
  return [
    ...ALWAYS,
    ...names.map(({ name, tier }) => say`Who took care of ${tier} ${name}, and when? The journal does not say.`),
    ...(acts ?? []).flatMap(({ override, by, act, target }) =>
      override === null
        ? []
        : [say`${by} overrode what was in the way of ${act} ${target}: “${override}”. Was that right?`],
    ),
    ...(acts ?? []).flatMap(({ result, by, act, target, detail }) =>
      result === 'done' ? [] : [say`${act} ${target} by ${by} was ${result}: ${detail}. What did that cost?`],
    ),
    ...unknown.map(({ id, unknown: why }) => say`When was ${id} deployed? ${why?.text ?? ''}.`),
    ...(verdicts.length === 0 ? [say`How was it decided whether the new version is worse? There is no verdict.`] : []),
    ...(chain.state === 'changed' ? [say`Why is the journal not as it was written?`] : []),
  ];
}
