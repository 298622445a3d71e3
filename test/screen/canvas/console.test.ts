import { expect, test } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import { detectCapabilities } from '../../../src/terminal/capabilities.ts';
import { hands } from '../hands.ts';
import { painted } from '../picture.ts';
import { healthy, sceneOf, spike } from '../rooms.ts';

/**
 * What all of these fonts have beyond ASCII: the kernel's own (drivers/tty/vt/cp437.uni) and console-setup's 8x16 of Lat15, Lat2,
 * Uni1 and Uni2 (Fixed, Terminus, VGA), by their own tables.
 */
const IN_EVERY_FONT = ' ¡£§«¬°±µ¶·»¿ÄÇÉÑÖÜßàáâäçèéêëíîñóôö÷úüπ•←↑→↓≈≤≥─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬█░▒■▲▼♦';

test('on the Linux console only signs stand that its fonts have', async () => {
  const theme = await loadTheme('dark', 1);
  for (const room of [healthy, spike])
    for (const keys of [[], ['v'], ['?'], ['t'], ['2', 'enter'], ['4', 'a'], ['4', 'enter']]) {
      const look = { theme, level: 1 as const, unicode: false, glyphs: glyphsFor(false, true) };
      const drawn = painted(sceneOf(room), hands(room).press(...keys), look);
      for (const sign of drawn.replaceAll('\u001b', '').replace(/[\x20-\x7e\n]/g, ''))
        expect(IN_EVERY_FONT, `${sign} after ${keys}`).toContain(sign);
      expect(drawn).toContain('┌');
    }
});

test('every glyph of the console is in every font, too, and where none is ASCII stands', () => {
  const texts = Object.values(glyphsFor(false, true)).flatMap((one) =>
    typeof one === 'object' ? Object.values(one) : [one],
  );
  for (const sign of texts.join('').replace(/[\x20-\x7e]/g, '')) expect(IN_EVERY_FONT).toContain(sign);
});

test('the console is known by its name, where it takes UTF-8 and ASCII was not asked for', () => {
  const of = (env: Readonly<Record<string, string>>, ascii?: true) =>
    detectCapabilities({ TERM: 'linux', ...env }, { isTTY: true }, { ...(ascii && { ascii }) });
  expect(of({ LANG: 'C.UTF-8', COLORTERM: 'truecolor' })).toMatchObject({ colorLevel: 1 });
  expect(of({ LANG: 'C.UTF-8' })).toMatchObject({ isConsole: true, unicode: false, colorLevel: 1 });
  expect(of({ LANG: 'C.UTF-8' }, true)).toMatchObject({ isConsole: false, unicode: false });
  expect(of({ LANG: 'de_DE.ISO-8859-1' })).toMatchObject({ isConsole: false });
  expect(of({ TERM: 'xterm', LANG: 'C.UTF-8' })).toMatchObject({ isConsole: false, unicode: true });
});
