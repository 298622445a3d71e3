/** A name as PromQL takes it: one of other signs, which Prometheus 2.42 does not know yet, is quoted. */
const promqlName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** A matcher of PromQL for equality. */
export const promqlMatcher = (name: string, value: string): string => `${promqlName(name)}=${JSON.stringify(value)}`;
