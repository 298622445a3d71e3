import { steadyTimer, systemClock } from '../clock.ts';
import { Governor } from '../terminal/governor.ts';
import { Painter, type TerminalStream } from '../terminal/painter.ts';
import type { Load } from './core/load.ts';
import type { Outside } from './perform.ts';

/** What of `process` says what it holds, in bytes. */
export interface MeasuredProcess {
  memoryUsage(): { readonly heapUsed: number; readonly rss: number };
}

/** A terminal that is painted as often as it takes, as somebody looks, and as a limit allows. */
export class GovernedTerminal {
  readonly painter: Painter;
  /** What the screen may ask of it. */
  readonly outside: Pick<Outside, 'hurry' | 'load' | 'onLook'>;
  readonly #onlookers = new Set<() => void>();

  /** @param mostBytes that may be written a second; absent: as many as it takes */
  constructor(stream: TerminalStream, process: MeasuredProcess, mostBytes?: number) {
    const governor = new Governor(steadyTimer, systemClock, mostBytes ?? null);
    this.painter = new Painter(stream, steadyTimer, governor);
    this.outside = {
      hurry: () => this.painter.hurry(),
      load: (): Load => ({
        pacing: governor.pacing(),
        memory() {
          const { heapUsed: heap, rss: resident } = process.memoryUsage();
          return { heap, resident };
        },
      }),
      onLook: (listener) => {
        this.#onlookers.add(listener);
        return () => this.#onlookers.delete(listener);
      },
    };
  }

  /** Somebody came to look, or went. */
  readonly focused = (focused: boolean): void => {
    this.painter.focused(focused);
    if (focused) for (const listener of this.#onlookers) listener();
  };
}
