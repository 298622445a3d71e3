import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const DUMB = { columns: 100, rows: 40, env: { TERM: 'dumb', COLORTERM: '' } };
const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
/** The shortest tape: the default one takes three seconds to read, and tells no more of a terminal. */
const DEMO = ['demo', 'usb-video-vault'];

test('a dumb terminal is told the room in lines, takes keys, and is sent no control sequence', async () => {
  const program = new TerminalProgram([PROGRAM, '--screen-reader', ...DEMO], DUMB);
  try {
    await program.waitFor((text) => text.includes('? lists the keys'));
    program.type('4');
    await program.waitFor((text) => text.includes('4 Alerts'));
    program.type('q');
    expect(await program.exit()).toEqual({ code: 0, signal: 0 });
    expect(program.output().replace(/[\r\n]/g, '')).toMatch(/^\P{Cc}*$/u);
  } finally {
    program.close();
  }
});

test('without that it shows the room once, and says why', async () => {
  const program = new TerminalProgram([PROGRAM, ...DEMO], DUMB);
  try {
    expect(await program.exit()).toEqual({ code: 0, signal: 0 });
    expect(program.output()).toContain('USB Video Vault');
    expect(program.text()).toContain('TERM=dumb cannot draw a screen, so the room is printed once.');
    expect(program.output().replace(/[\r\n]/g, '')).toMatch(/^\P{Cc}*$/u);
  } finally {
    program.close();
  }
});
