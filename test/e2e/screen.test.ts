import { constants } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPreview } from './preview-program.ts';
import { TerminalProgram } from './terminal.ts';

const ESC = '\u001b';
const ENTER = '\r';
const STYLE = new RegExp(`${ESC}\\[([\\d;]*)m`, 'g');
const SIZES = [
  [200, 60],
  [140, 44],
  [100, 30],
  [80, 24],
  [40, 12],
  [30, 4],
] as const;

let preview: Awaited<ReturnType<typeof buildPreview>>;
const running: TerminalProgram[] = [];
beforeAll(async () => {
  preview = await buildPreview();
});
afterAll(() => {
  for (const program of running) program.close();
  preview.remove();
});

/** Whether the whole room is there: the headline in its place, and the keys in the last row. */
function complete(text: string, rows: number): boolean {
  const lines = text.split('\n');
  const headline = lines.findIndex((line) => /[✖x] P0 V2ErrorSpike/.test(line));
  if (rows < 6) return headline === 0;
  // Where acts are disabled none is offered.
  return headline === 1 && / (ack|why|open) /.test(lines[rows - 1] ?? '');
}

/** Starts the room on a terminal of this size and waits for its first picture. */
async function start(columns: number, rows: number, args: readonly string[] = [], env: Record<string, string> = {}) {
  const program = new TerminalProgram([process.execPath, preview.file, ...args], { columns, rows, env });
  running.push(program);
  await program.waitFor((text) => complete(text, rows), 'the room');
  return program;
}

/** Leaves the room by a key or a signal: the terminal is as it was. */
async function leave(program: TerminalProgram, how: { readonly key: string } | { readonly signal: NodeJS.Signals }) {
  expect(program.fullScreen()).toBe(true);
  if ('key' in how) program.type(how.key);
  else program.kill(how.signal);
  expect((await program.exit()).code).toBe('key' in how ? 0 : 128 + constants.signals[how.signal]);
  expectRestored(program);
}

function expectRestored(program: TerminalProgram): void {
  expect(program.fullScreen()).toBe(false);
  expect(program.cursorHidden()).toBe(false);
}

describe('the screen on a terminal', () => {
  test.each([
    [140, 44, 'q'],
    [30, 4, '\u0003'],
  ])(
    'starts at %i×%i, at every resize fills the terminal and never more, and is left by %j',
    async (columns, rows, key) => {
      const program = await start(columns, rows);
      expect(program.scrolled()).toBe(0);
      for (const [columns, rows] of [...SIZES, ...SIZES.toReversed()]) {
        program.resize(columns, rows);
        await program.waitFor((text) => complete(text, rows), `the room at ${columns}×${rows}`);
        expect(program.scrolled()).toBe(0);
        expect(program.screen().length).toBe(rows);
      }
      await leave(program, { key });
    },
  );

  test('is drawn the same where a CI variable is set, and gives the terminal back on SIGTERM', async () => {
    const program = await start(100, 30, [], { CI: 'true' });
    program.type('?');
    await program.waitFor((text) => text.includes('In panels and lists'), 'the help');
    await leave(program, { signal: 'SIGTERM' });
  });

  test('draws ASCII alone with --ascii, no colours with --no-color, and gives the terminal back on SIGHUP', async () => {
    const program = await start(100, 30, ['spike', 'live', '--ascii', '--no-color']);
    expect(program.text()).toMatch(/^[\x20-\x7e\n]*$/);
    const styles = [...program.output().matchAll(STYLE)].flatMap(([, codes = '']) => codes.split(';'));
    expect(styles).toContain('7');
    expect(styles.filter((code) => /^(3[0-8]|4[0-8]|9\d|10\d)$/.test(code))).toEqual([]);
    await leave(program, { signal: 'SIGHUP' });
  });

  test('a crash leaves the terminal as it was, and says what happened', async () => {
    const program = await start(100, 30, ['spike', 'live', 'dark', '--crash']);
    program.type('r');
    expect((await program.exit()).code).toBe(1);
    expectRestored(program);
    expect(program.text()).toContain('crashed on purpose');
  });
});

