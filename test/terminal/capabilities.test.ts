import { describe, expect, it } from 'vitest';
import {
  type Capabilities,
  canBeDrawnOn,
  detectCapabilities,
  type Environment,
} from '../../src/terminal/capabilities.ts';

const tty = { isTTY: true };
const pipe = { isTTY: false };

describe('colours', () => {
  it.each<[string, Environment, { isTTY: boolean }, number]>([
    ['a plain xterm', { TERM: 'xterm' }, tty, 1],
    ['a 256-colour xterm', { TERM: 'xterm-256color' }, tty, 2],
    ['a truecolor terminal', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, tty, 3],
    ['a dumb terminal', { TERM: 'dumb' }, tty, 0],
    ['no terminal', { TERM: 'xterm-256color' }, pipe, 0],
    ['NO_COLOR', { TERM: 'xterm-256color', NO_COLOR: '1' }, tty, 0],
    ['an empty NO_COLOR, which means nothing', { TERM: 'xterm-256color', NO_COLOR: '' }, tty, 2],
    ['FORCE_COLOR into a pipe', { FORCE_COLOR: '2' }, pipe, 2],
    ['FORCE_COLOR=0', { TERM: 'xterm-256color', FORCE_COLOR: '0' }, tty, 0],
    ['NO_COLOR and FORCE_COLOR at once', { NO_COLOR: '1', FORCE_COLOR: '3' }, tty, 0],
  ])('for %s', (_, env, stream, level) => {
    expect(detectCapabilities(env, stream).colorLevel).toBe(level);
  });

  it('are off when the operator says so', () => {
    expect(detectCapabilities({ TERM: 'xterm', FORCE_COLOR: '3' }, tty, { color: false }).colorLevel).toBe(0);
  });
});

describe('bold and reverse video', () => {
  it('stay on a terminal without colours, and nowhere else', () => {
    expect(detectCapabilities({ TERM: 'xterm', NO_COLOR: '1' }, tty)).toMatchObject({ colorLevel: 0, chalkLevel: 1 });
    expect(detectCapabilities({ TERM: 'dumb' }, tty).chalkLevel).toBe(0);
    expect(detectCapabilities({ TERM: 'xterm' }, pipe).chalkLevel).toBe(0);
    expect(detectCapabilities({ FORCE_COLOR: '3' }, pipe).chalkLevel).toBe(3);
  });
});

describe('glyphs', () => {
  it.each<[string, Environment, boolean]>([
    ['a UTF-8 locale', { LANG: 'en_US.UTF-8' }, true],
    ['its other spelling', { LANG: 'C.utf8' }, true],
    ['no locale', {}, true],
    ['the C locale', { LANG: 'C' }, false],
    ['LC_ALL before LANG', { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, false],
    ['the console of the kernel', { TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
  ])('with %s', (_, env, unicode) => {
    expect(detectCapabilities(env, tty).unicode).toBe(unicode);
  });

  it('are ASCII when the operator says so', () => {
    expect(detectCapabilities({ LANG: 'en_US.UTF-8' }, tty, { ascii: true }).unicode).toBe(false);
  });
});

describe('clipboard and links', () => {
  it.each<[string, Environment, { isTTY: boolean }, Pick<Capabilities, 'clipboard' | 'links' | 'multiplexer'>]>([
    ['a terminal', { TERM: 'xterm' }, tty, { clipboard: true, links: true, multiplexer: null }],
    ['a pipe', { TERM: 'xterm' }, pipe, { clipboard: false, links: false, multiplexer: null }],
    ['a dumb one', { TERM: 'dumb' }, tty, { clipboard: false, links: false, multiplexer: null }],
    ['the kernel', { TERM: 'linux' }, tty, { clipboard: false, links: false, multiplexer: null }],
    [
      'tmux',
      { TERM: 'screen-256color', TMUX: '/run/tmux/default,1,0' },
      tty,
      { clipboard: true, links: true, multiplexer: 'tmux' },
    ],
    ['screen', { TERM: 'xterm', STY: '1.pts' }, tty, { clipboard: true, links: false, multiplexer: 'screen' }],
    ['an old VTE', { TERM: 'xterm', VTE_VERSION: '4205' }, tty, { clipboard: true, links: false, multiplexer: null }],
  ])('in %s', (_, env, stream, expected) => {
    expect(detectCapabilities(env, stream)).toMatchObject(expected);
  });
});

it.each<[Environment, boolean]>([
  [{ TERM: 'xterm' }, true],
  [{ TERM: 'vt100' }, true],
  [{ TERM: 'dumb' }, false],
  [{ TERM: 'unknown' }, false],
  [{ TERM: '' }, false],
  [{}, false],
])('a terminal of %j can be drawn on: %j', (env, can) => {
  expect(canBeDrawnOn(env)).toBe(can);
});
