import type { AlertmanagerView, Silence } from '../../sources/alertmanager/types.ts';
import { millis } from '../../units.ts';
import type { Moment } from '../moment.ts';

/** What one member is known to hold. Its times are in its own clock, `offset` milliseconds ahead of ours. */
export interface Member {
  readonly id: string;
  readonly view: AlertmanagerView;
  readonly offset: number;
}

/** A silence as the members together know it, in our clock. */
export interface SeenSilence extends Silence {
  readonly active: boolean;
  /** Members that hold it as active. */
  readonly seenBy: readonly string[];
  /** Milliseconds that its member's clock is ahead of ours. */
  readonly offset: number;
}

/**
 * All silences by id. Members disagree while a change spreads; an expiry is final for its id, so one member that knows
 * of it is enough.
 */
export function collectSilences(members: readonly Member[], moment: Moment): ReadonlyMap<string, SeenSilence> {
  const held = members.flatMap(({ id: member, view, offset }) =>
    view.silences.map((silence) => ({ member, offset, silence: inOurClock(silence, offset) })),
  );
  const byId = Map.groupBy(held, ({ silence }) => silence.id);
  return new Map(
    [...byId].map(([id, copies]) => {
      const ended = copies.find(({ silence }) => silence.state === 'expired');
      const latest = copies.reduce((a, b) => (b.silence.endsAt > a.silence.endsAt ? b : a));
      const { silence, offset } = ended ?? latest;
      const expired = ended !== undefined || moment.hasCome(silence.endsAt);
      const seenBy = copies.filter(({ silence }) => silence.state === 'active').map(({ member }) => member);
      return [id, { ...silence, active: !expired && seenBy.length > 0, seenBy, offset }];
    }),
  );
}

const inOurClock = (silence: Silence, offset: number): Silence => ({
  ...silence,
  startsAt: millis(silence.startsAt - offset),
  endsAt: millis(silence.endsAt - offset),
});
