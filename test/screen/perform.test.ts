import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ActResult } from '../../src/operations/operations.ts';
import type { ScreenEvent } from '../../src/screen/core/effects.ts';
import { perform } from '../../src/screen/perform.ts';
import type { Runbooks } from '../../src/session/runbooks.ts';
import { safe } from '../../src/text/safe.ts';
import { bytes } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { untroubled } from './fake-outside.ts';
import { fakeSession } from './fake-session.ts';
import { acked, alert, alertsOf } from './room-parts.ts';
import { spike } from './rooms.ts';

const room = { ...spike, alerts: alertsOf([alert('One'), acked, alert('Two'), alert('Three')]) };
const outside = {
  timer: new FakeTimer(),
  quit() {},
  suspend() {},
  draw() {},
  ...untroubled,
  hurry() {},
  copy: () => false,
  lastWords() {},
  nextPicture: async () => [],
};
const came = (event: ScreenEvent) => (event.type === 'result' ? event.came : undefined);

/** Acknowledges alerts by name. */
function acknowledge(names: readonly string[]) {
  const session = fakeSession(room);
  return new Promise<ActResult & { readonly calls: readonly string[] }>((resolve) => {
    const fingerprints = names.map((name) => `fp-${name}`);
    perform({ kind: 'acknowledge', fingerprints, note: 'n' }, session, outside, (event) => {
      const result = came(event);
      if (result) resolve({ ...result, calls: session.calls });
    });
  });
}

test('several are acknowledged in one act; what is over by now is left out', async () => {
  expect(await acknowledge(['One', 'Two', 'Gone'])).toMatchObject({
    result: 'done',
    calls: ['acknowledge One, Two (n)', 'refresh after act'],
  });
});

test('when all are over it is refused', async () => {
  expect(await acknowledge(['Gone'])).toMatchObject({
    result: 'refused',
    message: 'It is no longer there.',
    calls: ['refresh after act'],
  });
});

test.each([
  ['one line', true, 'Copied 8 characters: one line'],
  ['\u001b[31mred\u0007\u202e\nsecond', true, 'Copied 11 characters: red� second'],
  ['x'.repeat(80_000), false, "Not copied: 80.0 kB are too much for a terminal's clipboard, at most 74.0 kB."],
  ['x', false, 'This terminal has no clipboard.'],
])('what was copied is told, as it may be drawn: %#', (text, ok, message) => {
  const told: ScreenEvent[] = [];
  perform({ kind: 'copy', text }, fakeSession(room), { ...outside, copy: () => ok }, (event) => told.push(event));
  expect(told).toEqual([{ type: 'copied', ok, message }]);
});

test('of a line whose end was let go, it is told that its beginning was copied', () => {
  const told: ScreenEvent[] = [];
  const copy = () => true;
  const effect = { kind: 'copy', text: 'begin', whole: bytes(200_000) } as const;
  perform(effect, fakeSession(room), { ...outside, copy }, (event) => told.push(event));
  expect(told).toMatchObject([{ message: 'Copied 5 characters, the beginning of 200 kB: begin' }]);
});

test('a runbook is read by the session, and a tape has none', async () => {
  const asked: string[] = [];
  const runbooks: Runbooks = {
    async read(file) {
      asked.push(file);
      return { ok: true, text: 'x' };
    },
  };
  const answer = (session: ReturnType<typeof fakeSession>) =>
    new Promise<ScreenEvent>((resolve) => perform({ kind: 'runbook', file: 'a.md' }, session, outside, resolve));
  const given = fakeSession(room, { runbooks });
  expect(await answer(given)).toEqual({ type: 'runbook', file: 'a.md', came: { ok: true, text: 'x' } });
  expect(asked).toEqual(['a.md']);
  const why = 'a tape holds no runbooks: a.md is not in it';
  expect(await answer(fakeSession(room))).toEqual({ type: 'runbook', file: 'a.md', came: { ok: false, why } });
});

test('the picture that is drawn next is saved, and whether that went well is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringdeck-save-'));
  const save = { format: 'text', title: safe('t'), path: join(folder, 'a.txt'), stem: '' } as const;
  const told = await new Promise<ScreenEvent>((resolve) =>
    perform({ kind: 'save', save }, fakeSession(room), outside, resolve),
  );
  expect(told).toEqual({ type: 'saved', ok: true, message: `Saved ${save.path}` });
  await rm(folder, { recursive: true });
});
