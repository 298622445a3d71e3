import { parseArgs } from 'node:util';
import { parseDuration } from '../../profile/duration.ts';
import type { Seconds } from '../../units.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import type { World } from '../shared/world.ts';
import { FORMATS, type LineFormat, STANDARD } from './standard.ts';
import { type LineRequest, tellLine } from './tell.ts';

/**
 * `ringdeck line`, which bars run every few seconds, without all that the other commands need to be told apart. What is not
 * plainly understood, a mistake or a call for help, is left to the whole command line.
 */
export async function main(args: readonly string[], world: World): Promise<number> {
  const plain = plainly(args.slice(1));
  if (plain !== null) return tellLine(world, plain.options, plain.wished);
  const whole = await import('../main.ts');
  return whole.main(args, world);
}

/** What is asked for; null where that is not certain. */
export function plainly(
  args: readonly string[],
): { readonly options: GlobalOptions; readonly wished: LineRequest } | null {
  const values = valuesOf(args);
  if (values === null) return null;
  const { config, prometheus, loki, alertmanager, ascii, name } = values;
  const format = lastOf([STANDARD.format, ...(values.format ?? [])].map(formatOf));
  const every = lastOf([STANDARD.every, ...(values.every ?? [])].map(lasting));
  const staleAfter = lastOf([STANDARD.staleAfter, ...(values['stale-after'] ?? [])].map(lasting));
  if (format === null || every === null || staleAfter === null) return null;
  const servers = { config, prometheus, loki, alertmanager };
  const others = { operator: undefined, readOnly: undefined, theme: undefined, screenReader: undefined };
  return {
    options: { ...servers, ...others, ascii, color: values['no-color'] !== true },
    wished: { format, name, every, staleAfter, ask: values.ask === true },
  };
}

function valuesOf(args: readonly string[]) {
  const [text, list, flag] = [{ type: 'string' }, { type: 'string', multiple: true }, { type: 'boolean' }] as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ config: { ...list, short: 'c' }, prometheus: list, loki: list, alertmanager: list },
        ...{ name: text, format: list, every: list, 'stale-after': list },
        ...{ ask: flag, ascii: flag, 'no-color': flag },
      },
    }).values;
  } catch {
    return null;
  }
}

/** What was given last; null where any of it was a mistake. */
const lastOf = <T>(read: readonly (T | null)[]): T | null => (read.includes(null) ? null : (read.at(-1) ?? null));

const formatOf = (text: string): LineFormat | null => FORMATS.find((format) => format === text) ?? null;

function lasting(text: string): Seconds | null {
  const parsed = parseDuration(text);
  return parsed !== null && parsed >= 1 ? parsed : null;
}
