import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis, Seconds } from '../../units.ts';
import type { Telling } from './ending-text.ts';

export type Tier = 'P0' | 'P1' | 'P2' | 'P3';

export interface AlertAck {
  readonly silenceId: string;
  readonly by: string;
  readonly at: Millis;
  readonly expiresAt: Millis;
  readonly comment: string;
  /** What was written beside the mark of an acknowledgement. */
  readonly note: string;
  /** Members that do not show the silence yet. */
  readonly propagating: boolean;
  /** ringdeck made it, for exactly this alert; by whatever operator. */
  readonly ours: boolean;
  /** It ends at `expiresAt`; else it is extended while its alert fires and its operator has a room open. */
  readonly fixed: boolean;
}

/** Somebody said "I am on it"; nothing is silenced by that. */
export interface AlertClaim {
  readonly by: string;
  readonly at: Millis;
  readonly note: string;
  /** Who had it before it was taken over. */
  readonly takenFrom?: string;
}

/** An acknowledgement that does not stand for this alert, although one might think so. */
export interface LapsedAck {
  readonly silenceId: string;
  readonly by: string;
  readonly at: Millis;
  /**
   * `severity-grew`: it was for the same alert at a lesser severity, or for its group before it had one so bad.
   * `too-wide`: it was made for another alert, and covers this one as well. `fired-again`: it was for an earlier incident of
   * this alert. `began-later`: another tool made it for a group, before this one began.
   */
  readonly why: 'severity-grew' | 'too-wide' | 'fired-again' | 'began-later';
  /** The tier it was acknowledged at; null when nothing says so. */
  readonly tier: Tier | null;
  /** Alertmanager keeps this alert quiet by it all the same. */
  readonly silences: boolean;
  /** One sentence without its full stop: "was acknowledged at P1 by alice 6m ago, severity grew". */
  readonly text: string;
}

/** A silence by which ringdeck acknowledges one alert; what its upkeep needs to know. */
export interface OwnAck {
  readonly id: string;
  readonly by: string;
  readonly fingerprint: string;
  readonly at: Millis;
  readonly expiresAt: Millis;
  readonly fixed: boolean;
  /** How many. */
  readonly matchers: number;
  /** Of its alert. */
  readonly name: string;
  /** The alert's labels byte for byte, for matchers alone: never drawn. */
  readonly exactLabels: Labels;
  /** The alerts Alertmanager keeps quiet by it, by fingerprint. */
  readonly covers: readonly string[];
}

/** An acknowledgement that ringdeck made whose incident is over. */
export interface EndedAck {
  /** The silence that ends last, or did. */
  readonly silenceId: string;
  readonly fingerprint: string;
  readonly name: string;
  /** Who acknowledged it. */
  readonly by: string;
  /** When it was acknowledged. */
  readonly at: Millis;
  /** Start of the incident, as Alertmanager listed it; null where the acknowledgement does not say. */
  readonly began: Millis | null;
  /** By Prometheus' record, else when it was noticed. */
  readonly endedAt: Millis;
  /** When the same alert fired again; null when it does not fire now. */
  readonly again: Millis | null;
  /** Silences of it that still stand, and are to be ended. */
  readonly standing: readonly string[];
  /** Prometheus recorded the end of this incident; else the members' lists alone tell of it. */
  readonly recorded: boolean;
  /** Whether Prometheus sends the end again once its silence is ended; else receivers have to be told. */
  readonly resent: boolean;
  /** What receivers were told of the end: see `ending-text.ts`. */
  readonly telling: Telling['is'];
  /** Names of the receivers it is routed to; empty where that is not known. */
  readonly receivers: readonly string[];
  /** Time after which what goes on firing is notified again; null where that is not known. */
  readonly repeatInterval: Seconds | null;
  /** One sentence without its full stop, behind the alert's name: "resolved 2m ago, receivers told". */
  readonly text: string;
  /** The alert's labels byte for byte, for matchers alone: never drawn. */
  readonly exactLabels: Labels;
}

/** A silence that ringdeck did not make, active or still to begin. */
export interface RoomSilence {
  readonly id: string;
  /** `ack`: made as an acknowledgement, as karma does it. */
  readonly kind: 'ack' | 'silence';
  readonly state: 'active' | 'pending';
  readonly by: string;
  readonly comment: string;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  /** As Alertmanager writes them: `ring="ring1", instance=~"a.*"`. */
  readonly matchers: string;
  /** Listed alerts it covers, or will cover once it begins, by fingerprint. */
  readonly covers: readonly string[];
  /** Alerts it covers that are not of this room. */
  readonly elsewhere: number;
  /** Members that do not show it yet. */
  readonly propagating: boolean;
}
