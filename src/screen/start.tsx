import { type RenderOptions, render } from 'ink';
import { OwnTimer, systemClock } from '../clock.ts';
import type { Session } from '../session/session.ts';
import { answersBackground, askBackground, type Background } from '../terminal/background.ts';
import type { Capabilities } from '../terminal/capabilities.ts';
import { copyTo } from '../terminal/clipboard.ts';
import { inkStdout } from '../terminal/ink-stdout.ts';
import { Painter, type TerminalStream } from '../terminal/painter.ts';
import { type GuardedProcess, ScreenGuard } from '../terminal/screen-guard.ts';
import { TerminalInput } from '../terminal/terminal-input.ts';
import type { Safe } from '../text/safe.ts';
import { DEFAULT_KEYMAP } from './actions/registry.ts';
import { App } from './app.tsx';
import { Compositor } from './canvas/compositor.ts';
import { glyphsFor } from './canvas/glyphs.ts';
import type { Theme } from './canvas/theme.ts';
import type { Keymap } from './core/keymap.ts';
import type { Outside } from './perform.ts';

export interface ScreenOptions {
  readonly process: GuardedProcess;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: TerminalStream;
  readonly capabilities: Capabilities;
  /** The first one is drawn first; the theme key goes through them. */
  readonly themes: readonly [Theme, ...Theme[]];
  /** The theme is light or dark as the terminal is, once that says so. */
  readonly followsBackground?: boolean;
  readonly keymap?: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal;
  /** Tells the operator of a crash, once the terminal is as it was before. */
  readonly report: (error: unknown) => void;
  /** Tells the operator, likewise, what was not done because ringdeck was left. */
  readonly tell: (words: Safe) => void;
}

/**
 * Takes the terminal and shows the live room until the operator quits; then the terminal is as it was before. Rejects
 * with what the screen itself failed of.
 */
export async function startScreen(session: Session, options: ScreenOptions): Promise<void> {
  const { stdin, stdout, capabilities } = options;
  const painter = new Painter(stdout);
  const silent = inkStdout(stdout);
  const timer = new OwnTimer(systemClock);
  let words: Safe | null = null;
  const farewell = () => {
    if (words !== null) options.tell(words);
    words = null;
  };
  const guard = new ScreenGuard({
    process: options.process,
    stdin,
    stdout,
    painter,
    report: options.report,
    farewell,
  });
  guard.enter();
  // Node tells of a resize only when the size differs in the end; the terminal has moved its text in between too.
  const repaint = () => painter.repaint();
  options.process.on('SIGWINCH', repaint);
  stdout.on('resize', repaint);
  const outside = {
    timer,
    lastWords: (said: Safe | null) => {
      words = said;
    },
    quit: () => {
      timer.end();
      app.unmount();
    },
    suspend: () => guard.suspend(),
    draw: drawingOn(painter),
    hurry: () => painter.hurry(),
    copy: (text: string) => copyTo(stdout, text, capabilities),
  };
  const background = Promise.withResolvers<Background>();
  const asks = options.followsBackground === true && answersBackground(capabilities);
  const input = asks ? new TerminalInput(stdin, timer, background.resolve) : null;
  // Nothing waits for the answer: the first picture is drawn as the environment hints.
  if (asks) askBackground(stdout);
  const app = render(roomApp(session, options, outside, background.promise), inkOptions(input ?? stdin, silent));
  options.stop?.addEventListener('abort', outside.quit);
  if (options.stop?.aborted) outside.quit();
  try {
    await app.waitUntilExit();
  } finally {
    timer.end();
    input?.close();
    options.process.off('SIGWINCH', repaint);
    stdout.off('resize', repaint);
    guard.leave();
    farewell();
    silent.destroy();
    painter.close();
  }
}

const roomApp = (session: Session, options: ScreenOptions, outside: Outside, background: Promise<Background>) => (
  <App
    session={session}
    outside={outside}
    themes={options.themes}
    {...(options.followsBackground === true && { background })}
    glyphs={glyphsFor(options.capabilities.unicode)}
    unicode={options.capabilities.unicode}
    links={options.capabilities.links}
    level={options.capabilities.chalkLevel}
    keymap={options.keymap ?? DEFAULT_KEYMAP}
    timeZone={options.timeZone}
  />
);

/** Brings pictures to a painter; what is as it was in the one before is not made again. */
function drawingOn(painter: Painter): Outside['draw'] {
  const compositor = new Compositor();
  return (blocks, look) => painter.show({ rows: (columns, rows) => compositor.compose(blocks, look, columns, rows) });
}

/** Ink draws nothing, and the guard owns the terminal's modes. Ink would take any CI variable for no terminal. */
const inkOptions = (stdin: NodeJS.ReadStream | TerminalInput, stdout: NodeJS.WriteStream): RenderOptions => ({
  stdin: stdin as NodeJS.ReadStream,
  stdout,
  debug: true,
  interactive: true,
  patchConsole: false,
  exitOnCtrlC: false,
});
