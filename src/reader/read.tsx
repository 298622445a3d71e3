import { render } from 'ink';
import { App } from '../screen/app.tsx';
import { glyphsFor } from '../screen/canvas/glyphs.ts';
import type { Themes } from '../screen/canvas/themes.ts';
import type { Keymap } from '../screen/core/keymap.ts';
import type { StageOptions } from '../screen/stage.ts';
import { inkOptions } from '../screen/start.tsx';
import type { Session } from '../session/session.ts';
import { inkStdout } from '../terminal/ink-stdout.ts';
import type { Safe } from '../text/safe.ts';
import { LineStage, PAGE } from './line-stage.ts';
import { type Heard, speak } from './speak.ts';

export interface ReaderOptions {
  readonly themes: Themes;
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** Prints lines, each with its end. */
  readonly print: (lines: readonly Safe[]) => void;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * The live room for a screen reader, until the operator quits: keys are those of the screen, and lines tell what is new. Takes the
 * terminal, and gives it back as it was. Rejects with what it failed of.
 */
export async function readRoom(session: Session, stageOptions: StageOptions, options: ReaderOptions): Promise<void> {
  const { print, stop, ...drawn } = options;
  const stage = new LineStage(stageOptions);
  const silent = inkStdout(PAGE);
  let heard: Heard | null = null;
  const outside = stage.outside(() => {
    stage.timer.end();
    app.unmount();
  });
  const app = render(
    <App
      session={session}
      outside={outside}
      unheard={null}
      glyphs={glyphsFor(true)}
      unicode
      links={false}
      level={0}
      hear={(around, look) => {
        const speech = speak(heard, around, look);
        heard = speech.heard;
        print(speech.lines);
      }}
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
    stage.leave();
  }
}
