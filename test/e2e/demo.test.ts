import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const ENTER = '\r';
const ESC = '\u001b';

const home = mkdtempSync(join(tmpdir(), 'ringdeck-demo-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The demo as installed, held still, so that nothing below depends on how fast the machine is. */
async function start(columns: number, rows: number) {
  const env = { HOME: home, USER: 'alice', TZ: 'UTC' };
  const program = new TerminalProgram([PROGRAM, 'demo'], { columns, rows, env });
  // It is there before all of its tape is read, and may begin later on it than what is known by then.
  const isRead = (text: string) => /DEMO \w+(?: of |\/)\w+(?![\w…])/.test(text);
  await program.waitFor((text) => text.includes('canary') && isRead(text), 'the demo, its tape read');
  program.type('p');
  await program.waitFor((text) => text.includes('DEMO PAUSED'), 'the pause');
  return program;
}

/** Moves to where the alert of the demo fires, so many minutes later. */
async function toTheAlert(program: TerminalProgram, minutes: number) {
  program.type(']'.repeat(minutes));
  await program.waitFor((text) => /V2ErrorSpike .*answer in/.test(text), 'the alert');
}

const position = (program: TerminalProgram): string => /DEMO PAUSED (\w+)/.exec(program.text())?.[1] ?? 'nowhere';

async function acknowledge(program: TerminalProgram) {
  program.type('a');
  await program.waitFor((text) => text.includes('enter acknowledge'), 'the dialog');
  program.type(`looking${ENTER}`);
  await program.waitFor(
    (text) => text.includes('1 acked') && text.includes('ack alice') && text.includes('is acknowledged: looking'),
    'the acknowledgement',
  );
}

async function takeBack(program: TerminalProgram) {
  program.type('4A');
  await program.waitFor((text) => text.includes('1 firing') && text.includes('answer in'), 'the alert, firing again');
  expect(program.text()).toContain('no longer acknowledged');
}

// A start costs seconds: what follows goes on where the test before it ended.
describe('ringdeck demo on a terminal of 140×44, from its beginning', () => {
  let program: TerminalProgram;
  beforeAll(async () => {
    program = await start(140, 44);
  });
  afterAll(() => program.close());

  test('V validates a ring once its name is typed, X takes that back', async () => {
    expect(program.text()).toContain('no acts yet');
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
  });

  test('a failing ring is refused', async () => {
    await toTheAlert(program, 5);
    program.type('1V');
    await program.waitFor((text) => text.includes('REFUSED') && text.includes('canary: error rate is'), 'the refusal');
    program.type(ESC);
    await program.waitFor((text) => !text.includes('REFUSED'), 'the room');
  });

  test('`a` acknowledges what fires there until `A` takes it back, and each stands in the journal at once', async () => {
    await acknowledge(program);
    await program.waitFor((text) => /alice +acknowledged/.test(text) && !text.includes('no acts yet'), 'the journal');
    await takeBack(program);
    expect(program.scrolled()).toBe(0);
  });

  test('l shows what V2 logs around the alert, and D what V1 never logged; enter opens its lines', async () => {
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
});

describe('ringdeck demo on a terminal of 80×24', () => {
  let program: TerminalProgram;
  beforeAll(async () => {
    program = await start(80, 24);
  });
  afterAll(() => program.close());

  test('fits, and [ and ] move on the tape, { and } change its speed', async () => {
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
  });

  test('`a` acknowledges there, too', async () => {
    await toTheAlert(program, 9);
    expect(program.scrolled()).toBe(0);
    await acknowledge(program);
    await takeBack(program);
    expect(program.scrolled()).toBe(0);
  });

  test('p plays it, q ends it', async () => {
    const held = position(program);
    program.type('p');
    await program.waitFor((text) => !text.includes('PAUSED') && !text.includes(` ${held}`), 'the tape playing on');
    program.type('q');
    expect((await program.exit()).code).toBe(0);
    expect(program.fullScreen()).toBe(false);
    expect(program.cursorHidden()).toBe(false);
  });
});
