import { Sitting } from '../../scripts/screens/sitting.ts';
import type { Demo } from '../../src/commands/shared/demos.ts';
import { type Heard, speak } from '../../src/reader/speak.ts';
import { HEARD_GLYPHS } from '../../src/reader/spoken.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { FakeTimer } from '../fake-timer.ts';

const look = {
  theme: await loadTheme('monochrome', 0),
  glyphs: HEARD_GLYPHS,
  unicode: true,
  links: false,
  level: 0,
} as const;

/** Somebody who listens to a demo: each key gives the lines that are heard of it. */
export class Listener {
  copied = '';
  hasQuit = false;
  readonly #timer = new FakeTimer();
  #heard: Heard | null = null;
  #sitting: Sitting | null = null;

  /** @param after so many seconds after its first alert */
  static async at(demo: Demo, after: number): Promise<Listener> {
    const listener = new Listener();
    const outside = {
      copy(text: string) {
        listener.copied = text;
        return true;
      },
      timer: listener.#timer,
      quit() {
        listener.hasQuit = true;
      },
    };
    listener.#sitting = await Sitting.at(demo, { before: -after, outside });
    return listener;
  }

  /** What is new. @param columns of a terminal on which nothing is drawn */
  listen(columns = 120): readonly string[] {
    const speech = speak(this.#heard, this.#there.drawnOf({ columns, rows: 36 }), look);
    this.#heard = speech.heard;
    return speech.lines;
  }

  /** What is heard of keys by their names, one after another; a text in quotation marks is typed. */
  async press(line: string): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const [, text, key = ''] of line.matchAll(/"([^"]*)"|(\S+)/g))
      for (const pressed of text === undefined ? [key] : text) {
        await this.#there.press(pressed === ' ' ? '" "' : pressed);
        // An act on what lies in memory has its answer before anything else goes on.
        await this.#timer.pass(0);
        lines.push(...this.listen());
      }
    return lines;
  }

  /** Lets time pass, second by second. */
  async pass(seconds: number): Promise<readonly string[]> {
    const lines: string[] = [];
    for (let i = 0; i < seconds; i += 1) {
      await this.#timer.pass(1);
      lines.push(...this.listen());
    }
    return lines;
  }

  get #there(): Sitting {
    if (this.#sitting === null) throw new Error('nobody sits there yet');
    return this.#sitting;
  }
}