describe('keys', () => {
  let room: TerminalProgram;
  beforeAll(async () => {
    room = await start(140, 44);
  });

  test('open the help, dialogs and details one after the other, and esc closes each', async () => {
    const close = async (shown: string) => {
      room.type(ESC);
      await room.waitFor((text) => !text.includes(shown), 'the room');
    };
    room.type('?');
    await room.waitFor((text) => text.includes('In panels and lists'), 'the help');
    await close('In panels and lists');

    // V refuses a ring whose check fails, with the reason.
    room.type('1');
    room.type('V');
    await room.waitFor(
      (text) => text.includes('Validate ring') && text.includes('memory use is 212 MB'),
      'the refusal',
    );
    room.type(`ring1${ENTER}`);
    await close('Validate ring');

    // X asks for the ring to be typed, and takes nothing else.
    room.type('\u001b[D');
    room.type('X');
    await room.waitFor((text) => text.includes('type ring0 to confirm'), 'the confirmation');
    room.type(ENTER);
    await room.waitFor((text) => text.includes('Type ring0 to confirm.'), 'the reminder');
    room.type(`ring0${ENTER}`);
    await room.waitFor((text) => text.includes('revoke ring0 done'), 'the answer');
  });

  test('a acknowledges the alert that fires, with a note', async () => {
    room.type('a');
    await room.waitFor((text) => /Acknowledge/.test(text), 'the dialog');
    room.type('looking');
    await room.waitFor((text) => text.includes('note looking'), 'the note');
    room.type(ENTER);
    await room.waitFor((text) => text.includes('acknowledge V2ErrorSpike (looking) done'), 'the answer');
    expect(room.text()).toContain('2 acked');
  });

  test('are taken one by one where they arrive in one piece, and a pasted text is never taken for keys', async () => {
    expect(room.marksPastes()).toBe(true);
    room.type(`${ESC}[200~qaV${ESC}[201~`);
    await room.waitFor((text) => text.includes('Pasted text is not taken for keys'), 'why it did nothing');
    room.type('?');
    await room.waitFor((text) => text.includes('In panels and lists'), 'the help');
    expect(room.text()).not.toContain('enter acknowledge');
    room.type(ESC);
    await room.waitFor((text) => !text.includes('In panels and lists'), 'the room');
    room.type('4jj\r');
    await room.waitFor((text) => text.includes('╭─ P2 CacheHitRateLow'), 'the third alert');
    room.type(`${ESC}/abc`);
    room.type('\u0015cache');
    await room.waitFor((text) => /\/ cache\W/.test(text), 'the filter');
    room.type(ESC);
    await room.waitFor((text) => complete(text, 44), 'the room');
  });

  test.each([
    [140, 44],
    [80, 24],
  ])('l opens the logs of a metric at %i×%i, hostile lines and all, and esc leaves them', async (columns, rows) => {
    const program = await start(columns, rows, ['spike', 'live', '--now']);
    program.type('2l');
    await program.waitFor((text) => text.includes('FOLLOWING') && text.includes('{version="v2"}'), 'the logs');
    program.type('Ew');
    await program.waitFor((text) => text.includes('SCROLLED'), 'the error before');
    program.type(ENTER);
    await program.waitFor((text) => /labels +job=/.test(text), 'the details');
    program.type(`/slow${ENTER}`);
    await program.waitFor((text) => text.includes('filter slow'), 'the filter');
    expect(program.scrolled()).toBe(0);
    // One thing after the other: the details, the filter, the page.
    while (!complete(program.text(), rows)) {
      const before = program.text();
      program.type(ESC);
      await program.waitFor((text) => text !== before, 'what esc closes');
    }
  });

  test('every act answers why not in read-only mode, which the header shows, and SIGINT ends it', async () => {
    const program = await start(140, 44, ['spike', 'live', 'dark', '--read-only']);
    expect(program.text()).toContain('READ-ONLY');
    program.type('a');
    await program.waitFor((text) => text.includes('Acts are disabled'), 'the answer');
    await leave(program, { signal: 'SIGINT' });
  });
});
