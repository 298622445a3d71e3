import type { EndedAck } from '../room/acks/ended-acks.ts';
import type { RoomAlert } from '../room/alerts/alert.ts';
import { formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Seconds } from '../units.ts';
import { byName } from './alerts.ts';

/** Why an alert cannot be acknowledged. */
export type NotAcknowledged = 'already' | 'gone';

type Named = Pick<RoomAlert, 'name'>;

/** What became of an operator's wish about an alert, as it is told and as the journal keeps it. */
export const ackActText = {
  acknowledged: ({ name }: Named, duration: Seconds | undefined, note: string): Sentence =>
    say`${name} is acknowledged${duration === undefined ? '' : ` for ${formatDuration(duration)}`}${noteText(note)}`,
  /** Another operator was faster. */
  before: ({ name }: Named, by: string): Sentence => say`${name} was already acknowledged${byName(by)}, a moment ago`,
  not: ({ name, ack }: Pick<RoomAlert, 'name' | 'ack'>, why: NotAcknowledged): Sentence =>
    why === 'gone' ? say`${name} is no longer firing` : say`${name} is already acknowledged${byName(ack?.by)}`,
  /** @param others names of alerts that the same silence covered */
  takenBack: ({ name }: Named, others: readonly string[]): Sentence => {
    const nor =
      others.length > 0 ? `; nor are the other alerts of the same silence: ${[...new Set(others)].join(', ')}` : '';
    return say`${name} is no longer acknowledged${nor}`;
  },
  notAcknowledged: ({ name }: Named): Sentence => say`${name} is not acknowledged`,
  lasts: (shortest: Seconds, longest: Seconds): Sentence =>
    say`an acknowledgement lasts from ${formatDuration(shortest)} to ${formatDuration(longest)}`,
  narrowed: ({ name }: Named): Sentence =>
    say`${name} is now acknowledged by a narrower silence: the old one had begun to cover another alert`,
} as const;

/** The same of claims. */
export const claimText = {
  /** @param takenFrom who had it before */
  claimed: ({ name }: Named, by: string, takenFrom: string | null, note: string): Sentence =>
    say`${by} is on ${name}${takenFrom === null ? '' : `, taken over from ${takenFrom}`}${noteText(note)}`,
  released: ({ name }: Named, by: string): Sentence => say`${by} is no longer on ${name}`,
  already: ({ name }: Named): Sentence => say`you are already on ${name}`,
  nobody: ({ name }: Named): Sentence => say`nobody is on ${name}`,
  another: ({ name }: Named, by: string): Sentence => say`${by} is on ${name}: claim it to take it over`,
} as const;

const noteText = (note: string): string => (note === '' ? '' : `: ${note}`);

/** That what acknowledged an alert which is over was ended. @param told whether receivers were told of its end just now */
export function finishedText({ name, again, resent }: EndedAck, told: boolean): Sentence {
  const what = told
    ? 'its receivers have been told that it is over'
    : again !== null
      ? 'it is firing again'
      : resent
        ? 'its receivers will be told when Prometheus reports its end again'
        : 'it may still be firing somewhere, so its receivers have not been told';
  return say`${name} is no longer acknowledged: ${what}`;
}

/** What the journal keeps of the end of an acknowledgement. */
export function endedLine(act: 'end' | 'tell', { name, by, telling }: EndedAck): Sentence {
  if (act === 'tell') return say`receivers were told that ${name} is over`;
  return telling === 'unlisted'
    ? say`the acknowledgement of ${name} by ${by} was taken back; it is not known whether the alert is over`
    : say`the acknowledgement of ${name} by ${by} ended with its alert`;
}

/** What came of one alert among several. */
interface Came {
  readonly name: string;
  readonly result: 'done' | 'refused' | 'failed';
  readonly message: string;
}

/** How many of several alerts were `did`, and every reason once why others were not. */
export function summedText(alerts: readonly Came[], did: string): Sentence {
  const not = alerts.filter(({ result }) => result !== 'done');
  const failures = not.map((one) => (one.result === 'failed' ? `${one.name} failed: ${one.message}` : one.message));
  const done = alerts.length - not.length;
  const refused = not.length === alerts.length && !not.some(({ result }) => result === 'failed');
  const head = refused ? [] : [`${done} of ${alerts.length} alerts ${did}`];
  return say`${[...head, ...new Set(failures)].join('; ')}`;
}

export const noAlertChosen = (): Sentence => say`no alert is selected`;
