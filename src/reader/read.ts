import type { Themes } from '../screen/canvas/themes.ts';
import type { Keymap } from '../screen/core/keymap.ts';
import type { Latest } from '../screen/latest.ts';
import type { StageOptions } from '../screen/stage.ts';
import { runApp } from '../screen/start.tsx';
import type { Session } from '../session/session.ts';
import type { Safe } from '../text/safe.ts';
import { LineStage } from './line-stage.ts';
import { type Heard, speak } from './speak.ts';
import { HEARD_GLYPHS } from './spoken.ts';

export interface ReaderOptions {
  readonly themes: Themes;
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** Prints lines, each with its end. */
  readonly print: (lines: readonly Safe[]) => void;
  /** Tells what nobody would hear of otherwise, as that no program can be run for notices. */
  readonly failures: Pick<Latest<Safe>, 'listen'>;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal | undefined;
}

/** What is heard is drawn with all signs, of which words are made. */
const LOOK = { glyphs: HEARD_GLYPHS, unicode: true, links: false, level: 0 } as const;

/**
 * The live room for a screen reader, until the operator quits: keys are those of the screen, and lines tell what is new. Takes the
 * terminal before the session is there, since what is typed meanwhile waits, and gives it back as it was. Rejects with what
 * opening the session or the room failed of.
 */
export async function readRoom(
  open: () => Promise<Session>,
  stageOptions: StageOptions,
  options: ReaderOptions,
): Promise<void> {
  const { print, stop, ...drawn } = options;
  const stage = new LineStage(stageOptions);
  let heard: Heard | null = null;
  const hear: Parameters<typeof runApp>[1]['hear'] = (around, look) => {
    const speech = speak(heard, around, look);
    heard = speech.heard;
    print(speech.lines);
  };
  try {
    await runApp(stage, { session: await open(), unheard: null, hear, ...LOOK, ...drawn }, stop);
  } finally {
    stage.leave();
  }
}
