import type { Level } from '../logs/level.ts';
import type { PatternBatch, PatternSide, TemplateCount } from './batch.ts';
import { exampleOf } from './example.ts';
import { messageOf } from './message.ts';
import { Miner, type MinerEvent, type MinerLimits } from './miner.ts';
import { OwnNames } from './own-names.ts';

/** One line of one side. */
export interface SideLine {
  readonly side: PatternSide;
  /** Whole seconds since the epoch: with the stream, the moment of the line. */
  readonly second: number;
  readonly stream: string;
  readonly level: Level;
  readonly text: string;
  /** By what names it may speak of its own stream, the longest first. */
  readonly own: readonly string[];
}

/** A batch, with one line to show for each template that it found. */
export interface MinedBatch extends PatternBatch {
  /** By id, of the templates found or merged in this batch. */
  readonly examples: Readonly<Record<string, string>>;
}

interface Tally {
  lines: [number, number];
  moments: [Set<string>, Set<string>];
}

const INDEX: Readonly<Record<PatternSide, 0 | 1>> = { baseline: 0, candidate: 1 };

/** Mines lines of both sides with one miner, batch after batch. */
export class Batcher {
  readonly #miner: Miner;
  readonly #names = new OwnNames();

  constructor(limits?: MinerLimits) {
    this.#miner = new Miner(limits);
  }

  mine(lines: readonly SideLine[]): MinedBatch {
    const tallies = new Map<string, Tally>();
    const examples = new Map<string, string>();
    const streams: [Set<string>, Set<string>] = [new Set(), new Set()];
    const total: [number, number] = [0, 0];
    const events: MinerEvent[] = [];
    for (const { side, second, stream, level, text, own } of lines) {
      const index = INDEX[side];
      total[index] += 1;
      streams[index].add(stream);
      const id = this.#miner.add({ message: this.#names.hide(messageOf(text), own), level });
      for (const event of this.#miner.takeEvents()) {
        events.push(event);
        follow(event, tallies, examples, text);
      }
      const tally = tallies.get(id) ?? newTally();
      tallies.set(id, tally);
      tally.lines[index] += 1;
      tally.moments[index].add(`${second} ${stream}`);
    }
    return {
      events,
      counts: [...tallies].map(
        ([id, { lines, moments }]): TemplateCount => ({ id, lines, moments: [moments[0].size, moments[1].size] }),
      ),
      lines: total,
      streams: [streams[0].size, streams[1].size],
      examples: Object.fromEntries(examples),
    };
  }
}

const newTally = (): Tally => ({ lines: [0, 0], moments: [new Set(), new Set()] });

/** Keeps what was counted in this batch with the template it now belongs to. */
function follow(event: MinerEvent, tallies: Map<string, Tally>, examples: Map<string, string>, text: string): void {
  if (event.kind === 'found') examples.set(event.template.id, exampleOf(text));
  if (event.kind !== 'merged') return;
  const merged = newTally();
  for (const id of event.from) {
    const tally = tallies.get(id);
    tallies.delete(id);
    for (const side of [0, 1] as const) {
      merged.lines[side] += tally?.lines[side] ?? 0;
      for (const moment of tally?.moments[side] ?? []) merged.moments[side].add(moment);
    }
  }
  if (merged.lines[0] + merged.lines[1] > 0) tallies.set(event.into.id, merged);
  examples.set(event.into.id, exampleOf(text));
}
