import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Kept, keepNews, keyOf, recallNews, type Shelf, takeTurn } from '../../../src/commands/line/kept-news.ts';
import { newsOf } from '../../../src/commands/line/news.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis } from '../../../src/units.ts';
import { healthy, NOW, spike } from '../../screen/rooms.ts';

let shelf: Shelf;
beforeEach(() => {
  shelf = { folder: mkdtempSync(join(tmpdir(), 'ringdeck-line-')), user: process.geteuid?.(), key: 'room' };
});
afterEach(() => rmSync(shelf.folder, { recursive: true }));

const file = (end: 'json' | 'turn' = 'json') => join(shelf.folder, `${shelf.key}.${end}`);
const NEWS: Kept = { news: newsOf(spike), error: null };

describe('news that is kept', () => {
  it.each([
    ['of a room', NEWS],
    ['that it could not be asked', { news: null, error: safe('no profile'), at: NOW } satisfies Kept],
  ])('is recalled as it was: %s', (_, kept) => {
    keepNews(shelf, kept);
    expect(recallNews(shelf)).toEqual(kept);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('is replaced whole, also after one who was ended while it wrote, and where something else lies there', () => {
    keepNews(shelf, { news: newsOf(healthy), error: null });
    writeFileSync(`${file()}.new`, '{"half":');
    keepNews(shelf, NEWS);
    expect(recallNews(shelf)).toEqual(NEWS);
    expect(readdirSync(shelf.folder)).toEqual(['room.json']);
    rmSync(file());
    symlinkSync('/etc/hostname', file());
    keepNews(shelf, NEWS);
    expect(recallNews(shelf)).toEqual(NEWS);
  });

  it('is none where nothing lies there, or something that is not a valid news', () => {
    expect(recallNews(shelf)).toBeNull();
    for (const text of ['', '{', 'null', '[]', '{"news":null,"error":null}', '{"__proto__":{"news":1}}']) {
      writeFileSync(file(), text);
      expect(recallNews(shelf)).toBeNull();
    }
  });

  it.each<[string, () => void]>([
    ['a link', () => symlinkSync('/etc/hostname', file())],
    ['a folder', () => mkdirSync(file())],
    ['a pipe without a writer', () => execFileSync('mkfifo', [file()])],
    ['more than news is', () => writeFileSync(file(), ' '.repeat(17 * 1024) + JSON.stringify(NEWS))],
    [
      'what others may write to',
      () => {
        keepNews(shelf, NEWS);
        chmodSync(file(), 0o666);
      },
    ],
  ])('is none where %s lies in its place', (_, lay) => {
    lay();
    expect(recallNews(shelf)).toBeNull();
  });

  it('is safe to draw and to count with, whatever somebody wrote there', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b]52;c;eA==\u0007', 'a\nb', '#(id)'));
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger());
    fc.assert(
      fc.property(texts, numbers, numbers, (text, at, more) => {
        const alert = { tier: text, name: text, since: at };
        const news = { at, name: text, state: 'ok', brief: text, number: text, alert, more, sentence: text };
        writeFileSync(file(), JSON.stringify({ news, error: null }), { mode: 0o600 });
        const found = recallNews(shelf)?.news;
        if (!found) return;
        expect(`${found.name}${found.brief}${found.alert?.name}`).not.toMatch(/\p{Cc}/u);
        expect(Number.isFinite(new Date(found.at).getTime())).toBe(true);
        expect(found.more).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is of one request alone', () => {
    const keys = [
      keyOf(['/a'], Buffer.from('x')),
      keyOf(['/b'], Buffer.from('x')),
      keyOf(['/a'], Buffer.from('y')),
      keyOf(['/a', 'http://p'], Buffer.from('x')),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the turn to ask', () => {
  const EVERY = 15_000;
  const later = (by: number) => millis(NOW + by);

  it('is taken once in each period, and again when it is over', () => {
    expect([0, 1, 14_999, 15_000, 15_001].map((by) => takeTurn(shelf, later(by), EVERY))).toEqual([
      ...[true, false, false, true, false],
    ]);
  });

  it('is taken anew where the clock was set back', () => {
    expect(takeTurn(shelf, later(3_600_000), EVERY)).toBe(true);
    expect(takeTurn(shelf, later(0), EVERY)).toBe(true);
    expect(takeTurn(shelf, later(1), EVERY)).toBe(false);
  });

  it.each<[string, () => void]>([
    ['a pipe', () => execFileSync('mkfifo', [file('turn')])],
    ['a folder', () => mkdirSync(file('turn'))],
    ['a link', () => symlinkSync('/dev/null', file('turn'))],
  ])('does not wait for %s that lies in its place', (_, lay) => {
    lay();
    expect(takeTurn(shelf, NOW, EVERY)).toBe(true);
  });

  it('is everybody’s where nothing can be written', () => {
    const gone = { ...shelf, folder: join(shelf.folder, 'gone') };
    expect([takeTurn(gone, NOW, EVERY), takeTurn(gone, NOW, EVERY)]).toEqual([true, true]);
  });

  it('is not for ever that of one who was ended', () => {
    expect(takeTurn(shelf, NOW, EVERY)).toBe(true);
    utimesSync(file('turn'), NOW / 1000 - 16, NOW / 1000 - 16);
    expect(takeTurn(shelf, NOW, EVERY)).toBe(true);
  });
});
