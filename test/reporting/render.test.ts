import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, expect, it, test } from 'vitest';
import { figureText, valueText } from '../../src/reporting/document/words.ts';
import { reportHtml } from '../../src/reporting/render/html.ts';
import { reportMarkdown } from '../../src/reporting/render/markdown.ts';
import { scaleOf } from '../../src/reporting/render/scale.ts';
import { aFigure, aReport } from './reports.ts';

/** Texts of servers and operators: anything, and what markup is made of. */
const foreign = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ...'<>&"\'`|*_[](){}#!~\\/:.-+=$^\n\r\t wx1',
      'http://a.b',
      'www.c.d',
      '<script>',
      '\u202e',
      '\u001b[31m',
    ),
    maxLength: 40,
  }),
);

const COUNTED: ReadonlySet<Token['type']> = new Set([
  ...['html', 'link', 'image', 'em', 'strong', 'del', 'codespan'],
  ...['table', 'heading', 'list', 'list_item', 'blockquote', 'hr', 'code'],
]);

/** HTML that stands in for spans of code. */
const OURS: ReadonlyMap<string, readonly [kind: string, by: number]> = new Map([
  ['<br>', ['codespan', -1]],
  ['<code>', ['codespan', 1]],
]);

/** How often Markdown has what; a break of lines between two spans of code is ours, and the two are one. */
function countIn(markdown: string): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), ({ type, raw }) => {
    if (!COUNTED.has(type) || raw === '</code>') return;
    const [kind, by] = OURS.get(raw) ?? ([type, 1] as const);
    found[kind] = (found[kind] ?? 0) + by;
  });
  return found;
}

describe('what others wrote', () => {
  it('is no markup in Markdown, and ends no row and no table', () => {
    const plain = countIn(reportMarkdown(aReport('word')));
    fc.assert(
      fc.property(foreign, (text) => {
        expect(countIn(reportMarkdown(aReport(`${text}z`)))).toEqual(plain);
      }),
    );
  });

  it('adds no tag and no attribute to HTML', () => {
    const tags = (html: string) => html.match(/<[^>]*>/g);
    const named = (html: string) => tags(html)?.map((tag) => tag.replace(/ (aria-label|class)="[^"]*"/g, ''));
    const plain = named(reportHtml(aReport('word')));
    fc.assert(
      fc.property(foreign, (text) => {
        expect(named(reportHtml(aReport(`${text}z`)))).toEqual(plain);
      }),
    );
  });

  it('is told as it is, without what would not be seen', () => {
    const html = reportHtml(aReport('a <b> "c" & \u202ed'));
    expect(html).toContain('a &lt;b&gt; &quot;c&quot; &amp; d');
    const markdown = reportMarkdown(aReport('a|b <i> www.x.y `c`'));
    expect(markdown).toContain('a\\|b \\<i\\> www\\.x.y \\`c\\`');
  });
});

test('HTML runs nothing and fetches nothing', () => {
  const html = reportHtml(aReport('word'));
  expect(html).not.toMatch(/<(?:script|link|img|iframe|object|form|base)\b/i);
  expect(html).not.toMatch(/\b(?:src|href|on\w+|style)=/i);
  expect(html).not.toMatch(/url\(|@import|https?:/);
  expect(html).toContain("default-src 'none'");
});

describe('a value', () => {
  it.each([
    [0.99949, '99.949 %'],
    [0.999, '99.9 %'],
    [0.9999999, '99.999 %'],
    [1, '100 %'],
    [0.123, '12.3 %'],
  ])('%d of a ratio reads as %s and never as better', (value, text) => {
    expect(valueText(value, 'ratio')).toBe(text);
  });

  it('that is counted between samples is a whole number where it nearly is one', () => {
    expect(valueText(6.0002, 'count')).toBe('6');
    expect(valueText(6.4, 'count')).toBe('6.40');
  });

  it('beside its target shows on which side it is', () => {
    const target = { direction: 'at-most', limit: 0.2 } as const;
    expect(figureText({ value: 0.20004, unit: 'seconds', target })).toBe('>200 ms');
    expect(figureText({ value: null, unit: 'seconds', target })).toBe('unknown');
  });
});

test('a scale holds all values between its first and its last line', () => {
  const number = fc.double({ min: -1e12, max: 1e12, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
      const { low, high, ticks } = scaleOf(values);
      const slack = 1e-6 * (high - low) + 1e-300;
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low - slack);
      expect(Math.max(...values)).toBeLessThanOrEqual(high + slack);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }),
  );
});

test('of a figure without a number there is no plot, and of a gap no line', () => {
  const trend = (points: [number, number | null][]) => reportHtml(aReport('word', [aFigure('word', points)]));
  expect(
    trend([
      [1, null],
      [2, null],
    ]),
  ).not.toContain('<svg');
  expect(
    trend([
      [1, 1],
      [2, null],
      [3, 1],
      [4, 2],
    ]),
  ).toMatch(/<circle class="dot"/);
});
