import type { Millis, Seconds } from '../../units.ts';
import type { Outcome, SendOutcome } from '../error.ts';
import type { Labels } from '../prometheus/types.ts';

/** An alert as Alertmanager v2 lists it (`GET /api/v2/alerts`); identity is the fingerprint. */
export interface Alert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** First firing; where that cannot be read, the last moment it can be. */
  readonly startsAt: Millis;
  readonly updatedAt: Millis;
  readonly generatorURL: string;
  readonly receivers: readonly string[];
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
  /** Names of the time intervals that keep every notification of it back, if any; absent where the server does not tell. */
  readonly mutedBy?: readonly string[];
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

/** A node of the tree that leads alerts to receivers. What it does not set itself it has from the one above. */
export interface Route {
  readonly receiver: string;
  /** As they are written in the configuration; an alert must fit all of them. */
  readonly matchers: readonly string[];
  /** Whether the routes after it are tried, too, once it fits. */
  readonly continues: boolean;
  /** Names of labels; `all`: each alert is a group of its own. */
  readonly groupBy: readonly string[] | 'all';
  /** Time between two notifications of one group in which something changed. */
  readonly groupInterval: Seconds;
  /** Time after which a group that goes on firing is notified again. */
  readonly repeatInterval: Seconds;
  readonly routes: readonly Route[];
}

/** How one member stands. */
export interface MemberStatus {
  /** The server's clock, from the `Date` header (whole seconds); ours when the header is missing. */
  readonly now: Millis;
  /** When it began to run, in its clock; null when it does not say. Alerts of before are lost to it until they are sent again. */
  readonly startedAt: Millis | null;
  /** Null when its configuration cannot be read. */
  readonly routing: Route | null;
  /** After so long it takes for over what came without an end and is not sent again; null when that cannot be read. */
  readonly resolveTimeout: Seconds | null;
}

/** What one Alertmanager member answered. */
export interface AlertmanagerView {
  readonly alerts: readonly Alert[];
  readonly silences: readonly Silence[];
  /** Server clock minus ours, in milliseconds and right to about a second (the `Date` header); 0 without the header. */
  readonly clockOffset: number;
  /** What is on its lists of alerts and silences and cannot be read, in words; absent when all can. */
  readonly unread?: string;
  /** Of which alerts the start cannot be read, in words: they stand with the last moment it can be; absent when all can. */
  readonly undated?: string;
  /** Where it sends alerts; absent while that has not been read. */
  readonly routing?: Route;
  /** As in `MemberStatus`; absent where it does not say. */
  readonly startedAt?: Millis;
  /** As in `MemberStatus`; absent where it cannot be read. */
  readonly resolveTimeout?: Seconds;
  /** Set where it is no Alertmanager's word, but what is on record of an instant in the past. */
  readonly recorded?: true;
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
  status(signal?: AbortSignal): Promise<Outcome<MemberStatus>>;
}
