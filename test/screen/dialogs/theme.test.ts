import { expect, test } from 'vitest';
import { SHIPPED } from '../../../src/screen/canvas/shipped-themes.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { healthy, sceneOf } from '../rooms.ts';

const themes = [...SHIPPED.keys()];
const choosing = () => hands(healthy);

test('the theme key lists every theme, for which terminals it is made, and how states look in it', () => {
  const drawn = picture(sceneOf(healthy), choosing().press('t'), { themes });
  for (const name of themes) expect(drawn).toContain(` ${name} `);
  expect(drawn).toMatch(/nord +for a dark terminal/);
  expect(drawn).toMatch(/light +for a light terminal/);
  expect(drawn).toMatch(/high-contrast +for any terminal/);
  expect(drawn).toMatch(/✔ ok +▲ warn +✖ fail +\? unknown/);
});

test('the screen is drawn in a theme as soon as it is looked at, and keeps it on enter', () => {
  expect(choosing().press('t', 'j').theme).toBe('light');
  expect(choosing().press('t', 't').theme).toBe('light');
  const taken = choosing().press('t', 'j', 'j', 'enter');
  expect(taken).toMatchObject({ theme: 'high-contrast', dialog: null, followsBackground: false });
  expect(taken.flash?.text).toBe('Theme high-contrast, until you leave; theme: high-contrast in the profile keeps it');
});

test('esc leaves everything as it was', () => {
  const before = choosing().press();
  expect(choosing().press('t', 'G', 'esc')).toEqual(before);
});

test('the list stops at its ends, and scrolls where the terminal is small', () => {
  expect(choosing().press('t', 'k').theme).toBe('dark');
  const last = choosing().press('t', 'G');
  expect(last.theme).toBe(themes.at(-1));
  expect(picture(sceneOf(healthy), last, { themes, columns: 60, rows: 12 })).toContain(` ${themes.at(-1)} `);
});

const told = (theme: string, follows: boolean, background: 'light' | 'dark') => {
  const keyboard = hands(healthy, { from: initialState(theme, follows) });
  keyboard.answer({ type: 'background', background });
  return keyboard.state();
};

test.each([
  ['light', 'dark', 'a light'],
  ['nord', 'light', 'a dark'],
  ['solarized-light', 'dark', 'a light'],
] as const)('whoever has asked for %s on a %s terminal is told of it once, in passing', (theme, background, made) => {
  const { flash, theme: still } = told(theme, false, background);
  expect(still).toBe(theme);
  expect(flash).toEqual({
    kind: 'info',
    text: `The theme ${theme} is for ${made} terminal, and this one is ${background}: t lists others`,
  });
});

test('a theme that suits the terminal, or follows it, or suits any, is not spoken of', () => {
  expect(told('light', false, 'light').flash).toBeNull();
  expect(told('high-contrast', false, 'light').flash).toBeNull();
  expect(told('./mine', false, 'light').flash).toBeNull();
  expect(told('solarized-dark', true, 'light')).toMatchObject({ flash: null, theme: 'solarized-light' });
});
