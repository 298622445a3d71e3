import { counter, type Family, flag, gauge, known, sample } from '../exposition/family.ts';
import type { Host } from './hosts.ts';
import type { Report } from './report.ts';
import type { RingRollout } from './rollout.ts';

const MEASURED: readonly (readonly [
  make: typeof gauge,
  name: string,
  help: string,
  value: (report: Report) => number | null | undefined,
])[] = [
  [gauge, 'memory_usage_mb', 'Working set, in units of 2^20 bytes.', (report) => report.memoryUsage],
  [counter, 'cpu_usage_seconds_total', 'Processor time of the process.', (report) => report.cpuUsage],
  [gauge, 'process_uptime_seconds', 'Time since the process started.', (report) => report.processUptime],
  [counter, 'errors_total', "Errors in the day's logs.", (report) => report.errorCount],
  [counter, 'signature_errors_total', "Invalid signatures in the day's logs.", (report) => report.signatureErrors],
  [
    counter,
    'antirollback_errors_total',
    "Refused roll-backs in the day's logs.",
    (report) => report.antiRollbackErrors,
  ],
  [counter, 'operations_total', 'Operations done.', (report) => report.operationCount],
  [counter, 'crashes_total', 'Crashes.', (report) => report.crashCount],
  [gauge, 'startup_time_seconds', 'Duration of the last start.', (report) => report.startupTime],
  [
    gauge,
    'license_validation_time_seconds',
    'Duration of the last licence validation.',
    (report) => report.licenseValidationTime,
  ],
];

/** What reports say, by ring and host; of hosts that fell silent, only since when. */
export function hostFamilies(hosts: readonly Host[], isStale: (host: Host) => boolean): readonly Family[] {
  const labels = ({ report: { ring, hostname } }: Host) => ({ ring, hostname });
  const speaking = hosts.filter((host) => !isStale(host));
  return [
    gauge(
      'process_up',
      'Whether the process was found.',
      speaking.map((host) => flag(isRunning(host.report), labels(host))),
    ),
    ...MEASURED.map(([make, name, help, value]) =>
      make(
        name,
        help,
        speaking.flatMap((host) => known(value(host.report), labels(host))),
      ),
    ),
    gauge(
      'application_info',
      'The version that runs; always 1.',
      speaking.flatMap((host) =>
        host.report.version ? [sample(1, { ...labels(host), version: host.report.version })] : [],
      ),
    ),
    gauge(
      'last_report_timestamp_seconds',
      'Unix time of the newest report.',
      hosts.map((host) => sample(host.reportedAt / 1000, labels(host))),
    ),
  ];
}

/** The collector leaves these out when it finds no process. */
const isRunning = ({ memoryUsage, processUptime }: Report): boolean =>
  typeof memoryUsage === 'number' || typeof processUptime === 'number';

export const rolloutFamilies = (rings: readonly RingRollout[]): readonly Family[] => [
  gauge(
    'ring_targets',
    'Hosts of the ring.',
    rings.map(({ ring, targets }) => sample(targets, { ring })),
  ),
  gauge(
    'ring_targets_deployed',
    'Hosts of the ring that run the newest version.',
    rings.map(({ ring, reached }) => sample(reached, { ring })),
  ),
  gauge(
    'ring_deployed_timestamp_seconds',
    'Unix time at which the first host of the ring ran the newest version.',
    rings.flatMap(({ ring, deployed }) =>
      deployed ? [sample(deployed.at / 1000, { ring, version: deployed.version })] : [],
    ),
  ),
];
