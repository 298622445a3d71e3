import { flag, option, type ValuesOf } from './takes.ts';

/** Options every command understands. */
export const GLOBALS = [
  option(
    '-c, --config <profile>',
    'profile: a path, or the id of a shipped one (default: ./ringdeck.yaml, then the XDG folder)',
    { repeated: true },
  ),
  option('--prometheus <url>', "instead of the profile's Prometheus; ID=URL for each of several", { repeated: true }),
  option('--loki <url>', "instead of the profile's Loki; ID=URL for each of several", { repeated: true }),
  option('--alertmanager <url>', "instead of the profile's Alertmanager; once for each member", { repeated: true }),
  option('--operator <name>', 'who acts (default: RINGDECK_OPERATOR, then the user of this machine)'),
  flag('--read-only', 'disable every act: nothing can be changed'),
  option('--theme <theme>', 'a theme by name, a path to a theme file, or auto: light or dark as the terminal is'),
  flag('--no-color', 'no colours; NO_COLOR does the same'),
  flag('--ascii', 'only ASCII characters'),
  flag('--screen-reader', 'instead of a screen, one line for each change; keys are the same'),
] as const;

export type GlobalOptions = ValuesOf<typeof GLOBALS>;

/** With what commands that show a screen take beside it. */
export interface ScreenOptions extends GlobalOptions {
  /** Bytes that may be written to the terminal a second. */
  readonly maxBps: number | undefined;
}

/** Who acts, and whether he may. */
export type Acting = Pick<GlobalOptions, 'operator' | 'readOnly'>;

/** As JSON for programs, or as text for people. */
export type Format = 'text' | 'json';
