import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { pairNamed, SHIPPED, THEME_NAMES } from '../../../src/screen/canvas/shipped-themes.ts';
import { ROLES, type Theme } from '../../../src/screen/canvas/theme.ts';
import { checkedTheme, loadTheme, shippedThemes, Themes } from '../../../src/screen/canvas/themes.ts';
import dark from '../../../themes/dark.json' with { type: 'json' };
import { INHERITED } from '../../names.ts';

describe.each(shippedThemes(3).map((theme) => [theme.name, theme] as const))('the %s theme', (name, theme) => {
  it('is what a theme file may hold', () => {
    const shipped = SHIPPED.get(name);
    expect(checkedTheme(shipped, name)).toEqual(shipped);
  });

  it('leaves the background of ordinary text to the terminal', () => {
    for (const role of ['text', 'title', 'dim', 'border', 'candidate'] as const) {
      expect(theme.styles[role].backgroundColor).toBeUndefined();
    }
  });
});

describe('a screen that may choose among themes', () => {
  it('draws first what was asked for, and has every other one too, those that stand for two among them', async () => {
    const themes = new Themes(await loadTheme('nord', 3), 3);
    expect(themes.first.name).toBe('nord');
    expect(themes.names).toEqual(THEME_NAMES);
    expect(themes.names.slice(0, 3)).toEqual(['auto', 'dark', 'light']);
    expect(themes.names).toEqual(expect.arrayContaining([...SHIPPED.keys()]));
    for (const name of SHIPPED.keys()) expect(themes.named(name, 'light').name).toBe(name);
    expect(themes.named('constructor', 'dark')).toBe(themes.first);
  });

  it('has one of the operator’s own before the others', async () => {
    const mine = { ...(await loadTheme('nord', 3)), name: 'mine' };
    const themes = new Themes(mine, 3);
    expect(themes.names).toEqual(['mine', ...THEME_NAMES]);
    expect(themes.named('mine', 'light')).toBe(mine);
  });

  it.each([
    ['auto', 'light', 'light'],
    ['auto', 'dark', 'dark'],
    ['solarized', 'light', 'solarized-light'],
    ['catppuccin', 'dark', 'catppuccin-mocha'],
    ['nord', 'light', 'nord'],
    ['solarized-dark', 'light', 'solarized-dark'],
  ] as const)('draws for %s on a %s terminal %s', async (name, background, suits) => {
    const themes = new Themes(await loadTheme('nord', 3), 3);
    expect(themes.named(name, background).name).toBe(suits);
  });

  it('has for each name that stands for two a theme for dark terminals and one for light ones', () => {
    for (const name of THEME_NAMES)
      for (const [kind, one] of Object.entries(pairNamed(name) ?? {}))
        expect(SHIPPED.get(one)?.ground?.kind, name).toBe(kind);
  });
});

describe('a terminal', () => {
  const okAt = (themes: readonly Theme[]) => themes[0]?.styles.ok.color;

  it('is given colours of its own depth', () => {
    expect(okAt(shippedThemes(3))).toMatch(/^#/);
    expect(okAt(shippedThemes(2))).toMatch(/^ansi256\(\d+\)$/);
    expect(okAt(shippedThemes(1))).toBe('greenBright');
  });

  it('without colours is given bold and reverse alone', () => {
    for (const theme of shippedThemes(0)) {
      for (const role of ROLES) expect(Object.keys(theme.styles[role])).not.toContain('color');
      expect(theme.styles.selection.inverse).toBe(true);
      expect(theme.styles.danger.backgroundColor).toBeUndefined();
    }
  });
});

describe('a theme', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'theme-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const saved = async (content: string): Promise<string> => {
    const path = join(folder, 'mine.json');
    await writeFile(path, content);
    return path;
  };

  it('is found by name', async () => {
    expect((await loadTheme('light', 3)).name).toBe('light');
  });

  it('is read from a file', async () => {
    expect((await loadTheme(await saved(JSON.stringify({ ...dark, name: 'mine' })), 3)).name).toBe('mine');
  });

  it.each(INHERITED)('has no style named %s', async (name) => {
    const text = JSON.stringify(dark).replace('"styles":{', `"styles":{${JSON.stringify(name)}:{},`);
    await expect(loadTheme(await saved(text), 3)).rejects.toThrow(/is wrong at styles/);
  });

  it.each([
    [
      'that does not exist',
      () => Promise.resolve('drak'),
      /no theme "drak": expected auto, dark, light, high-contrast, .*deuteranopia, /,
    ],
    ['that is not JSON', () => saved('{'), /mine\.json is not JSON/],
    ['without a role', () => saved('{"name":"mine","styles":{}}'), /wrong at styles/],
    [
      'with a wrong colour',
      () => saved(JSON.stringify(dark).replace('#35c9a0', 'green')),
      /wrong at styles\.ok\.color\.hex: expected a colour such as/,
    ],
  ])('%s is refused in one sentence', async (_, name, message) => {
    await expect(loadTheme(await name(), 3)).rejects.toThrow(message);
  });
});

describe('glyphs', () => {
  it('take the same room in Unicode and in ASCII, but for a few whose place is made for both', () => {
    const [unicode, ascii] = [glyphsFor(true), glyphsFor(false)];
    for (const [name, glyph] of Object.entries(unicode)) {
      if (['border', 'paused', 'atMost', 'atLeast', 'to', 'ink'].includes(name)) continue;
      const plain = String(Object.entries(ascii).find(([other]) => other === name)?.[1]);
      expect(plain, name).toMatch(/^[ -~]+$/);
      expect(plain.length, name).toBe(stringWidth(String(glyph)));
    }
  });
});
