import type { Ring } from '../../../room/shown.ts';
import { worstFirst } from '../../core/worst.ts';
import { checkDistance } from '../../panels/ring-checks.ts';

/** The check selected in a ring's details: the chosen one, else the worst. */
export const selectedCheck = (ring: Ring, check: string | null): string | undefined =>
  ring.checks.find((c) => c.id === check)?.id ?? worstFirst(ring.checks, checkDistance)[0]?.id;
