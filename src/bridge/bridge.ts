import type { Clock } from '../clock.ts';
import { counter, type Family, flag, gauge, known, sample } from '../exposition/family.ts';
import type { Millis } from '../units.ts';
import type { ReportFolder } from './folder.ts';
import { type Host, type HostLimits, Hosts } from './hosts.ts';
import { hostFamilies, rolloutFamilies } from './metrics.ts';
import { createReceiver, type ReceiverParts } from './receiver.ts';
import type { Report } from './report.ts';
import { rollouts, type TargetList } from './rollout.ts';

type Via = 'file' | 'post';

interface FolderState {
  readonly up: boolean;
  readonly readAt: Millis | null;
}

/** Collectors' reports, from folders and by POST, as metrics. */
export class Bridge {
  readonly #clock: Clock;
  readonly #hosts: Hosts;
  readonly #accepted: Record<Via, number> = { file: 0, post: 0 };
  readonly #refused = new Map<string, number>();
  readonly #folders = new Map<string, FolderState>();
  #targets: TargetList = 'reported';

  constructor(limits: HostLimits, clock: Clock) {
    this.#hosts = new Hosts(limits);
    this.#clock = clock;
  }

  set targets(targets: TargetList) {
    this.#targets = targets;
  }

  /** Takes what is new in a folder. @returns a sentence for each file that is refused for good, and for a folder that cannot be read */
  async read(folder: ReportFolder): Promise<readonly string[]> {
    const now = this.#clock.now();
    const before = this.#folders.get(folder.folder);
    try {
      const { reports, rejected } = await folder.scan(now);
      for (const { report, arrivedAt } of reports) {
        if (!this.#accept(report, arrivedAt, 'file')) this.#refuse('file', 'too-many-hosts');
      }
      for (const _ of rejected) this.#refuse('file', 'invalid');
      this.#folders.set(folder.folder, { up: true, readAt: now });
      return rejected.map(({ file, reason }) => `${file} is not a report: ${reason}`);
    } catch (error) {
      this.#folders.set(folder.folder, { up: false, readAt: before?.readAt ?? null });
      if (before && !before.up) return [];
      return [`${folder.folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  }

  /** Answers POSTs. @param token the bearer token to ask for, null: none */
  receiver(token: ReceiverParts['token']) {
    return createReceiver({
      token,
      accept: (report) => this.#accept(report, this.#clock.now(), 'post'),
      refused: (why) => this.#refuse('post', why),
    });
  }

  families(): readonly Family[] {
    const now = this.#clock.now();
    const hosts = this.#hosts.all(now);
    const isStale = (host: Host) => this.#hosts.isStale(host, now);
    const stale = hosts.filter(isStale).length;
    const folders = [...this.#folders];
    return [
      ...hostFamilies(hosts, isStale),
      ...rolloutFamilies(rollouts(hosts, this.#targets)),
      gauge('ringdeck_bridge_hosts', 'Hosts that report, and hosts that fell silent.', [
        sample(hosts.length - stale, { state: 'reporting' }),
        sample(stale, { state: 'silent' }),
      ]),
      counter('ringdeck_bridge_reports_total', 'Reports taken.', [
        sample(this.#accepted.file, { via: 'file' }),
        sample(this.#accepted.post, { via: 'post' }),
      ]),
      counter(
        'ringdeck_bridge_refused_total',
        'Files and POSTs that were not reports, or not wanted.',
        [...this.#refused].map(([key, count]) => {
          const [via = '', reason = ''] = key.split(' ');
          return sample(count, { via, reason });
        }),
      ),
      gauge(
        'ringdeck_bridge_folder_up',
        'Whether the folder could be read the last time.',
        folders.map(([folder, { up }]) => flag(up, { folder })),
      ),
      gauge(
        'ringdeck_bridge_folder_read_timestamp_seconds',
        'Unix time at which the folder was last read.',
        folders.flatMap(([folder, { readAt }]) => known(readAt === null ? null : readAt / 1000, { folder })),
      ),
    ];
  }

  #accept(report: Report, arrivedAt: Millis, via: Via): boolean {
    const taken = this.#hosts.accept(report, arrivedAt, this.#clock.now());
    if (taken) this.#accepted[via] += 1;
    return taken;
  }

  #refuse(via: Via, reason: string): void {
    const key = `${via} ${reason}`;
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }
}
