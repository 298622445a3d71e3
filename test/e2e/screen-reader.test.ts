import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const DUMB = { columns: 100, rows: 40, env: { TERM: 'dumb', COLORTERM: '' } };
const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));

test('a dumb terminal is told the room in lines, takes keys, and is sent no control sequence', async () => {
  const program = new TerminalProgram([PROGRAM, '--screen-reader', 'demo'], DUMB);
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
  const program = new TerminalProgram([PROGRAM, 'demo'], DUMB);
  try {
    expect(await program.exit()).toEqual({ code: 0, signal: 0 });
    expect(program.output()).toContain('SuperSmartMatch V2 migration');
    expect(program.text()).toContain('TERM=dumb cannot draw a screen, so this is the room once.');
    expect(program.output().replace(/[\r\n]/g, '')).toMatch(/^\P{Cc}*$/u);
  } finally {
    program.close();
  }
});
