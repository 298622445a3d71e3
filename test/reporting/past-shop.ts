/** A shop as a server would have stored it: requests, latency, users, an outage and alerts. Times in Unix seconds. */
export interface PastShop {
  readonly from: number;
  readonly to: number;
  readonly alerts: readonly PastAlert[];
  /** Stretches in which the web server answered nothing. */
  readonly outages: readonly (readonly [from: number, to: number])[];
  /** When the rings were deployed. */
  readonly rings: Readonly<Record<string, number>>;
}

/** An alert from its first firing to its last evaluation. */
export interface PastAlert {
  readonly name: string;
  readonly severity: string;
  readonly from: number;
  readonly to: number;
  readonly labels?: string;
}

const SCRAPE = 240;
/** Time between two evaluations of the rules. */
export const EVALUATION = 60;
const BOUNDARIES = ['0.1', '0.25', '+Inf'] as const;

/** OpenMetrics text with a time for each sample; nothing in it is left to chance. */
export function pastShop({ from, to, alerts, outages, rings }: PastShop): string {
  const lines: string[] = [];
  const isOut = (at: number) => outages.some(([begin, end]) => at >= begin && at < end);
  let [requests, errors, slow] = [1e6, 500, 100];
  for (let at = from; at < to; at += SCRAPE) {
    const hour = (at % 86_400) / 3600;
    const rate = isOut(at) ? 0 : 100 + 60 * Math.sin(((hour - 8) / 24) * 2 * Math.PI);
    requests += Math.round(rate * SCRAPE);
    errors += Math.round(rate * SCRAPE * (hour > 14 && hour < 15 ? 0.004 : 0.0004));
    slow += Math.round(rate * SCRAPE * 0.02);
    lines.push(
      `up{job="web"} ${isOut(at) ? 0 : 1} ${at}`,
      `http_requests_total{status="200"} ${requests - errors} ${at}`,
      `http_requests_total{status="500"} ${errors} ${at}`,
      ...BOUNDARIES.map(
        (le, i) => `http_request_duration_seconds_bucket{le="${le}"} ${requests - (i === 0 ? slow : 0)} ${at}`,
      ),
      `shop_users{plan="free"} ${5000 + Math.floor((at - from) / 3600)} ${at}`,
      `shop_users{plan="paid"} ${800 + Math.floor((at - from) / 14_400)} ${at}`,
      `latency_seconds{version="v1"} 0.04 ${at}`,
      `latency_seconds{version="v2"} ${isOut(at) ? 0.9 : 0.05} ${at}`,
      `shop_deployments_total ${Math.floor((at - from) / 100_000)} ${at}`,
    );
    for (const [ring, started] of Object.entries(rings))
      if (at >= started) lines.push(`ring_deployed_timestamp_seconds{ring="${ring}"} ${started} ${at}`);
  }
  for (const { name, severity, labels = '', from: first, to: last } of alerts)
    for (let at = first; at <= last; at += EVALUATION)
      lines.push(`ALERTS{alertname="${name}",alertstate="firing",severity="${severity}"${labels}} 1 ${at}`);
  return `${lines.join('\n')}\n# EOF\n`;
}
