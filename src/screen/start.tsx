import { type RenderOptions, render } from 'ink';
import type { Scene, Session } from '../session/session.ts';
import { inkStdout } from '../terminal/ink-stdout.ts';
import type { TerminalStream } from '../terminal/painter.ts';
import type { TerminalInput } from '../terminal/terminal-input.ts';
import type { Safe } from '../text/safe.ts';
import { App, type AppProps } from './app.tsx';
import { glyphsFor } from './canvas/glyphs.ts';
import type { Themes } from './canvas/themes.ts';
import type { Keymap } from './core/keymap.ts';
import type { Latest } from './latest.ts';
import type { Stage } from './stage.ts';

export interface ScreenOptions {
  readonly themes: Themes;
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** The room before anything has answered; null where that is not known. */
  readonly unheard: Scene | null;
  /** Tells what nobody would hear of otherwise, as that no program can be run for notices. */
  readonly failures?: Pick<Latest<Safe>, 'listen'>;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal | undefined;
}

/** A terminal that was taken. */
interface Taken extends Pick<Stage, 'input' | 'timer' | 'outside'> {
  /** Tells the size of what is drawn. */
  readonly stdout: TerminalStream;
}

/**
 * Shows the live room on a stage until the operator quits, and reads the keys that were typed since the stage was taken.
 * Rejects with what the screen itself failed of.
 */
export async function runScreen(session: Session, stage: Stage, options: ScreenOptions): Promise<void> {
  const { capabilities, background } = stage;
  const { stop, ...drawn } = options;
  const { unicode, isConsole, links, chalkLevel, colorLevel } = capabilities;
  const look = { glyphs: glyphsFor(unicode, isConsole), unicode, links, level: chalkLevel };
  stage.input.overhear(null);
  await runApp(
    stage,
    { session, ...look, ...drawn, ...(background !== null && colorLevel > 0 && { background }) },
    stop,
  );
}

/** The live room on a terminal, until the operator quits. Rejects with what it failed of. @param stop leaves it, as the operator may */
export async function runApp(taken: Taken, props: Omit<AppProps, 'outside'>, stop?: AbortSignal): Promise<void> {
  const silent = inkStdout(taken.stdout);
  const outside = taken.outside(() => {
    taken.timer.end();
    app.unmount();
  });
  const app = render(<App {...props} outside={outside} />, inkOptions(taken.input, silent));
  stop?.addEventListener('abort', outside.quit);
  if (stop?.aborted) outside.quit();
  try {
    await app.waitUntilExit();
  } finally {
    silent.destroy();
  }
}

/** Ink draws nothing, and the guard owns the terminal's modes. Ink would take any CI variable for no terminal. */
const inkOptions = (stdin: TerminalInput, stdout: NodeJS.WriteStream): RenderOptions => ({
  // Ink's type asks for all of a tty; what it uses of it is there.
  stdin: stdin as unknown as NodeJS.ReadStream,
  stdout,
  debug: true,
  interactive: true,
  patchConsole: false,
  exitOnCtrlC: false,
});
