import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { loadTheme, ROLES, shippedThemes, type Theme } from '../../../src/screen/canvas/theme.ts';
import dark from '../../../themes/dark.json' with { type: 'json' };
import { INHERITED } from '../../names.ts';

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (darker + 0.05);
}

/** CIE lightness, 0–100: what is left of a colour where no hue is seen. */
const lightness = (hex: string): number => 116 * Math.cbrt(luminance(hex)) - 16;

const READ: readonly (typeof ROLES)[number][] = ROLES.filter((role) => role !== 'border');
const BACKGROUNDS: Record<string, readonly string[]> = {
  dark: ['#000000', '#1e1e1e', '#002b36'],
  light: ['#ffffff', '#fdf6e3'],
  'high-contrast': ['#000000', '#ffffff'],
};

describe.each(shippedThemes(3).map((theme) => [theme.name, theme] as const))('the %s theme', (name, theme) => {
  it.each(BACKGROUNDS[name] ?? [])('can be read on %s', (background) => {
    for (const role of READ) {
      const { color, backgroundColor } = theme.styles[role];
      if (color) expect(contrast(color, backgroundColor ?? background), role).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('tells ok from fail by lightness too, for eyes that do not tell them by hue', () => {
    const shade = (role: 'ok' | 'fail') => theme.styles[role].backgroundColor ?? theme.styles[role].color ?? '';
    expect(Math.abs(lightness(shade('ok')) - lightness(shade('fail')))).toBeGreaterThanOrEqual(8);
  });

  it('leaves the background of ordinary text to the terminal', () => {
    for (const role of ['text', 'title', 'dim', 'border', 'candidate'] as const) {
      expect(theme.styles[role].backgroundColor).toBeUndefined();
    }
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
    ['that does not exist', () => Promise.resolve('drak'), /no theme "drak": expected dark, light, high-contrast/],
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
      if (['border', 'paused', 'atMost', 'atLeast', 'to'].includes(name)) continue;
      const plain = String(Object.entries(ascii).find(([other]) => other === name)?.[1]);
      expect(plain, name).toMatch(/^[ -~]+$/);
      expect(plain.length, name).toBe(stringWidth(String(glyph)));
    }
  });
});
