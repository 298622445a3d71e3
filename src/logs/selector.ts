import type { Labels } from '../sources/prometheus-types.ts';

const matcher = (name: string, value: string) => `${name}=${JSON.stringify(value)}`;

/**
 * The selector of the streams that labels of a metric or alert speak of, as far as logs have such labels: named alike, or
 * as the profile maps them. Null when none fits: Loki refuses an empty selector.
 */
export function selectorOf(
  labels: Labels,
  mapping: Readonly<Record<string, string>>,
  known: readonly string[],
): string | null {
  const matchers = new Map<string, string>();
  for (const [name, value] of Object.entries(labels)) {
    const mapped = Object.hasOwn(mapping, name) ? mapping[name] : undefined;
    const target = mapped ?? name;
    if (value !== '' && known.includes(target) && (mapped !== undefined || !matchers.has(target)))
      matchers.set(target, value);
  }
  return matchers.size > 0 ? `{${[...matchers].map(([name, value]) => matcher(name, value)).join(', ')}}` : null;
}
