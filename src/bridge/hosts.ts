import { addSeconds, type Millis, type Seconds } from '../units.ts';
import type { Report } from './report.ts';
import { madeAt } from './report-time.ts';

/** How a host stands, by its newest report. */
export interface Host {
  readonly report: Report;
  readonly reportedAt: Millis;
  /** Since when its reports have named this version without another in between. */
  readonly versionSince: Millis;
}

export interface HostLimits {
  /** So long after its last report a host's values are unknown. */
  readonly staleAfter: Seconds;
  /** So long after its last report nothing is said of a host any more. */
  readonly forgetAfter: Seconds;
  readonly maxHosts: number;
}

/** The newest report of every host of every ring, in bounded number. */
export class Hosts {
  readonly #limits: HostLimits;
  readonly #hosts = new Map<string, Host>();

  constructor(limits: HostLimits) {
    this.#limits = limits;
  }

  /** False when there are too many hosts for another. An older report than the one that is known changes nothing. */
  accept(report: Report, arrivedAt: Millis, now: Millis): boolean {
    // Windows writes one name in either case.
    const key = JSON.stringify([report.ring, report.hostname.toLowerCase()]);
    const before = this.#hosts.get(key);
    if (!before && this.#hosts.size >= this.#limits.maxHosts) {
      this.#forget(now);
      if (this.#hosts.size >= this.#limits.maxHosts) return false;
    }
    const reportedAt = madeAt(report.timestamp, arrivedAt);
    if (before && before.reportedAt > reportedAt) return true;
    const same = before && before.report.version === report.version;
    this.#hosts.set(key, { report, reportedAt, versionSince: same ? before.versionSince : reportedAt });
    return true;
  }

  /** Every host that is not forgotten. */
  all(now: Millis): readonly Host[] {
    this.#forget(now);
    return [...this.#hosts.values()];
  }

  isStale({ reportedAt }: Host, now: Millis): boolean {
    return addSeconds(reportedAt, this.#limits.staleAfter) < now;
  }

  #forget(now: Millis): void {
    for (const [key, { reportedAt }] of this.#hosts)
      if (addSeconds(reportedAt, this.#limits.forgetAfter) < now) this.#hosts.delete(key);
  }
}
