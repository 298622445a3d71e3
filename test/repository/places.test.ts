import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { compileCache, ownFolder, userCache } from '../../bin/places.mjs';

const user = process.geteuid?.();
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringdeck-places-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
});
const at = (...names: readonly string[]) => join(root, ...names);
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("a folder of the user's own", () => {
  it('is made for them alone, and taken again', () => {
    expect([ownFolder(at('new'), user), modeOf(at('new'))]).toEqual([at('new'), 0o700]);
    expect(ownFolder(at('new'), user)).toBe(at('new'));
  });

  const folder = (name: string, mode: number) => {
    mkdirSync(at(name));
    chmodSync(at(name), mode);
    return at(name);
  };
  const link = (to: string) => {
    symlinkSync(to, at('link'));
    return at('link');
  };
  const file = () => {
    writeFileSync(at('file'), '');
    return at('file');
  };
  const others: readonly (readonly [string, () => string])[] = [
    ['below one that is not there', () => at('no', 'where')],
    ['a file', file],
    ['below a file', () => join(file(), 'x')],
    ['a link to one that is', () => link(folder('real', 0o700))],
    ['a link to nothing', () => link(at('nothing'))],
    ['one that anybody may write to', () => folder('open', 0o777)],
    ['one that its group may write to', () => folder('open', 0o770)],
    ['in /proc', () => '/proc/self/x'],
    ['below a device', () => '/dev/null/x'],
  ];
  it.each(others)('is not %s', (_, make) => {
    expect(ownFolder(make(), user)).toBeNull();
  });

  it.skipIf(user !== 0)("is not another user's", () => {
    mkdirSync(at('theirs'), 0o700);
    chownSync(at('theirs'), 1, 1);
    expect(ownFolder(at('theirs'), user)).toBeNull();
  });
});

describe('the cache folder', () => {
  it.each([
    ['XDG_CACHE_HOME', () => ({ XDG_CACHE_HOME: at('xdg'), HOME: at('home') }), () => at('xdg', 'ringdeck')],
    ['HOME', () => ({ HOME: root }), () => at('.cache', 'ringdeck')],
    ['HOME where the other is no path', () => ({ XDG_CACHE_HOME: 'xdg', HOME: root }), () => at('.cache', 'ringdeck')],
  ])('lies where %s says', (_, env, expected) => {
    expect(userCache(env(), user)).toBe(expected());
    expect(modeOf(expected())).toBe(0o700);
  });

  it.each([{}, { HOME: '' }, { HOME: 'home' }, { HOME: '/proc/x' }, { XDG_CACHE_HOME: '/dev/null' }])(
    'is none for %o',
    (env) => {
      expect(userCache(env, user)).toBeNull();
    },
  );
});

describe('what Node compiled', () => {
  it('is kept beside the program where that is the user’s', () => {
    mkdirSync(at('dist'));
    expect(compileCache(at('dist'), { HOME: root }, user)).toBe(at('dist', 'compiled'));
    expect(existsSync(at('.cache'))).toBe(false);
  });

  it('is kept in the user’s cache folder where nothing can be made beside the program, and nowhere else', () => {
    expect(compileCache(at('no', 'dist'), { HOME: root }, user)).toBe(at('.cache', 'ringdeck', 'compiled'));
    expect(compileCache(at('no', 'dist'), { HOME: '/proc/x' }, user)).toBeNull();
  });

  it('is not read from a folder beside the program that others may write to', () => {
    mkdirSync(at('dist', 'compiled'), { recursive: true });
    chmodSync(at('dist', 'compiled'), 0o777);
    expect(compileCache(at('dist'), { HOME: root }, user)).toBe(at('.cache', 'ringdeck', 'compiled'));
  });
});
