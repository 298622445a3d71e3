import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const ENTER = '\r';

let running: TerminalProgram | undefined;
const home = mkdtempSync(join(tmpdir(), 'ringdeck-demo-'));
afterEach(() => {
  running?.close();
  rmSync(home, { recursive: true, force: true });
});

/** The demo as installed, held still, so that nothing below depends on how fast the machine is. */
async function start(columns = 140, rows = 44) {
  const env = { HOME: home, USER: 'alice', TZ: 'UTC' };
  const program = new TerminalProgram([PROGRAM, 'demo'], { columns, rows, env });
  running = program;
  await program.waitFor((text) => text.includes('DEMO') && text.includes('canary'), 'the demo');
  program.type('p');
  await program.waitFor((text) => text.includes('DEMO PAUSED'), 'the pause');
  return program;
}

/** Moves to where the alert of the demo fires, from its beginning. */
async function toTheAlert(program: TerminalProgram, minutes = 9) {
  program.type(']'.repeat(minutes));
  await program.waitFor((text) => /V2ErrorSpike .*answer in/.test(text), 'the alert');
}

const position = (program: TerminalProgram): string => /DEMO PAUSED (\S+) of/.exec(program.text())?.[1] ?? 'nowhere';

describe('ringdeck demo on a terminal', () => {
  test.each([
    [140, 44],
    [80, 24],
  ])('fits %i×%i, and `a` acknowledges what fires there until `A` takes it back', async (columns, rows) => {
    const program = await start(columns, rows);
    await toTheAlert(program);
    expect(program.scrolled()).toBe(0);
    program.type('a');
    await program.waitFor((text) => text.includes('enter acknowledge'), 'the dialog');
    program.type(`looking${ENTER}`);
    await program.waitFor(
      (text) => text.includes('1 acked') && text.includes('ack alice') && text.includes('is acknowledged: looking'),
      'the acknowledgement',
    );
    program.type('4A');
    await program.waitFor((text) => text.includes('1 firing') && text.includes('answer in'), 'the alert, firing again');
    expect(program.text()).toContain('no longer acknowledged');
    expect(program.scrolled()).toBe(0);
  });

  test('every act stands in the journal at once', async () => {
    const program = await start();
    await toTheAlert(program);
    expect(program.text()).toContain('Nobody has acted yet');
    program.type('a');
    await program.waitFor((text) => text.includes('enter acknowledge'), 'the dialog');
    program.type(ENTER);
    await program.waitFor((text) => /alice +ack/.test(text) && !text.includes('Nobody has acted yet'), 'the journal');
  });

  test('V validates a ring once its name is typed, X takes that back, and a failing ring is refused', async () => {
    const program = await start();
    program.type(']'.repeat(4));
    await program.waitFor((text) => text.includes('READY'), 'the end of the soak');
    program.type('V');
    await program.waitFor((text) => text.includes('type canary to confirm'), 'the confirmation');
    program.type(ENTER);
    await program.waitFor((text) => text.includes('Type canary to confirm.'), 'the reminder');
    program.type(`canary${ENTER}`);
    await program.waitFor((text) => text.includes('1 of 3 validated'), 'the validation');
    program.type('X');
    await program.waitFor((text) => text.includes('Validated by alice'), 'the confirmation');
    program.type(`canary${ENTER}`);
    await program.waitFor((text) => text.includes('0 of 3 validated'), 'the revocation');
    await toTheAlert(program, 5);
    program.type('V');
    await program.waitFor((text) => text.includes('REFUSED') && text.includes('canary: error rate is'), 'the refusal');
  });

  test('l shows what V2 logs around the alert, and D what V1 never logged; enter opens its lines', async () => {
    const program = await start();
    await toTheAlert(program);
    program.type('4l');
    await program.waitFor(
      (text) => text.includes('Logs · V2ErrorSpike') && /ERROR .*embedding index is not loaded/.test(text),
      'the logs around the alert',
    );
    program.type('D');
    await program.waitFor((text) => /new +✖ error +0 +[\d,]+ /.test(text), 'the error that V1 never logged');
    program.type(ENTER);
    await program.waitFor(
      (text) =>
        text.includes('{job="supersmartmatch-v2"} |= "match"') && text.includes('embedding index is not loaded'),
      'its lines',
    );
  });

  test('[ and ] move on the tape, { and } change its speed, p plays it, q ends it', async () => {
    const program = await start();
    const begin = position(program);
    program.type(']');
    await program.waitFor(() => position(program) !== begin, 'a minute later');
    program.type('[');
    await program.waitFor(() => position(program) === begin, 'the beginning');
    for (const [key, speed] of [
      ['}', '16x'],
      ['{', '8x'],
      ['{', '4x'],
    ] as const) {
      program.type(key);
      await program.waitFor((text) => text.split('\n')[0]?.includes(` ${speed}`) === true, speed);
    }
    program.type('p');
    await program.waitFor((text) => !text.includes('PAUSED') && !text.includes(` ${begin} of`), 'the tape playing on');
    program.type('q');
    expect((await program.exit()).code).toBe(0);
    expect(program.fullScreen()).toBe(false);
    expect(program.cursorHidden()).toBe(false);
  });
});
