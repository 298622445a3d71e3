import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { NAMES } from './decided.ts';

/*
 * Every sentence is made by `say`. Here it says nonsense, and the same nonsense of different things: whatever decides by
 * words, or by whether two are the same, comes to something else.
 */

const SAY = '../../src/text/say.ts';
type Say = typeof import('../../src/text/say.ts')['say'];

let are: 'plain' | 'nonsense' | 'none' = 'plain';
let said = 0;
let told: typeof import('./decided.ts');

beforeAll(async () => {
  const { say } = await vi.importActual<{ say: Say }>(SAY);
  const reworded: Say = (...given) => {
    if (are === 'plain') return say(...given);
    said += 1;
    return are === 'none' ? say`` : say`nonsense ${said % 3}`;
  };
  // All that makes sentences is loaded anew: files of one worker share their modules.
  vi.resetModules();
  vi.doMock(SAY, () => ({ say: reworded }));
  told = await import('./decided.ts');
});
afterAll(() => {
  vi.doUnmock(SAY);
  vi.resetModules();
});
beforeEach(() => {
  are = 'plain';
});

/** Something with these words. */
function reworded<T>(words: typeof are, look: () => T): T {
  are = words;
  return look();
}

describe('whoever rewords every sentence', () => {
  test('changes what is said', () => {
    const plain = told.saidIn('spike');
    expect(plain).toEqual([expect.stringContaining('V2ErrorSpike'), expect.stringContaining('beyond the limit')]);
    expect(reworded('nonsense', () => told.saidIn('spike'))).toEqual(
      plain.map(() => expect.stringMatching(/^nonsense/)),
    );
  });

  test.each(['nonsense', 'none'] as const)(
    'to %s changes no gate, no ring, no refusal, no act, no metric and no event',
    (words) => {
      const plain = told.decidedInAll();
      expect(plain.length).toBeGreaterThan(90);
      expect(reworded(words, () => told.decidedInAll())).toEqual(plain);
    },
  );

  test.each(NAMES)('changes nothing that keys do in the room "%s"', (name) => {
    const plain = told.pressedIn(name);
    expect(reworded('nonsense', () => told.pressedIn(name))).toEqual(plain);
  });
});
