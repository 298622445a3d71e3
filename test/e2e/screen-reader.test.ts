import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));

test('a dumb terminal is told the room in lines, takes keys, and is sent no control sequence', async () => {
  const env = { TERM: 'dumb', COLORTERM: '' };
  const program = new TerminalProgram([PROGRAM, '--screen-reader', 'demo'], { columns: 100, rows: 40, env });
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
