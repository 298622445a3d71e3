import { expect, test } from 'vitest';
import { THEME_NAMES } from '../../../src/screen/canvas/shipped-themes.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { healthy, sceneOf } from '../rooms.ts';

const themes = THEME_NAMES;
const choosing = () => hands(healthy, { from: initialState('auto') });

test('the theme key lists every theme, for which terminals it is made, and how states look in it', () => {
  const drawn = picture(sceneOf(healthy), choosing().press('t'), { themes });
  for (const name of themes) expect(drawn).toContain(` ${name} `);
  expect(drawn).toMatch(/nord +for a dark terminal/);
  expect(drawn).toMatch(/light +for a light terminal/);
  expect(drawn).toMatch(/high-contrast +for any terminal/);
  expect(drawn).toMatch(/✔ ok +▲ warn +✖ fail +\? unknown/);
});

test('the screen is drawn in a theme as soon as it is looked at, and keeps it on enter', () => {
  expect(choosing().press('t', 'j').theme).toBe('dark');
  expect(choosing().press('t', 't').theme).toBe('dark');
  const taken = choosing().press('t', 'j', 'j', 'j', 'enter');
  expect(taken).toMatchObject({ theme: 'high-contrast', dialog: null });
  expect(taken.flash?.text).toBe('Theme high-contrast, until you leave; theme: high-contrast in the profile keeps it');
});

test('esc leaves everything as it was', () => {
  const before = choosing().press();
  expect(choosing().press('t', 'G', 'esc')).toEqual(before);
});

test('the list stops at its ends, and scrolls where the terminal is small', () => {
  expect(choosing().press('t', 'k').theme).toBe('auto');
  const last = choosing().press('t', 'G');
  expect(last.theme).toBe(themes.at(-1));
  expect(picture(sceneOf(healthy), last, { themes, columns: 60, rows: 12 })).toContain(` ${themes.at(-1)} `);
});

test.each([
  ['auto', 'dark or light, as the terminal is'],
  ['solarized', 'solarized-dark or solarized-light, as the terminal is'],
])('%s can be chosen from the list and by its name, and is said to follow the terminal', (name, about) => {
  expect(picture(sceneOf(healthy), choosing().press('t'), { themes })).toMatch(new RegExp(`${name} +${about}`));
  const h = hands(healthy, { from: initialState('nord', 'light') });
  const { theme, flash } = h.press(':', ...`theme ${name}`, 'enter');
  expect(theme).toBe(name);
  expect(flash?.text).toBe(`Theme ${name}, until you leave; theme: ${name} in the profile keeps it`);
  h.answer({ type: 'background', background: 'dark' });
  expect(h.state()).toMatchObject({ theme: name, background: 'dark' });
});

const told = (theme: string, background: 'light' | 'dark') => {
  const keyboard = hands(healthy, { from: initialState(theme) });
  keyboard.answer({ type: 'background', background });
  return keyboard.state();
};

test.each([
  ['light', 'dark', 'a light'],
  ['nord', 'light', 'a dark'],
  ['solarized-light', 'dark', 'a light'],
] as const)('whoever has asked for %s on a %s terminal is told of it once, in passing', (theme, background, made) => {
  const { flash, theme: still } = told(theme, background);
  expect(still).toBe(theme);
  expect(flash).toEqual({
    kind: 'info',
    text: `The theme ${theme} is for ${made} terminal, and this one is ${background}: t lists others`,
  });
});

test('a theme that suits the terminal, or follows it, or suits any, is not spoken of', () => {
  expect(told('light', 'light').flash).toBeNull();
  expect(told('high-contrast', 'light').flash).toBeNull();
  expect(told('./mine', 'light').flash).toBeNull();
  expect(told('solarized', 'light')).toMatchObject({ flash: null, theme: 'solarized', background: 'light' });
});
