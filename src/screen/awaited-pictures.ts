import type { Row } from '../terminal/cells.ts';
import type { Block } from './canvas/block.ts';
import { Compositor } from './canvas/compositor.ts';
import type { Look } from './canvas/look.ts';

/** Those who wait for the next picture, cell by cell. */
export class AwaitedPictures {
  readonly #awaiting: ((rows: readonly Row[]) => void)[] = [];

  readonly next = (): Promise<readonly Row[]> => new Promise((resolve) => this.#awaiting.push(resolve));

  /** Whoever waits gets it, whether it is drawn at once or not. */
  tell(
    blocks: readonly Block[],
    look: Look,
    { columns, rows }: { readonly columns: number; readonly rows: number },
  ): void {
    if (this.#awaiting.length === 0) return;
    const cells = new Compositor().compose(blocks, look, columns, rows);
    for (const tell of this.#awaiting.splice(0)) tell(cells);
  }
}
