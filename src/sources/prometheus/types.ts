import type { Millis, Seconds } from '../../units.ts';

export type Labels = Readonly<Record<string, string>>;

/** One series of an instant query. `value` may be NaN or ±Infinity: those are answers too. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface InstantResult {
  readonly samples: readonly Sample[];
  /** Server warnings and infos, one sentence each. */
  readonly warnings: readonly string[];
  /** Present when part of what was asked for may be missing or wrong, and the profile does not allow it. */
  readonly partial?: true;
  /** Present when the answer is of an earlier instant than it was asked for. */
  readonly asOf?: Millis;
}

export interface RangeSeries {
  readonly labels: Labels;
  /** `[unix milliseconds, value]`, ascending; missing steps are absent. */
  readonly points: readonly (readonly [Millis, number])[];
}

export interface RangeResult {
  readonly series: readonly RangeSeries[];
  readonly warnings: readonly string[];
  /** As in `InstantResult`. */
  readonly partial?: true;
}

/** The samples of a selector as they are stored. */
export interface RawResult {
  readonly series: readonly RangeSeries[];
  readonly warnings: readonly string[];
  /** As in `InstantResult`. */
  readonly partial?: true;
}

export interface RangeWindow {
  readonly from: Millis;
  readonly to: Millis;
  readonly step: Seconds;
}

/** How the rules of a server send what fires to Alertmanager. */
export interface AlertSender {
  /** When it began to run; what had resolved before, it sends no more. */
  readonly startedAt: Millis;
  /** What fires, and what resolved a short while ago, is sent again after so long. */
  readonly resendDelay: Seconds;
}

/** What the alerting rules of a server hold at this moment. */
export interface ActiveAlerts {
  /** Names of the alerts there are rules for. */
  readonly ruled: ReadonlySet<string>;
  /** Of every alert that is pending or firing, without `external_labels`. */
  readonly labels: readonly Labels[];
}
