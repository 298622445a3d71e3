import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/terminal/capabilities.ts';
import { copySequence } from '../../src/terminal/clipboard.ts';
import { linkTo } from '../../src/terminal/link.ts';
import { character } from '../character.ts';

const able: Capabilities = {
  colorLevel: 3,
  chalkLevel: 3,
  unicode: true,
  isConsole: false,
  clipboard: true,
  links: true,
  multiplexer: null,
};

describe('copying', () => {
  const encoded = Buffer.from('réseau').toString('base64');

  it('hands the text to the terminal in base64', () => {
    expect(copySequence('réseau', able)).toBe(`\u001b]52;c;${encoded}\u0007`);
  });

  it('is for tmux itself, and passes through it with every escape doubled', () => {
    expect(copySequence('réseau', { ...able, multiplexer: 'tmux' })).toBe(
      `\u001b]52;c;${encoded}\u0007\u001bPtmux;\u001b\u001b]52;c;${encoded}\u0007\u001b\\`,
    );
  });

  it('passes through screen in pieces it can take', () => {
    const pieces = copySequence('x'.repeat(500), { ...able, multiplexer: 'screen' })?.split('\u001b\\') ?? [];
    expect(pieces).toHaveLength(4);
    expect(pieces.every((piece) => piece.length <= 258)).toBe(true);
    expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(
      `\u001b]52;c;${Buffer.from('x'.repeat(500)).toString('base64')}\u0007`,
    );
  });

  it('takes no control characters along, which would act when pasted', () => {
    expect(copySequence('a\u001b[201~\rrm', able)).toBe(`\u001b]52;c;${Buffer.from('a\nrm').toString('base64')}\u0007`);
  });

  it('is not tried where it cannot work', () => {
    expect(copySequence('x', { ...able, clipboard: false })).toBeNull();
    expect(copySequence('x'.repeat(80_000), able)).toBeNull();
  });
});

describe('a link', () => {
  it('leads to its page', () => {
    expect(linkTo('https://example.org/a b', able)).toEqual({
      type: 'ansi',
      code: '\u001b]8;;https://example.org/a%20b\u0007',
      endCode: '\u001b]8;;\u0007',
    });
  });

  it.each([
    ['of another scheme', 'javascript:alert(1)'],
    ['to a file', 'file:///etc/passwd'],
    ['that is none', 'runbook'],
    ['of great length', `https://example.org/${'a'.repeat(3000)}`],
  ])('%s is none', (_, address) => {
    expect(linkTo(address, able)).toBeNull();
  });

  it('is none where links are not known', () => {
    expect(linkTo('https://example.org/', { links: false })).toBeNull();
  });

  it('holds no control character of its address', () => {
    const hostile = fc.string({ unit: character });
    fc.assert(
      fc.property(hostile, hostile, (host, path) => {
        const { code = '' } = linkTo(`https://${host}/${path}\u001b]0;x\u0007`, able) ?? {};
        expect(code.replace(/^\p{Cc}\]8;;(\P{Cc}*)\p{Cc}$/u, '$1')).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
