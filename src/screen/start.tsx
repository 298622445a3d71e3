import { type RenderOptions, render } from 'ink';
import type { Scene, Session } from '../session/session.ts';
import { inkStdout } from '../terminal/ink-stdout.ts';
import type { TerminalInput } from '../terminal/terminal-input.ts';
import { App } from './app.tsx';
import { glyphsFor } from './canvas/glyphs.ts';
import type { Themes } from './canvas/themes.ts';
import type { Keymap } from './core/keymap.ts';
import type { Stage } from './stage.ts';

export interface ScreenOptions {
  readonly themes: Themes;
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** The room before anything has answered; null where that is not known. */
  readonly unheard: Scene | null;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * Shows the live room on a stage until the operator quits, and reads the keys that were typed since the stage was taken.
 * Rejects with what the screen itself failed of.
 */
export async function runScreen(session: Session, stage: Stage, options: ScreenOptions): Promise<void> {
  const { capabilities, timer } = stage;
  const { stop, ...drawn } = options;
  const silent = inkStdout(stage.stdout);
  stage.input.overhear(null);
  const outside = stage.outside(() => {
    timer.end();
    app.unmount();
  });
  const app = render(
    <App
      session={session}
      outside={outside}
      {...(stage.background !== null && { background: stage.background })}
      glyphs={glyphsFor(capabilities.unicode)}
      unicode={capabilities.unicode}
      links={capabilities.links}
      level={capabilities.chalkLevel}
      {...drawn}
    />,
    inkOptions(stage.input, silent),
  );
  stop?.addEventListener('abort', outside.quit);
  if (stop?.aborted) outside.quit();
  try {
    await app.waitUntilExit();
  } finally {
    silent.destroy();
  }
}

/** Ink draws nothing, and the guard owns the terminal's modes. Ink would take any CI variable for no terminal. */
export const inkOptions = (stdin: TerminalInput, stdout: NodeJS.WriteStream): RenderOptions => ({
  // Ink's type asks for all of a tty; what it uses of it is there.
  stdin: stdin as unknown as NodeJS.ReadStream,
  stdout,
  debug: true,
  interactive: true,
  patchConsole: false,
  exitOnCtrlC: false,
});
