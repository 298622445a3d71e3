import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { Outcome } from '../error.ts';
import { watchAnswer, watchMessage } from './gateway.ts';
import type { Range, Watching } from './types.ts';

/** A message is a line; a longer one is of no use, in bytes. */
const LONGEST = 16 * 1024 * 1024;
/** Longest pause before a broken watch is begun again, in milliseconds. */
const LONGEST_PAUSE = 3000;

export type OpenWatch = (message: object, signal: AbortSignal) => Promise<Outcome<AsyncIterable<Uint8Array>>>;

/**
 * Watches a range for ever. Whoever is called back reads everything anew, so a watch that broke needs not begin where it
 * ended: it calls back once it has begun, and no compaction can come between.
 */
export function watchRange(range: Range, onChange: () => void, open: OpenWatch): Watching {
  const ended = new AbortController();
  let current = new AbortController();
  /** Revision the watch has heard of. */
  let heard = 0;
  /** Revision it should have heard of by now. */
  let expected = 0;

  /** Hears one message; false when the watch is over. */
  const hear = (line: string): boolean => {
    const { result } = v.parse(watchAnswer, JSON.parse(line));
    heard = Math.max(heard, result.header.revision);
    if (result.created || result.events.length > 0) onChange();
    return !result.canceled;
  };

  const listen = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    let begun = '';
    for await (const chunk of chunks) {
      const lines = decoder.decode(chunk, { stream: true }).split('\n');
      lines[0] = begun + lines[0];
      begun = lines.pop() ?? '';
      if (begun.length > LONGEST) throw new Error('a watch message is never this long');
      for (const line of lines) if (line.trim() !== '' && !hear(line)) return;
    }
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !ended.signal.aborted; failures++) {
      current = new AbortController();
      const signal = AbortSignal.any([ended.signal, current.signal]);
      try {
        const opened = await open(watchMessage(range), signal);
        const before = heard;
        if (opened.ok) await listen(opened.value);
        if (heard > before) failures = 0;
      } catch {
        // It broke off, or said what no watch says: it is begun again.
      }
      current.abort();
      const pause = Math.min(100 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
      await delay(pause, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
    }
  };
  void run();

  return {
    stop: () => ended.abort(),
    expect(revision) {
      // It had the time since the last call to hear of what was known then.
      if (heard < expected) current.abort();
      expected = revision;
    },
  };
}
