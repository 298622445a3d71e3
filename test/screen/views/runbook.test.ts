import { describe, expect, test } from 'vitest';
import type { Room, RoomAlert } from '../../../src/room/room.ts';
import type { ScreenEvent } from '../../../src/screen/core/effects.ts';
import { hands } from '../hands.ts';
import { lineWith, picture } from '../picture.ts';
import { sceneOf, spike } from '../rooms.ts';

const TEXT = `# The spike

Errors of V2 rise.

\`\`\`sh
kubectl get pods
kubectl logs deploy/api
\`\`\`

${'More of it.\n\n'.repeat(40)}
Last of all: \`needle\`.

\`\`\`
ringdeck gate ring1
\`\`\`
`;

const room = (annotations: Record<string, string>, more: Partial<RoomAlert> = {}): Room => ({
  ...spike,
  alerts: {
    ...spike.alerts,
    list: spike.alerts.list.map((alert, i) => (i === 0 ? { ...alert, runbook: null, annotations, ...more } : alert)),
  },
});
const NAMED = room({ runbook: 'runbooks/spike.md' });
const came = (text: string): ScreenEvent => ({ type: 'runbook', file: 'runbooks/spike.md', came: { ok: true, text } });

/** The runbook of the worst alert, read. */
function opened(of: Room = NAMED, text = TEXT) {
  const h = hands(of, { size: [140, 44] });
  h.press('o');
  h.answer(came(text));
  return { ...h, picture: () => picture(sceneOf(of), h.state()) };
}

describe('the runbook of an alert', () => {
  test('is asked for, and stands there once it was read', () => {
    const h = hands(NAMED);
    h.press('o');
    expect(h.effects).toEqual([{ kind: 'runbook', file: 'runbooks/spike.md' }]);
    expect(picture(sceneOf(NAMED), h.state())).toContain('It is being read');
    h.answer(came('# The spike\n\n- look'));
    const text = picture(sceneOf(NAMED), h.state());
    expect(text).toContain('runbook of V2ErrorSpike');
    expect(text).toContain('• look');
  });

  test('closes by the key that opened it, and by esc', () => {
    expect(opened().press('o').views).toEqual([]);
    expect(opened().press('esc').views).toEqual([]);
  });

  test('opens from the details of the alert, and leads back there', () => {
    const h = hands(NAMED);
    h.press('4', 'enter', 'o');
    expect(h.state().views.map(({ kind }) => kind)).toEqual(['incident', 'runbook']);
    expect(h.press('esc').views.map(({ kind }) => kind)).toEqual(['incident']);
  });

  test('says why it cannot be read, and draws nothing that a terminal obeys', () => {
    const h = hands(NAMED);
    h.press('o');
    const why = 'there is no runbooks/\u001b[31mspike.md beside the profile';
    h.answer({ type: 'runbook', file: 'runbooks/spike.md', came: { ok: false, why } });
    const text = picture(sceneOf(NAMED), h.state());
    expect(lineWith(text, 'beside the profile')).toContain('there is no runbooks/spike.md');
    expect(text).not.toContain('\u001b');
  });

  test('that was closed meanwhile changes nothing, nor does that of another file', () => {
    const h = hands(NAMED);
    const before = h.press('o', 'esc');
    h.answer(came('x'));
    expect(h.state()).toEqual(before);
    h.press('o');
    h.answer({ type: 'runbook', file: 'other.md', came: { ok: true, text: 'x' } });
    expect(h.state().views).toMatchObject([{ text: { state: 'reading' } }]);
  });

  test('of the web is told in full', () => {
    const link = 'https://wiki.example.com/runbooks/a-very-long-name-of-a-page-of-a-wiki';
    const h = hands(room({}, { runbook: link }));
    h.press('o');
    expect(h.effects).toEqual([]);
    expect(picture(sceneOf(room({}, { runbook: link })), h.state())).toContain(`on the web: ${link}`);
    expect(h.press('y') && h.effects).toEqual([{ kind: 'copy', text: link }]);
  });

  test('that the rule does not give is said to be missing', () => {
    expect(hands(room({})).press('o').flash?.text).toBe('The rule of V2ErrorSpike gives no runbook');
  });

  test('is found by the name of the alert where the profile has a folder', () => {
    const h = hands({ ...room({}), runbooks: { folder: 'runbooks', by: 'alertname' } });
    h.press('o');
    expect(h.effects).toEqual([{ kind: 'runbook', file: 'runbooks/V2ErrorSpike.md' }]);
  });
});

