import { type EventScope, eventAlert, type RingEvent } from '../room/rings/events.ts';
import type { AlertmanagerMember } from '../sources/alertmanager/types.ts';
import { addSeconds, type Seconds } from '../units.ts';
import { eventText } from '../wording/events.ts';

export interface AnnouncerOptions extends EventScope {
  /** Every member of one Alertmanager cluster: they do not tell each other of alerts. */
  readonly members: readonly AlertmanagerMember[];
  /** An event resolves by itself after this time. */
  readonly lasts: Seconds;
  /** Aborts when an operator has waited long enough to hear that an act is done. */
  readonly patience?: () => AbortSignal;
}

const PATIENCE_MS = 3000;

/** Tells of ring events where alerts are routed, so that Slack, e-mail and paging stay there. */
export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Null when a member took it, from which the cluster notifies; else why none did. */
  async announce(event: RingEvent): Promise<string | null> {
    const { members, patience = () => AbortSignal.timeout(PATIENCE_MS) } = this.#options;
    const signal = patience();
    const told = await Promise.all(members.map((member) => this.#tell(member, event, signal)));
    if (told.includes(null)) return null;
    return told.length === 0 ? 'no Alertmanager is configured' : [...new Set(told)].join('; ');
  }

  /** By the member's own clock: by ours, when that is behind, the event would be over before it is told. */
  async #tell(member: AlertmanagerMember, event: RingEvent, signal: AbortSignal): Promise<string | null> {
    const status = await member.status(signal);
    if (!status.ok) return status.error.message;
    const { now } = status.value;
    const times = { startsAt: now, endsAt: addSeconds(now, this.#options.lasts) };
    const posted = await member.postAlerts(
      [{ ...eventAlert(event, eventText(event), this.#options), ...times }],
      signal,
    );
    return posted.ok ? null : posted.error.message;
  }
}
