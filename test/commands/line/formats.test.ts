import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dressed, inAscii, type Telling, told } from '../../../src/commands/line/formats.ts';
import type { Kept } from '../../../src/commands/line/kept-news.ts';
import { type News, newsOf } from '../../../src/commands/line/news.ts';
import { FORMATS } from '../../../src/commands/line/standard.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { safe } from '../../../src/text/safe.ts';
import { addSeconds, seconds } from '../../../src/units.ts';
import { briefName } from '../../../src/wording/brief.ts';
import { healthy, NOW, spike } from '../../screen/rooms.ts';

const TELLING: Telling = { name: undefined, every: seconds(15), staleAfter: seconds(120) };
const kept = (news: News): Kept => ({ news, error: null });
const aged = (age: number, news: News = newsOf(spike)) => told(kept(news), addSeconds(NOW, seconds(age)), TELLING);
const glyphs = glyphsFor(true);

describe('a line', () => {
  it.each([
    ['that all is well', healthy, 'ok', 'SSM all well'],
    ['what is wrong, its number, and the alert with its age', spike, 'fail', 'SSM V2 worse 6.10 % P0 4m'],
  ] as const)('says %s', (_, room, state, text) => {
    expect(told(kept(newsOf(room)), NOW, TELLING)).toMatchObject({ state, text });
  });

  it('goes on counting an age from what is kept', () => {
    expect(aged(29).text).toBe('SSM V2 worse 6.10 % P0 4m');
    expect(aged(100).text).toBe('SSM V2 worse 6.10 % P0 5m (1m old)');
  });

  it.each([
    ['is too old', 121, 'SSM unknown, heard 2m ago'],
    ['is of the future', -60, 'SSM unknown: the clock was set back'],
  ])('knows nothing where what is kept %s, however well it was', (_, age, text) => {
    expect(aged(age, newsOf(healthy))).toMatchObject({ state: 'unknown', text });
  });

  it('leaves room for the number and the age behind a long name', () => {
    const news = { ...newsOf(spike), ...makeSafe({ brief: 'x'.repeat(500), number: '6.10 %' }) };
    expect(aged(0, news).text).toBe(`SSM ${'x'.repeat(39)}… 6.10 % P0 4m`);
  });

  it('says that it asks, and why it cannot ask', () => {
    expect(told(null, NOW, TELLING)).toMatchObject({ state: 'unknown', text: 'ringdeck asking' });
    const error: Kept = { news: null, error: safe('no such profile'), at: NOW };
    expect(told(error, NOW, TELLING)).toMatchObject({ state: 'unknown', text: 'ringdeck cannot ask: no such profile' });
  });

  it.each([
    ['SuperSmartMatch', 'SSM'],
    ['Drop Craft Shop', 'DCS'],
    ['Digitallz', 'Digitallz'],
    ['payments', 'payments'],
    ['the room', 'the room'],
    ['the long name of a room', 'the long name'],
    ['thelongnameofaroom', 'thelongnameofa'],
    ['ÉquipeÔpérations', 'ÉÔ'],
  ])('calls %s %s', (name, short) => {
    expect(briefName(name)).toBe(short);
  });
});

describe('a line for a bar', () => {
  const line = (format: (typeof FORMATS)[number], colours = true) => dressed(format, aged(0), glyphs, colours);

  it.each([
    ['plain', '✖ SSM V2 worse 6.10 % P0 4m\n'],
    ['tmux', '#[fg=red,bold]✖ SSM V2 worse 6.10 % P0 4m#[default]\n'],
    ['starship', '\u001b[31m✖ SSM V2 worse 6.10 % P0 4m\u001b[39m\n'],
  ] as const)('is as %s has it', (format, text) => {
    expect(line(format)).toBe(text);
  });

  it('is one object on one line for waybar', () => {
    const text = line('waybar');
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      text: '✖ SSM V2 worse 6.10 % P0 4m',
      alt: 'fail',
      class: 'fail',
      tooltip: expect.stringMatching(/^P0 V2ErrorSpike firing for 4m.*\nas of 0s ago$/s),
    });
  });

  it.each(FORMATS)('is ASCII as %s where there is nothing else, whatever a server says', (format) => {
    const news = { ...newsOf(spike), ...makeSafe({ brief: 'Größe ×13 服务', sentence: 'µ ≤ 3 …', number: '13 €' }) };
    expect(dressed(format, inAscii(aged(0, news)), glyphsFor(false), true)).not.toMatch(/\P{ASCII}/u);
  });

  it.each(FORMATS)('has no colours as %s where none are wished', (format) => {
    expect(line(format, false)).not.toMatch(/fg=|[^\P{Cc}\n]/u);
  });

  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '#(touch /tmp/x)',
      '##[fg=blue]',
      '#{pane_id}',
      '\u001b]2;x\u0007',
      '<b>&',
      '"\\u0000',
      '%H',
      '\n\n',
    ),
  );

  it('obeys nothing of what a server says, whatever that is', () => {
    fc.assert(
      fc.property(words, words, (name, brief) => {
        const news = { ...newsOf(spike), ...makeSafe({ name, brief, sentence: brief, number: null, alert: null }) };
        const said = aged(0, news);
        const plain = dressed('plain', said, glyphs, true);
        expect(plain.split('\n')).toHaveLength(2);
        expect(plain).not.toMatch(/[^\P{Cc}\n]/u);
        // A single sign is what tmux obeys; of pairs it draws one.
        const inner = dressed('tmux', said, glyphs, false);
        expect(inner.match(/#+/g)?.every((run) => run.length % 2 === 0) ?? true).toBe(true);
        const bar = JSON.parse(dressed('waybar', said, glyphs, true));
        expect(`${bar.text}${bar.tooltip}`).not.toMatch(/[<>]|&(?!#\d+;)/);
      }),
    );
  });
});