describe('the commands of a runbook', () => {
  test('are gone through, shown, and copied one by one', () => {
    const h = opened();
    expect(h.picture()).toContain('command 1 of 3');
    h.press('y', 'right', 'y', 'right', 'y');
    expect(h.effects.slice(1)).toEqual([
      { kind: 'copy', text: 'kubectl get pods' },
      { kind: 'copy', text: 'kubectl logs deploy/api' },
      { kind: 'copy', text: 'ringdeck gate ring1' },
    ]);
    expect(h.picture()).toContain('ringdeck gate ring1');
    expect(h.picture()).toContain('command 3 of 3');
    h.press('left', 'left');
    expect(h.picture()).toContain('kubectl get pods');
  });

  test('are said to be none where there are none', () => {
    expect(opened(NAMED, 'only words').press('right').flash?.text).toBe('There is no command in this runbook');
  });
});

describe('a long runbook', () => {
  test('scrolls, and stops at its end', () => {
    const h = opened();
    expect(h.picture()).not.toContain('needle');
    h.press(...Array.from({ length: 200 }, () => 'down'));
    expect(h.picture()).toContain('needle');
    h.press('up');
    expect(h.picture()).not.toContain('The spike');
    expect(h.press('g').views).toMatchObject([{ scroll: 0 }]);
  });

  /** After a filter was typed and kept. */
  const filtered = (filter: string, text = TEXT) => {
    const h = opened(NAMED, text);
    h.press('/');
    h.type(filter);
    h.press('enter');
    return h;
  };

  test('is filtered: the paragraphs that hold a text are left, and the title tells how many do not', () => {
    const h = filtered('needle');
    expect(h.picture()).toContain('Last of all: needle.');
    expect(h.picture()).not.toContain('More of it.');
    expect(h.picture()).toMatch(/runbook of V2ErrorSpike · filter needle · hides 44/);
    expect(h.press('esc').views).toMatchObject([{ filter: '' }]);
    expect(h.picture()).toContain('More of it.');
  });

  test.each([
    ['!more', 'Errors of V2 rise.', 'More of it.'],
    ['"of v2" rise', 'Errors of V2 rise.', 'The spike'],
    ['get pods', 'kubectl get pods', 'Errors of V2'],
  ])('%s lets %j pass and hides %j', (filter, there, gone) => {
    const text = filtered(filter).picture().split('runbook of')[1] ?? '';
    expect(text).toContain(there);
    expect(text).not.toContain(gone);
  });

  test('copies no command that its filter hides', () => {
    const h = filtered('gate');
    expect(h.picture()).toContain('command 1 of 1');
    h.press('y');
    expect(h.effects.at(-1)).toEqual({ kind: 'copy', text: 'ringdeck gate ring1' });
    expect(filtered('needle').press('right').flash?.text).toBe('The filter hides every command: esc clears it');
  });

  test('has no fields', () => {
    const h = filtered('severity=critical');
    expect(h.state()).toMatchObject({
      dialog: { kind: 'filter' },
      flash: { text: expect.stringContaining('severity') },
    });
  });

  test('goes from line to line of those that hold a text', () => {
    const h = filtered('of', TEXT);
    expect(h.press('n').views).toMatchObject([{ hit: expect.any(Number) }]);
  });

  test('says that no line holds a text', () => {
    const h = opened();
    h.press('/');
    h.type('nowhere');
    h.press('enter');
    expect(h.press('n').flash?.text).toBe('No line holds that text');
  });
});
