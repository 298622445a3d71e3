import { userInfo } from 'node:os';
import type { GlobalOptions } from './options.ts';

/** Who acts: `--operator`, RINGDECK_OPERATOR, or the user of this machine. */
export function operatorOf(options: GlobalOptions): string {
  return options.operator ?? process.env.RINGDECK_OPERATOR ?? process.env.USER ?? userInfo().username;
}
