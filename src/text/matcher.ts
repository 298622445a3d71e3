/**
 * A string in a matcher of Alertmanager, so that either way in which it and amtool read matchers reads it back: older ones
 * know no other escapes.
 */
export const matcherString = (value: string): string => `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;

/** A name in a matcher; one that only Alertmanager since 0.27 knows is quoted. */
export const matcherName = (name: string): string => (/^[A-Za-z_:][\w:]*$/.test(name) ? name : matcherString(name));
