import { describe, expect, test } from 'vitest';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { live, sceneOf, spike } from '../rooms.ts';

/** The screen after help was asked for something. */
function asked(text: string, ...before: string[]) {
  const h = hands(spike);
  h.press(...before, '?');
  h.type(text);
  return h;
}
const drawn = (h: ReturnType<typeof hands>, size = { columns: 140, rows: 44 }) =>
  picture(sceneOf(spike, live), h.state(), size);

describe('help', () => {
  test.each([
    ['silences', 'silences'],
    ['silenc others', 'silences'],
    ['silecnes', 'silences'],
    ['who did', 'journal'],
  ])('finds what %s says, and enter does it', (text, view) => {
    const h = asked(text);
    expect(h.press('enter')).toMatchObject({ dialog: null, views: [{ kind: view }] });
  });

  test.each([
    ['acknowledge', 'Acknowledge the selected or marked alerts'],
    ['mute', 'Acknowledge the selected or marked alerts'],
    ['silence', 'Acknowledge the selected or marked alerts'],
    ['exit', 'Leave ringdeck'],
    ['quit', 'Leave ringdeck'],
    ['dark', 'Another theme'],
    ['colour', 'Another theme'],
    ['zoom', 'zoom'],
    ['back in time', 'earlier'],
    ['go back in time', 'earlier'],
    ['screenshot', 'Save what is seen'],
    ['what is new', 'log diff'],
    ['time zone', 'UTC'],
  ])('%s finds "%s"', (text, told) => {
    const lines = drawn(asked(text)).split('\n');
    const from = lines.findIndex((line) => line.includes(`search ${text}`));
    expect(lines.slice(from + 2, from + 8).join('\n')).toContain(told);
  });

  test('finds what a key does by the key', () => {
    expect(drawn(asked('ctrl-g'))).toContain('What the screen costs');
    const h = asked('V');
    expect(h.press('enter').dialog?.kind ?? h.state().flash?.text).toBeDefined();
  });

  test('leads to the palette for a command that takes words', () => {
    const h = asked('acknowledge an alert how long');
    expect(h.press('enter').dialog).toMatchObject({ kind: 'palette', text: 'ack ' });
  });

  test('tells of keys that work elsewhere, where that is', () => {
    expect(drawn(asked('wrap'))).toContain('In the logs: Long lines over several rows, or cut');
  });

  test('scrolls while nothing is typed, and the key that opened it closes it', () => {
    const h = hands(spike, { size: [80, 24] });
    h.press('?', 'down', 'down');
    expect(h.state().dialog).toMatchObject({ scroll: 2 });
    expect(h.press('?').dialog).toBeNull();
    h.press('?', 'x');
    expect(h.press('esc').dialog).toMatchObject({ text: '' });
    expect(h.press('esc').dialog).toBeNull();
  });

  test('says that nothing fits', () => {
    const h = asked('xyzzy');
    expect(drawn(h)).toContain('No key and no command fits');
    expect(h.press('enter').flash?.text).toMatch(/^Nothing is called so/);
    expect(h.press('down').flash?.text).toBe('This is the end');
  });

  test.each([
    [140, 44],
    [80, 24],
    [40, 12],
  ])('has the field and what was found at %i×%i', (columns, rows) => {
    const text = drawn(asked('journal'), { columns, rows });
    expect(text).toContain('search journal');
    expect(text).toMatch(/J\s+journal/);
  });
});
