import { describe, expect, it } from 'vitest';
import { Styles } from '../../../src/screen/canvas/cell-styles.ts';
import type { Run } from '../../../src/screen/canvas/runs.ts';
import { run } from '../../../src/screen/canvas/runs.ts';
import { appearance } from '../../../src/screen/canvas/sheet.ts';
import { SHIPPED } from '../../../src/screen/canvas/shipped-themes.ts';
import { ROLES, type Role } from '../../../src/screen/canvas/theme.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import { areaOf, pairOn, SIXTEEN } from './palettes.ts';
import { ciede2000, contrast, distance, EYES, type Eyes } from './vision.ts';

/** What is written, and what is a border or an area, has to stand out from what is behind it by so much. */
const READ = 4.5;
const SEEN = 3;

/** Terminals' own backgrounds, as they are sold: those between the two ends of a theme's ground are looked at besides these. */
const GROUNDS = [
  '#000000',
  '#1e1e1e',
  '#1e1e2e',
  '#002b36',
  '#282a36',
  '#2e3440',
  '#eaeaea',
  '#eff1f5',
  '#fdf6e3',
  '#ffffff',
];

/** Backgrounds that a theme says it is for. */
function groundsOf(name: string): readonly string[] {
  const ground = SHIPPED.get(name)?.ground;
  if (!ground) throw new Error(`the theme ${name} does not say which backgrounds it is for`);
  const { kind, from, to } = ground;
  if (kind === 'any') return [from, to];
  const [a, b] = [contrast(from, '#000000'), contrast(to, '#000000')];
  const within = GROUNDS.filter((hex) => {
    const own = contrast(hex, '#000000');
    return own >= Math.min(a, b) && own <= Math.max(a, b);
  });
  return [from, to, ...within];
}

/** Every way in which a text may be drawn. */
const texts = (role: Role): readonly Run[] =>
  [undefined, true].flatMap((dim) =>
    [undefined, true].flatMap((bold) =>
      [undefined, true].map((inverse) =>
        run('x', role, { ...(dim && { dim }), ...(bold && { bold }), ...(inverse && { inverse }) }),
      ),
    ),
  );
const WRITTEN = ROLES.filter((role) => role !== 'border');

describe.each([...SHIPPED.keys()])('%s', (name) => {
  it.each([2, 3] as const)('is read on every background that it is for, at level %i', async (level) => {
    const look = { theme: await loadTheme(name, level), unicode: true };
    for (const ground of groundsOf(name))
      for (const text of WRITTEN.flatMap(texts)) {
        const pair = pairOn(appearance(text, look), ground);
        if (pair) expect(contrast(pair.ink, pair.area), JSON.stringify([text, ground])).toBeGreaterThanOrEqual(READ);
      }
  });

  it.each([2, 3] as const)('has borders and bars that are seen on them, at level %i', async (level) => {
    const look = { theme: await loadTheme(name, level), unicode: true };
    for (const ground of groundsOf(name))
      for (const role of ROLES.filter((one) => one !== 'selection' && one !== 'danger'))
        for (const how of [{ outline: true }, { solid: true }]) {
          const color = areaOf(appearance(run('─', role, how), look));
          if (color) expect(contrast(color, ground), `${role} on ${ground}`).toBeGreaterThanOrEqual(SEEN);
        }
  });

  it.each(Object.entries(SIXTEEN))('is read on %s', async (_, terminal) => {
    const kind = SHIPPED.get(name)?.ground?.kind;
    if (kind !== 'any' && kind !== terminal.kind) return;
    const look = { theme: await loadTheme(name, 1), unicode: true };
    const styles = new Styles(1);
    for (const text of WRITTEN.flatMap(texts)) {
      const { ink, area } = terminal.pair(styles.of(appearance(text, look)));
      expect(contrast(ink, area), JSON.stringify([text, ink, area])).toBeGreaterThanOrEqual(READ);
    }
    for (const role of ROLES) {
      const { ink, area } = terminal.pair(styles.of(appearance(run('─', role, { outline: true }), look)));
      expect(contrast(ink, area), `${role} ${ink} ${area}`).toBeGreaterThanOrEqual(SEEN);
    }
  });

  const isMade = (eyes: Eyes): boolean => name.startsWith(eyes);
  it.each(EYES)('tells the four states apart for eyes with %s, at a glance', async (eyes) => {
    if (name === 'monochrome') return;
    for (const [level, least] of [
      [3, isMade(eyes) ? 16 : 10],
      [2, isMade(eyes) ? 12 : 8],
    ] as const) {
      // A theme for some eyes is for those, and for eyes that see all.
      if (/^(deuter|prot)anopia/.test(name) && !isMade(eyes) && eyes !== 'all cones') continue;
      const look = { theme: await loadTheme(name, level), unicode: true };
      const states = (['ok', 'warn', 'fail', 'unknown'] as const).map((state) => {
        const pair = pairOn(look.theme.styles[state], '#000000');
        return look.theme.styles[state].backgroundColor === undefined ? pair?.ink : pair?.area;
      });
      states.forEach((a, i) => {
        for (const b of states.slice(i + 1))
          expect(distance(a ?? '', b ?? '', eyes), `${a} ${b} at level ${level}`).toBeGreaterThanOrEqual(least);
      });
    }
  });
});

it('monochrome has no colours, and a style of its own for each of the four states', async () => {
  const { styles } = await loadTheme('monochrome', 3);
  for (const style of Object.values(styles)) expect(style).not.toHaveProperty('color');
  const states = [styles.ok, styles.warn, styles.fail, styles.unknown].map((style) => JSON.stringify(style));
  expect(new Set(states).size).toBe(4);
});

// From the table of Sharma, Wu and Dalal (2005), whose pairs lie where an implementation is wrong most easily.
it.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, -1, 2], [50, 0, 0], 2.3669],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
] as const)('the distance of %j and %j is %d', (a, b, expected) => {
  expect(ciede2000(a, b)).toBeCloseTo(expected, 4);
});

it('reverse video would not be read on the Linux console where a colour is in it, nor bold in it', () => {
  const paired = (numbers: string) => {
    const { ink, area } = SIXTEEN['the Linux console'].pair({
      key: '',
      codes: [{ type: 'ansi', code: `\u001b[${numbers}m`, endCode: '' }],
    });
    return contrast(ink, area);
  };
  expect(paired('0;7')).toBeGreaterThan(READ);
  expect(paired('0;1;7')).toBeLessThan(READ);
  expect(paired('0;7;91')).toBeLessThan(SEEN);
});
