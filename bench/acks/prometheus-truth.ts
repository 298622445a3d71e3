import { type Millis, millis } from '../../src/units.ts';
import { SWITCHED, WATCHDOG } from '../../stack/switchboard.ts';

/** One firing of an alert as Prometheus evaluated it. */
export interface Incident {
  /** Its first evaluation that fired. */
  readonly began: Millis;
  /** The first evaluation that fired no more; null while it fires. */
  readonly ended: Millis | null;
  /** Earlier than `ended` where only Alertmanager knows when it took it for over. */
  readonly endedAtEarliest?: Millis;
}

/** What Prometheus found, by its own record of it: the truth that everybody else is held against. */
export interface Truth {
  /** Those that were written down, in order of time. */
  readonly evaluations: readonly Millis[];
  /** By switch. */
  readonly incidents: ReadonlyMap<string, readonly Incident[]>;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** A time in which Prometheus did not run. */
export interface Outage {
  readonly from: Millis;
  /** Null while it lasts. */
  readonly to: Millis | null;
}

interface Look {
  /** How far to look back. */
  readonly seconds: number;
  readonly outages: readonly Outage[];
  /** Milliseconds for which Alertmanager takes an alert for firing that it hears no more of, and between two times that it hears of one. */
  readonly hold: number;
  readonly resend: number;
}

export async function readTruth(prometheus: string, { seconds, ...how }: Look): Promise<Truth> {
  const [evaluated, fired] = await Promise.all([
    rangeOf(prometheus, `${firing(WATCHDOG)}[${seconds}s]`),
    rangeOf(prometheus, `${firing(SWITCHED)}[${seconds}s]`),
  ]);
  const evaluations = evaluated.flatMap(timesOf).sort((a, b) => a - b);
  const byId = Map.groupBy(fired, ({ metric }) => metric.id ?? '');
  const incidents = [...byId].map(
    ([id, series]) => [id, incidentsOf(evaluations, new Set(series.flatMap(timesOf)), how)] as const,
  );
  return { evaluations, incidents: new Map(incidents) };
}

const firing = (name: string) => `ALERTS{alertname="${name}",alertstate="firing"}`;

/**
 * An evaluation that was missed ends nothing: an alert is over when an evaluation did not find it. One that went away
 * while Prometheus did not run is over when Alertmanager drops it: nobody told it of an end.
 */
export function incidentsOf(
  evaluations: readonly Millis[],
  firing: ReadonlySet<Millis>,
  { outages, hold, resend }: Omit<Look, 'seconds'>,
): readonly Incident[] {
  const incidents: Incident[] = [];
  let began: Millis | null = null;
  let last = millis(0);
  let previous = millis(0);
  for (const at of evaluations) {
    const stopped = (since: Millis) => outages.findLast(({ from, to }) => from >= since && to !== null && to <= at);
    const cut = stopped(last) !== undefined;
    const ended = millis(last + hold);
    const dropped = { ended, endedAtEarliest: millis(ended - resend) };
    // What fires when it is first written down may have begun before that, but not before Prometheus ran.
    const since = stopped(previous)?.to ?? at;
    previous = at;
    if (firing.has(at)) {
      if (began !== null && cut && at > ended) {
        incidents.push({ began, ...dropped });
        began = since;
      }
      began ??= since;
      last = at;
    } else if (began !== null && (!cut || at > ended)) {
      incidents.push({ began, ...(cut ? dropped : { ended: at }) });
      began = null;
    }
  }
  return began === null ? incidents : [...incidents, { began, ended: null }];
}

/** Raw samples, each at the time of its evaluation. */
async function rangeOf(prometheus: string, query: string): Promise<readonly Series[]> {
  const response = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  const body = (await response.json()) as { readonly error?: string; readonly data?: { readonly result: Series[] } };
  if (!body.data) throw new Error(`${body.error}: ${query}`);
  return body.data.result;
}

const timesOf = ({ values }: Series): Millis[] => values.map(([at]) => millis(Math.round(at * 1000)));
