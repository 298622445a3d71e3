import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineWidth } from '../../src/screen/canvas/runs.ts';
import { drawMarkdown } from '../../src/screen/markdown/draw.ts';
import { readMarkdown } from '../../src/screen/markdown/read.ts';

const draw = (text: string, width = 40, unicode = true) => drawMarkdown(readMarkdown(text), { width, unicode });
const linesOf = (text: string, width?: number, unicode?: boolean) =>
  draw(text, width, unicode).lines.map(({ line }) =>
    line
      .map((run) => run.text)
      .join('')
      .trimEnd(),
  );
const runsOf = (text: string, width?: number) => draw(text, width).lines.flatMap(({ line }) => line);
const commandsOf = (text: string) => draw(text).commands.map((command) => command.text);

describe('Markdown in lines', () => {
  test.each([
    ['a heading', '# Redis is down\n\nLook.', ['Redis is down', '─────────────', '', 'Look.']],
    ['a lower heading', '## Symptoms\ntext', ['Symptoms', '', 'text']],
    ['a paragraph that flows', 'one two three four', ['one two', 'three four'], 10],
    ['a hard break', 'one  \ntwo<br>three', ['one', 'two', 'three']],
    ['a list', '- a\n- b\n  - c', ['• a', '• b', '  • c']],
    ['a numbered list', '9. a\n10. b', [' 9. a', '10. b']],
    ['a loose list', '- a\n\n- b', ['• a', '', '• b']],
    ['tasks', '- [ ] a\n- [x] b', ['• [ ] a', '• [x] b']],
    ['a list that flows', '- one two three', ['• one two', '  three'], 10],
    ['a quote', '> one\n> two\n\nx', ['│ one two', '', 'x']],
    ['a rule', 'a\n\n---\n\nb', ['a', '', '──────────', '', 'b'], 10],
    ['code as it was written', '```sh\nls  -l\n  x\n```', ['  ls  -l', '    x']],
    ['code that is too long, in full', '    abcdefghij', ['  abcdefgh', '  ij'], 10],
    ['a table', '|a|n|\n|-|-:|\n|xyz|1|\n|b|20|', ['a     n', '───────', 'xyz   1', 'b    20']],
    [
      'a table that is too wide, in full',
      '|a|b|\n|-|-|\n|one two three|four five six|',
      ['a        b', '────────────────', 'one two  four', 'three    five', '         six'],
      16,
    ],
    ['HTML as it stands', '<div>\nhi\n</div>', ['<div> hi </div>']],
    ['no comment of HTML', 'a\n\n<!-- for\nus -->\n\nb', ['a', '', 'b']],
    ['references', 'a &lt;b&gt; &amp; &#x2192; &nope;', ['a <b> & → &nope;']],
    ['a link with where it leads', '[wiki](https://a.b/c)', ['wiki (https://a.b/c)']],
    ['a link that says so itself', '<https://a.b/c>', ['https://a.b/c']],
    ['a path', '[next](other.md)', ['next (other.md)']],
    ['a picture', '![plot](https://a.b/p.png)', ['[plot] (https://a.b/p.png)']],
  ])('%s', (_, text, lines, width?: number) => {
    expect(linesOf(text, width)).toEqual(lines);
  });

  test('stands without Unicode, too', () => {
    expect(linesOf('- a\n\n> b\n\n---', 4, false)).toEqual(['* a', '', '| b', '', '----']);
  });

  test('tells what is strong, code and a heading', () => {
    expect(runsOf('**a** `b` ~~c~~')).toMatchObject([
      { text: 'a', bold: true },
      { text: ' ' },
      { text: 'b', tone: 'accent' },
      { text: ' ' },
      { text: 'c', dim: true },
    ]);
    expect(runsOf('## A')).toMatchObject([{ text: 'A', bold: true, tone: 'title' }]);
  });

  test.each([
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['https://a.b/c', 'https://a.b/c'],
    ['https://me:secret@a.b/c', 'https://a.b/c'],
  ])('links nowhere but to pages: %s', (target, href) => {
    const [words] = runsOf(`[x](${target})`, 200);
    expect(words?.href).toBe(href);
    expect(linesOf(`[x](${target})`, 200).join()).not.toContain('secret@');
  });

  test('tells a text that is no Markdown to a parser as it was written', () => {
    const text = '>'.repeat(30_000);
    expect(linesOf(text, 100).join('').replaceAll(' ', '')).toBe(text);
  });

  test('draws no line wider than asked, and nothing that a terminal obeys, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '# ',
        '\n',
        '\n\n',
        '- ',
        '1. ',
        '> ',
        '```',
        '`',
        '**',
        '|',
        '|-|\n',
        '[a](',
        ')',
        '    ',
        '<b>',
        '&#27;',
        '\u001b[31m',
        '漢字',
        '👩‍👩‍👧',
        '\u202e',
      ),
      fc.string({ maxLength: 12 }),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 24, max: 80 }), (given, width) => {
        for (const { line } of draw(given, width).lines) {
          expect(lineWidth(line)).toBeLessThanOrEqual(width);
          for (const { text: drawn } of line) expect(drawn).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('loses no word of a text that flows', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 60 }), (given, width) => {
        expect(linesOf(given.join(' '), width).join('')).toHaveLength(
          linesOf(given.join(' '), 5000).join('').length -
            (linesOf(given.join(' '), width).length - 1) +
            cuts(given, width),
        );
      }),
    );
  });
});

/** Words that are broken take no space where they are. */
const cuts = (words: readonly string[], width: number) =>
  words.reduce((sum, word) => sum + Math.ceil(word.length / width) - 1, 0);

describe('commands of code blocks', () => {
  test.each([
    ['are lines of a shell', '```sh\nls\n\n# look\ndf -h\n```', ['ls', 'df -h']],
    ['of no language, too', '    ls\n    df', ['ls', 'df']],
    ['go on over lines', '```bash\nkubectl get \\\n  pods\nls\n```', ['kubectl get \\\n  pods', 'ls']],
    ['stand after prompts, and answers are none', '```console\n$ whoami\nroot\n# id\n$ ls\n```', ['whoami', 'ls']],
    [
      'are one where a shell reads on',
      '```sh\nfor x in a b; do\n  echo $x\ndone\n```',
      ['for x in a b; do\n  echo $x\ndone'],
    ],
    ['are the whole of any other language', '```promql\nsum(\n  up\n)\n```', ['sum(\n  up\n)']],
    ['come from every block', '1. a\n\n   ```\n   ls\n   ```\n\n> ```\n> df\n> ```', ['ls', 'df']],
    ['are not there where there is no code', 'ls `df`', []],
    ['are not an empty block', '```\n\n```', []],
  ])('%s', (_, text, commands) => {
    expect(commandsOf(text)).toEqual(commands);
  });

  test('are known by their lines', () => {
    const { lines } = draw('a\n\n```\nls\n# b\ndf \\\n -h\n```');
    expect(lines.map(({ command }) => command)).toEqual([null, null, 0, null, 1, 1]);
  });
});
