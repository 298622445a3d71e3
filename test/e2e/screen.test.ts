import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
let running: TerminalProgram | undefined;
beforeAll(async () => {
  preview = await buildPreview();
});
afterAll(() => preview.remove());
afterEach(() => running?.close());

/** Whether the whole room is there: the headline in its place, and the keys in the last row. */
function complete(text: string, rows: number): boolean {
  const lines = text.split('\n');
  const headline = lines.findIndex((line) => /[✖x] P0 V2ErrorSpike/.test(line));
  if (rows < 6) return headline === 0;
  // Where acts are disabled none is offered.
  return headline === (rows >= 50 ? 2 : 1) && / (ack|open) /.test(lines[rows - 1] ?? '');
}

/** Starts the room on a terminal of this size and waits for its first picture. */
async function start(columns: number, rows: number, args: readonly string[] = [], env: Record<string, string> = {}) {
  const program = new TerminalProgram([process.execPath, preview.file, ...args], { columns, rows, env });
  running = program;
  await program.waitFor((text) => complete(text, rows), 'the room');
  return program;
}

describe('the screen on a terminal', () => {
  test.each([
    [140, 44],
    [30, 4],
  ])('starts at %i×%i, and at every resize fills the terminal and never more', async (columns, rows) => {
    const program = await start(columns, rows);
    expect(program.scrolled()).toBe(0);
    for (const [columns, rows] of [...SIZES, ...SIZES.toReversed()]) {
      program.resize(columns, rows);
      await program.waitFor((text) => complete(text, rows), `the room at ${columns}×${rows}`);
      expect(program.scrolled()).toBe(0);
      expect(program.screen().length).toBe(rows);
    }
  });

  test('is drawn the same where a CI variable is set', async () => {
    const program = await start(100, 30, [], { CI: 'true' });
    program.type('?');
    await program.waitFor((text) => text.includes('In panels and lists'), 'the help');
  });

  test('draws ASCII alone with --ascii, and no colours with --no-color', async () => {
    const program = await start(100, 30, ['spike', 'live', '--ascii', '--no-color']);
    expect(program.text()).toMatch(/^[\x20-\x7e\n]*$/);
    const styles = [...program.output().matchAll(STYLE)].flatMap(([, codes = '']) => codes.split(';'));
    expect(styles).toContain('7');
    expect(styles.filter((code) => /^(3[0-8]|4[0-8]|9\d|10\d)$/.test(code))).toEqual([]);
  });
});

describe('keys', () => {
  test('open the help, dialogs and details one after the other, and esc closes each', async () => {
    const program = await start(140, 44);
    const close = async (shown: string) => {
      program.type(ESC);
      await program.waitFor((text) => !text.includes(shown), 'the room');
    };
    program.type('?');
    await program.waitFor((text) => text.includes('In panels and lists'), 'the help');
    await close('In panels and lists');

    // V refuses a ring whose check fails, with the reason.
    program.type('\u001b[C');
    program.type('V');
    await program.waitFor(
      (text) => text.includes('Validate ring') && text.includes('memory use is 212 MB'),
      'the refusal',
    );
    program.type(`ring1${ENTER}`);
    await close('Validate ring');

    // X asks for the ring to be typed, and takes nothing else.
    program.type('\u001b[D');
    program.type('X');
    await program.waitFor((text) => text.includes('type ring0 to confirm'), 'the confirmation');
    program.type(ENTER);
    await program.waitFor((text) => text.includes('Type ring0 to confirm.'), 'the reminder');
    program.type(`ring0${ENTER}`);
    await program.waitFor((text) => text.includes('revoke ring0 done'), 'the answer');
  });

  test('are taken one by one where they arrive in one piece, and a pasted text is never taken for keys', async () => {
    const program = await start(140, 44);
    program.type(`${ESC}[200~qaV${ESC}[201~`);
    program.type('?');
    await program.waitFor((text) => text.includes('In panels and lists'), 'the help');
    expect(program.text()).not.toContain('enter acknowledge');
    program.type(ESC);
    await program.waitFor((text) => !text.includes('In panels and lists'), 'the room');
    program.type('4jj\r');
    await program.waitFor((text) => text.includes('P2 CacheHitRateLow') && text.includes('Labels'), 'the third alert');
    program.type(ESC);
    await program.waitFor((text) => !text.includes('Labels'), 'the room');
    program.type('/abc');
    program.type('\u0015cache');
    await program.waitFor((text) => /\/ cache\W/.test(text), 'the filter');
  });

  test('a acknowledges the alert that fires, with a note', async () => {
    const program = await start(100, 30);
    program.type('a');
    await program.waitFor((text) => /Acknowledge/.test(text), 'the dialog');
    program.type('looking');
    await program.waitFor((text) => text.includes('note looking'), 'the note');
    program.type(ENTER);
    await program.waitFor((text) => text.includes('acknowledge V2ErrorSpike (looking) done'), 'the answer');
    expect(program.text()).toContain('2 acked');
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
    await program.waitFor((text) => text.includes('only lines with slow'), 'the filter');
    expect(program.scrolled()).toBe(0);
    // One thing after the other: the details, the filter, the page.
    while (!complete(program.text(), rows)) {
      const before = program.text();
      program.type(ESC);
      await program.waitFor((text) => text !== before, 'what esc closes');
    }
  });

  test('every act answers why not in read-only mode, which the header shows', async () => {
    const program = await start(140, 44, ['spike', 'live', 'dark', '--read-only']);
    expect(program.text()).toContain('READ-ONLY');
    program.type('a');
    await program.waitFor((text) => text.includes('Acts are disabled'), 'the answer');
  });
});

describe('the end', () => {
  const restored = (program: TerminalProgram) => {
    expect(program.fullScreen()).toBe(false);
    expect(program.cursorHidden()).toBe(false);
  };

  test.each(['q', '\u0003'])('the key %j leaves the terminal as it was', async (key) => {
    const program = await start(100, 30);
    expect(program.fullScreen()).toBe(true);
    program.type(key);
    expect((await program.exit()).code).toBe(0);
    restored(program);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('%s leaves the terminal as it was', async (signal, code) => {
    const program = await start(100, 30);
    program.kill(signal);
    expect((await program.exit()).code).toBe(code);
    restored(program);
  });

  test('a crash leaves the terminal as it was, and says what happened', async () => {
    const program = await start(100, 30, ['spike', 'live', 'dark', '--crash']);
    program.type('r');
    expect((await program.exit()).code).toBe(1);
    restored(program);
    expect(program.text()).toContain('crashed on purpose');
  });
});
