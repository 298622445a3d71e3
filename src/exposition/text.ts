import { Counter, Gauge, Registry } from 'prom-client';
import type { Family } from './family.ts';

/** The two text formats Prometheus reads. */
export type Format = 'text' | 'openmetrics';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
};

/** The families as text, each name once. */
export function expose(families: readonly Family[], format: Format): Promise<string> {
  const registry = new Registry<typeof Registry.PROMETHEUS_CONTENT_TYPE | typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(format === 'text' ? Registry.PROMETHEUS_CONTENT_TYPE : Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name, type, help, samples } of families) {
    if (samples.length === 0) continue;
    const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    const registered = { name, help, labelNames, registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(registered);
      for (const { labels, value } of samples) counter.inc({ ...labels }, value);
    } else {
      const gauge = new Gauge(registered);
      for (const { labels, value } of samples) gauge.set({ ...labels }, value);
    }
  }
  return registry.metrics();
}

/** What a scraper's Accept header asks for; plain text unless it prefers OpenMetrics 1.0.0. */
export function negotiate(accept: string | undefined): Format {
  const wishes = (accept ?? '').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const parameter = (name: string) => parameters.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
    return { type, version: parameter('version'), quality: Number(parameter('q') ?? 1) || 0 };
  });
  const quality = (fits: (wish: (typeof wishes)[number]) => boolean) =>
    Math.max(0, ...wishes.filter(fits).map((wish) => wish.quality));
  const openmetrics = quality(
    ({ type, version = '1.0.0' }) => type === 'application/openmetrics-text' && version === '1.0.0',
  );
  const text = quality(({ type }) => type === 'text/plain');
  return openmetrics > 0 && openmetrics >= text ? 'openmetrics' : 'text';
}
