import type { State } from '../room/shown.ts';

const WORST: readonly State[] = ['fail', 'unknown', 'warn', 'ok'];

/** Checks from worst to best; equal ones keep their order. */
export const worstFirst = <T extends { readonly state: State; readonly critical?: boolean }>(
  checks: readonly T[],
): T[] =>
  [...checks].sort(
    (a, b) =>
      WORST.indexOf(a.state) - WORST.indexOf(b.state) || Number(b.critical ?? false) - Number(a.critical ?? false),
  );
