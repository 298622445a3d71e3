import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/patterns/message.ts';
import { Miner, type MinerEvent } from '../../src/patterns/miner.ts';
import { templateText } from '../../src/patterns/template-text.ts';
import { character } from '../character.ts';

const LIMITS = { templates: 64, variants: 8, similarity: 0.5 };

function mine(lines: readonly string[], limits = LIMITS) {
  const miner = new Miner(limits);
  const ids = lines.map((line) =>
    miner.add({ message: messageOf(line), level: /error/.test(line) ? 'error' : 'info' }),
  );
  return { miner, ids, texts: miner.templates.map(templateText).sort() };
}
const names = Array.from({ length: 30 }, (_, i) => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26), 120));

describe('mining', () => {
  it('takes lines that differ in masked parts alone for one template', () => {
    expect(mine(['took 3 ms', 'took 4 ms', 'took 99 ms']).texts).toEqual(['took <num> ms']);
  });

  it('keeps wordings apart that few words tell apart', () => {
    const { texts } = mine([
      'connection accepted',
      'connection refused',
      'payment failed: timeout',
      'payment failed: declined',
    ]);
    expect(texts).toHaveLength(4);
  });

  it('lets a place with many words stand for any word', () => {
    const { texts, ids } = mine(names.map((name) => `user ${name} logged in`));
    expect(texts).toEqual(['user <*> logged in']);
    expect(new Set(ids.slice(LIMITS.variants)).size).toBe(1);
  });

  it('never lets a template stand for any line', () => {
    const { texts } = mine(
      names.flatMap((a) => names.slice(0, 9).map((b) => `${a} ${b}`)),
      { ...LIMITS, templates: 400 },
    );
    for (const text of texts) expect(text).not.toBe('<*> <*>');
  });

  it('keeps levels apart', () => {
    expect(new Set(mine(['{"level":"info","msg":"done"}', '{"level":"error","msg":"done"}']).ids).size).toBe(2);
  });

  it('tells what it found, merged and forgot, so that whoever counts can follow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(...names)), { maxLength: 200 }),
        (said) => {
          const miner = new Miner({ ...LIMITS, templates: 12 });
          const followed = new Map<string, string>();
          for (const [verb, name] of said) {
            const id = miner.add({ message: `verb${'abcd'[verb]} of ${name} and ${name}`, level: 'info' });
            for (const event of miner.takeEvents()) follow(followed, event);
            expect(followed.has(id)).toBe(true);
          }
          expect(new Map(miner.templates.map((one) => [one.id, templateText(one)]))).toEqual(followed);
          expect(miner.size).toBeLessThanOrEqual(12);
        },
      ),
    );
  });

  it('gives a wording the same id in whatever order lines come', () => {
    const lines = ['took 3 ms', 'connection refused', 'connection accepted', 'user ann logged in', 'cache miss for 7'];
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const ids = new Map(shuffled.map((line, i) => [line, mine(shuffled).ids[i]]));
        expect(lines.map((line) => ids.get(line))).toEqual(mine(lines).ids);
      }),
    );
  });

  it('remembers no more templates than it may, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: character, maxLength: 60 }), { maxLength: 300 }), (lines) => {
        expect(mine(lines, { ...LIMITS, templates: 20 }).miner.size).toBeLessThanOrEqual(20);
      }),
      { numRuns: 8 },
    );
  });

  it('is deterministic', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...names.map((name) => `a ${name} c ${name} e`)), { maxLength: 100 }),
        (lines) => {
          expect(mine(lines)).toEqual(mine(lines));
        },
      ),
    );
  });
});

function follow(known: Map<string, string>, event: MinerEvent): void {
  if (event.kind === 'found') known.set(event.template.id, templateText(event.template));
  else if (event.kind === 'forgotten') known.delete(event.id);
  else {
    for (const id of event.from) known.delete(id);
    known.set(event.into.id, templateText(event.into));
  }
}
