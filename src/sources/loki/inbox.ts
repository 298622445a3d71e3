/** Waiting text above which its sender is held up, and below which it goes on, in UTF-16 units. */
const HIGH = 8 * 1024 * 1024;
const LOW = HIGH / 2;
/** What an item costs beside its text, likewise. */
const OVERHEAD = 256;

/** What waits for a reader, in order, and how it ended. */
export class Inbox<Item, End> {
  #items: { readonly item: Item; readonly size: number }[] = [];
  #size = 0;
  #high = false;
  #end: { readonly end: End } | null = null;
  #wake: () => void = () => {};
  /** Whether anything ever came. */
  heard = false;
  onPressure: (high: boolean) => void = () => {};

  /** How many items wait. */
  get waiting(): number {
    return this.#items.length;
  }

  /** Whether nothing comes behind what waits. */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** The item that is taken next. */
  get first(): Item | undefined {
    return this.#items[0]?.item;
  }

  put(item: Item, size: number): void {
    this.heard = true;
    this.#items.push({ item, size: size + OVERHEAD });
    this.#size += size + OVERHEAD;
    if (this.#size > HIGH) this.#press(true);
    this.#wake();
  }

  end(end: End): void {
    this.#end ??= { end };
    this.#wake();
  }

  /** The next item, the end behind the last, or null when the signal came first. */
  async take(signal: AbortSignal): Promise<{ readonly item: Item } | { readonly end: End } | null> {
    while (this.#items.length === 0 && !this.#end && !signal.aborted) await this.#news(signal);
    if (signal.aborted) return null;
    const next = this.#items.shift();
    if (!next) return this.#end;
    this.#size -= next.size;
    if (this.#size < LOW) this.#press(false);
    return next;
  }

  #press(high: boolean): void {
    if (high === this.#high) return;
    this.#high = high;
    this.onPressure(high);
  }

  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake);
    });
  }
}
