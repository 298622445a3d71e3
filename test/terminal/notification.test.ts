import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Capabilities, detectCapabilities } from '../../src/terminal/capabilities.ts';
import { notificationOf, notificationSequence, titleSequence } from '../../src/terminal/notification.ts';
import { TerminalVoice } from '../../src/terminal/voice.ts';
import { safe } from '../../src/text/safe.ts';
import { sanitiseLine } from '../../src/text/sanitise.ts';

const ESC = '\u001b';
const BEL = '\u0007';
const able = detectCapabilities({ TERM: 'xterm-256color' }, { isTTY: true });
const sequence = (how: 'osc9' | 'osc777' | 'osc99', around: Partial<Capabilities> = {}) =>
  notificationSequence(safe('ringdeck: Shop'), safe('P0 Down; fires'), how, { ...able, ...around });

/** Sequences of which nothing but the text is another's. */
const WHOLE = new RegExp(`^${ESC}\\](?:9;ringdeck: |777;notify;ringdeck: )[^\\p{Cc}]*${BEL}$`, 'u');
const IN_BASE64 = new RegExp(`^(?:${ESC}\\]99;[a-z0-9=:]+;[A-Za-z0-9+/=]*${ESC}\\\\){2}$`);
const TITLE = new RegExp(`^${ESC}\\]2;[^\\p{Cc}]{0,200}${BEL}$`, 'u');

describe('a notification', () => {
  it.each([
    [{ TERM: 'xterm-256color' }, 'osc9'],
    [{ TERM: 'xterm-kitty' }, 'osc99'],
    [{ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' }, 'osc99'],
    [{ TERM: 'rxvt-unicode-256color' }, 'osc777'],
    [{ TERM: 'xterm-256color', VTE_VERSION: '7600' }, 'osc777'],
    [{}, 'osc9'],
  ])('is asked of %j by %s', (env, how) => {
    expect(notificationOf(env)).toBe(how);
  });

  it('is what the terminal understands', () => {
    expect(sequence('osc9')).toBe(`${ESC}]9;ringdeck: Shop: P0 Down; fires${BEL}`);
    expect(sequence('osc777')).toBe(`${ESC}]777;notify;ringdeck: Shop;P0 Down, fires${BEL}`);
    const [title, text] = ['ringdeck: Shop', 'P0 Down; fires'].map((one) => Buffer.from(one).toString('base64'));
    expect(sequence('osc99')).toBe(
      `${ESC}]99;i=ringdeck:d=0:e=1;${title}${ESC}\\${ESC}]99;i=ringdeck:d=1:e=1:p=body;${text}${ESC}\\`,
    );
  });

  it('passes through tmux with every escape doubled, through screen in pieces, and to no console', () => {
    expect(sequence('osc9', { multiplexer: 'tmux' })).toBe(
      `${ESC}Ptmux;${ESC}${ESC}]9;ringdeck: Shop: P0 Down; fires${BEL}${ESC}\\`,
    );
    expect(sequence('osc9', { multiplexer: 'screen' })).toBe(`${ESC}P${sequence('osc9')}${ESC}\\`);
    const console = detectCapabilities({ TERM: 'linux' }, { isTTY: true });
    expect(notificationSequence(safe('a'), safe('b'), 'osc9', console)).toBeNull();
    expect(titleSequence(safe('a'), console)).toBeNull();
  });

  it('cannot be ended, prolonged or turned into another by what a server says', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(`x${BEL}${ESC}]52;c;eA==${BEL}`, `${ESC}\\${ESC}[2J`, '\u009c\u009d2;x\u0007', '4;3;50'),
    );
    fc.assert(
      fc.property(words, words, (title, text) => {
        const [safeTitle, safeText] = [sanitiseLine(`ringdeck: ${title}`), sanitiseLine(text)];
        expect(notificationSequence(safeTitle, safeText, 'osc9', able)).toMatch(WHOLE);
        expect(notificationSequence(safeTitle, safeText, 'osc777', able)).toMatch(WHOLE);
        expect(notificationSequence(safeTitle, safeText, 'osc777', able)?.split(';')).toHaveLength(4);
        expect(notificationSequence(safeTitle, safeText, 'osc99', able)).toMatch(IN_BASE64);
        expect(titleSequence(safeText, able)).toMatch(TITLE);
      }),
    );
  });
});

describe('a terminal', () => {
  it('is called anew only where its name changes, or somebody else had it', () => {
    let written = '';
    const voice = new TerminalVoice({ write: (bytes) => (written += bytes) }, able);
    voice.again();
    voice.call(safe('✔ Shop'));
    voice.call(safe('✔ Shop'));
    expect(written).toBe(`${ESC}]2;✔ Shop${BEL}`);
    voice.again();
    voice.ring();
    expect(written).toBe(`${ESC}]2;✔ Shop${BEL}${ESC}]2;✔ Shop${BEL}${BEL}`);
  });
});
