import type { Millis } from '../units.ts';
import type { Outcome, SendOutcome } from './error.ts';
import type { Labels } from './prometheus-types.ts';

/** An alert as Alertmanager v2 lists it (`GET /api/v2/alerts`); identity is the fingerprint. */
export interface Alert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** First firing. */
  readonly startsAt: Millis;
  readonly updatedAt: Millis;
  readonly generatorURL: string;
  readonly receivers: readonly string[];
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
}

export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  readonly createdBy: string;
  readonly comment: string;
  readonly state: 'pending' | 'active' | 'expired';
}

/** What one Alertmanager member answered. */
export interface AlertmanagerView {
  readonly alerts: readonly Alert[];
  readonly silences: readonly Silence[];
  /** Server clock minus ours, in milliseconds and right to about a second (the `Date` header); 0 without the header. */
  readonly clockOffset: number;
}

/** A silence to create, or, with `id`, to update. Times are in the server's clock. */
export interface NewSilence {
  readonly id?: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  readonly createdBy: string;
  readonly comment: string;
}

/** An alert to post. Times are in the server's clock; it resolves by itself at its end. */
export interface NewAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
}

/** One member of an Alertmanager cluster. Nothing here throws or retries: the caller decides what an error means. */
export interface AlertmanagerMember {
  readonly id: string;
  /** All its alerts, whatever their state, and all its silences, expired ones included. */
  view(signal?: AbortSignal): Promise<Outcome<AlertmanagerView>>;
  /** Null when the member does not know the id. */
  silence(id: string, signal?: AbortSignal): Promise<Outcome<Silence | null>>;
  /** Returns the id to keep: an update that cannot be made in place gets a new one. */
  createSilence(silence: NewSilence, signal?: AbortSignal): Promise<SendOutcome<{ readonly id: string }>>;
  expireSilence(id: string, signal?: AbortSignal): Promise<SendOutcome<void>>;
  /** Posted again with the same labels, an alert is the same one. Members do not pass alerts on to each other. */
  postAlerts(alerts: readonly NewAlert[], signal?: AbortSignal): Promise<SendOutcome<void>>;
  /** The server's clock, from the `Date` header (whole seconds); ours when the header is missing. */
  now(signal?: AbortSignal): Promise<Outcome<Millis>>;
}
