import { Transform, type TransformCallback } from 'node:stream';
import type { Timer } from '../clock.ts';
import { isPasting, plainKeys } from './plain-keys.ts';
import { type Parted, part, type Reply, withoutTail } from './replies.ts';

/** A terminal in the middle of a word goes on within this time; in milliseconds, as all times here. */
const SPLIT = 50;
/** A terminal that has not answered by then will hardly. */
const WAITS = 1000;

/** What the input needs of `process.stdin`. */
export type KeySource = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(raw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

/**
 * A terminal's keys, in the form in which Ink reads each by itself (`plainKeys`), without what the terminal says of itself, which would
 * otherwise be taken for keys, whenever it comes and however it is cut. What may be the beginning of an answer or of a key is held back
 * until the rest comes: while an answer is awaited for a second at most, later for no longer than a terminal is in the middle of a word.
 * What is typed before anything reads it waits here.
 */
export class TerminalInput extends Transform {
  readonly isTTY: boolean;
  readonly #source: KeySource;
  readonly #timer: Timer;
  readonly #told: (reply: Reply) => void;
  readonly #giveUp: () => void;
  #awaited: boolean;
  /** What may be the beginning of an answer, or of a key. */
  #begun: Parted['begun'] = NOTHING;
  /** The beginning of an answer was given up: its end is none of the keys. */
  #lost = false;
  #release = () => {};
  #overheard: ((text: string) => void) | null = null;

  /** @param awaited whether it was asked something @param told whom what it says is told */
  constructor(source: KeySource, timer: Timer, awaited: boolean, told: (reply: Reply) => void) {
    super({ encoding: 'utf8', decodeStrings: false });
    this.#source = source;
    this.#timer = timer;
    this.#told = told;
    this.#awaited = awaited;
    this.isTTY = source.isTTY === true;
    this.#giveUp = timer.after(WAITS, () => this.#settle());
    source.setEncoding('utf8');
    source.pipe(this);
  }

  get isRaw(): boolean {
    return this.#source.isRaw === true;
  }

  setRawMode(raw: boolean): this {
    this.#source.setRawMode?.(raw);
    return this;
  }

  ref(): this {
    this.#source.ref?.();
    return this;
  }

  unref(): this {
    this.#source.unref?.();
    return this;
  }

  /** Has somebody told of what is typed, which whoever reads it gets all the same; null: nobody any more. */
  overhear(heard: ((text: string) => void) | null): void {
    this.#overheard = heard;
  }

  /** Lets go of the terminal's input. */
  close(): void {
    this.#giveUp();
    this.#release();
    this.#source.unpipe(this);
    this.#source.pause();
    this.destroy();
  }

  override _transform(chunk: unknown, _encoding: string, done: TransformCallback): void {
    this.#release();
    const came = this.#lost ? withoutTail(String(chunk)) : String(chunk);
    this.#lost = false;
    const { keys: left, replies, begun } = part(this.#begun.text + came);
    for (const reply of replies) this.#hear(reply);
    const { keys, begun: key } = plainKeys(left, begun.text !== '');
    this.#begun = key === '' ? begun : { text: key + begun.text, isReply: 'perhaps' };
    if (this.#begun.text !== '' && !this.#awaited && !isPasting(key))
      this.#release = this.#timer.after(this.#begun.isReply === 'perhaps' ? SPLIT : WAITS, () => this.#settle());
    if (keys !== '') this.#overheard?.(keys);
    done(null, keys === '' ? undefined : keys);
  }

  #hear(reply: Reply): void {
    if (reply.kind === 'attributes') this.#awaited = false;
    this.#told(reply);
  }

  #settle(): void {
    const { text, isReply } = this.#begun;
    this.#awaited = false;
    if (isPasting(text)) return;
    this.#begun = NOTHING;
    this.#lost = isReply === 'surely';
    const { keys } = plainKeys(this.#lost ? '' : text, true);
    if (keys === '') return;
    this.#overheard?.(keys);
    this.push(keys);
  }
}

const NOTHING: Parted['begun'] = { text: '', isReply: 'perhaps' };
