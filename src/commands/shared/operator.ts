import { userInfo } from 'node:os';
import { sanitiseLine } from '../../text/sanitise.ts';
import { UsageError } from './failure.ts';
import type { Acting } from './globals.ts';
import type { World } from './world.ts';

/**
 * Who acts: `--operator`, RINGDECK_OPERATOR, or the user of this machine. The name goes to servers and journals, so what a
 * terminal would obey is taken out of it.
 * @throws UsageError when `--operator` names nobody
 */
export function operatorOf({ env }: Pick<World, 'env'>, options: Pick<Acting, 'operator'>): string {
  const { RINGDECK_OPERATOR, USER } = env;
  const [given, ...others] = [options.operator, RINGDECK_OPERATOR, USER].map((name) => sanitiseLine(name ?? '').trim());
  if (options.operator !== undefined && given === '')
    throw new UsageError('--operator is empty: every act needs a name.');
  return [given, ...others].find((name) => name !== undefined && name !== '') ?? userInfo().username;
}
