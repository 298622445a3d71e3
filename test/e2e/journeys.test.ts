import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TerminalProgram } from './terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/ringdeck', import.meta.url));
const ENTER = '\r';
const ESC = '\u001b';
const NOTE = 'looking';
const REASON = 'agreed with on-call';
const SIZES = [
  [140, 44],
  [100, 30],
  [80, 24],
] as const;

/** Seen by a person: every row, without regard to where lines end. */
const flat = (text: string) => text.replaceAll(/[│\s]+/g, ' ');

/** Hands that count their key strokes, and eyes that wait for what is to be seen. */
class Operator {
  readonly program: TerminalProgram;
  #keys = 0;

  constructor(program: TerminalProgram) {
    this.program = program;
  }

  /** Begins a journey. */
  sitDown(): void {
    this.#keys = 0;
  }

  /** Key strokes since the journey began; a text that was typed counts letter by letter. */
  get keys(): number {
    return this.#keys;
  }

  press(keys: string): void {
    this.#keys += [...keys].length;
    this.program.type(keys);
  }

  sees(...what: readonly (string | RegExp)[]): Promise<void> {
    const isThere = (text: string) =>
      what.every((one) => (typeof one === 'string' ? flat(text).includes(one) : one.test(flat(text))));
    return this.program.waitFor(isThere, what.join(' and '));
  }

  seesNoMore(what: string): Promise<void> {
    return this.program.waitFor((text) => !flat(text).includes(what), `the end of ${what}`);
  }
}

const home = mkdtempSync(join(tmpdir(), 'ringdeck-journeys-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A recorded room, held still: nothing below depends on how fast the machine is. */
async function sitDownAt(system: string, columns: number, rows: number): Promise<Operator> {
  const env = { HOME: home, USER: 'alice', TZ: 'UTC' };
  const program = new TerminalProgram([PROGRAM, 'demo', system], { columns, rows, env });
  const isRead = (text: string) => /DEMO \w+(?: of |\/)\w+(?![\w…])/.test(text);
  await program.waitFor((text) => text.includes('enter why') && isRead(text), 'the demo, its tape read');
  program.type('p');
  await program.waitFor((text) => /DEMO (?:PAUSED|OVER)/.test(text), 'the pause');
  return new Operator(program);
}

/** The size the terminal is drawn to while a window is made larger or smaller. */
const another = (columns: number): readonly [number, number] => (columns === 100 ? [140, 44] : [100, 30]);

/** What the last copy put into the terminal's clipboard. */
function copied(program: TerminalProgram): string {
  const last = program.output().split(`${ESC}]52;c;`).at(-1)?.split('\u0007')[0];
  return Buffer.from(last ?? '', 'base64').toString();
}

// A start costs seconds: each journey begins where the one before it ended.
describe.each(SIZES)('a release and its incident on a terminal of %i×%i', (columns, rows) => {
  let alice: Operator;
  beforeAll(async () => {
    alice = await sitDownAt('supersmartmatch', columns, rows);
    // However far it had played when it was stopped: sixteen minutes from its beginning.
    alice.program.type('['.repeat(40));
    await alice.sees(/DEMO PAUSED 0s/);
    alice.program.type(']'.repeat(16));
    await alice.sees(/DEMO PAUSED 16m/);
  });
  afterAll(() => alice?.program.close());

  /** What is done in a journey, and in how many key strokes; it never scrolls the terminal. */
  async function within(keys: number, journey: () => Promise<void>): Promise<void> {
    alice.sitDown();
    await journey();
    expect(alice.keys).toBe(keys);
    expect(alice.program.scrolled()).toBe(0);
    expect(alice.program.screen()).toHaveLength(rows);
  }

  test('validates the ring whose soak is over, from the untouched room, and takes that back', async () => {
    alice.program.type(']'.repeat(4));
    await alice.sees(/canary ready|READY/);
    await within(1 + 'canary'.length + 1, async () => {
      alice.press('V');
      await alice.sees('Validate ring', 'type canary to confirm');
      alice.press(`canary${ENTER}`);
      await alice.sees('1 of 3 validated');
    });
    await within(1 + 'canary'.length + 1, async () => {
      alice.press('X');
      await alice.sees('Validated by alice');
      alice.press(`canary${ENTER}`);
      await alice.sees('0 of 3 validated');
    });
  });

  test('opens on the worst thing: without a key the headline names it, since when, and the way to its cause', async () => {
    alice.program.type(']'.repeat(5));
    await within(0, () =>
      alice.sees(/▶ ✖ P0 V2ErrorSpike firing for \dm: V2 fails far more often than V1 enter why/, '1 firing'),
    );
  });

  test('reads why, at most two keys from the untouched room: the number, its limit, what is new in the logs', async () => {
    alice.sitDown();
    alice.press(ENTER);
    await alice.sees(
      /Worst now: errors: V2 \d\.\d\d %, \d+ times V1’s 0\.1\d % \(5 min\); limit at most 1\.00 %/,
      'embedding index is not loaded',
      'Roll back: V2 is worse',
    );
    expect(alice.keys).toBeLessThanOrEqual(2);
    expect(alice.program.scrolled()).toBe(0);
  });

  test('acknowledges it there with a note, and sees who is on it', async () => {
    await within(1 + NOTE.length + 1, async () => {
      alice.press('a');
      await alice.sees('Exactly this alert is silenced', 'enter acknowledge');
      alice.press(`${NOTE}${ENTER}`);
      await alice.sees(
        '◇ ACKNOWLEDGED',
        /alice acknowledged it \d+s ago, for 1[45]m/,
        `V2ErrorSpike is acknowledged: ${NOTE}`,
      );
    });
  });

  test('reads its logs, around the time it began', () =>
    within(1, async () => {
      alice.press('l');
      await alice.sees('Logs · V2ErrorSpike', /16:36:1\d\.\d+ ✖ ERROR .*embedding index/);
    }));

  test('goes back, one step a key: to the incident, then to the room', () =>
    within(2, async () => {
      alice.press(ESC);
      await alice.sees('Worst now: errors');
      alice.press(ESC);
      await alice.sees('1 acked', /▶ ✖ ring canary/);
    }));

  test('is refused a failing ring, with each reason', () =>
    within(2, async () => {
      alice.press('1V');
      await alice.sees('✖ REFUSED', /canary: error rate is \d\.\d\d %, at most 1\.00 % is allowed/, 'type override');
    }));

  test('overrides that with a word, a reason and the name of the ring', async () => {
    await within('override'.length + 1 + REASON.length + 1 + 'canary'.length + 1, async () => {
      alice.press(`override${ENTER}`);
      await alice.sees('You are about to validate it although', 'reason, at least 10 characters');
      alice.press(`${REASON}\tcanary${ENTER}`);
      await alice.sees('1 of 3 validated');
    });
  });

  test('pans to the start of the worst, under a band that cannot be missed', () =>
    within(1, async () => {
      alice.press('i');
      await alice.sees(/‖ DEMO 16:\d\d:\d\d, \w+ before where you left it/, '0 goes back there');
    }));

  test('is live again', () =>
    within(1, async () => {
      alice.press('0');
      await alice.seesNoMore('goes back there');
    }));

  test('copies the selected thing, as a text that says all of it', () =>
    within(1, async () => {
      alice.press('y');
      await alice.sees(/Copied \d+ characters/);
      expect(copied(alice.program)).toContain('canary');
    }));

  test('is resized: all of the room is there at once, at the size before too', async () => {
    for (const [width, height] of [another(columns), [columns, rows]] as const) {
      alice.program.resize(width, height);
      await alice.program.waitFor(
        (text) => text.split('\n').length === height && / \? help/.test(text.split('\n').at(-1) ?? ''),
        `the room at ${width}×${height}`,
      );
    }
    await within(0, () => alice.sees('╭─ 1 Rings'));
  });

  test('chooses a theme while seeing it, and is told how to keep it', () =>
    within(3, async () => {
      alice.press('t');
      await alice.sees('enter takes it', 'for a light terminal');
      alice.press(`j${ENTER}`);
      await alice.sees('Theme dark, until you leave');
    }));

  test('searches the help by what is wanted, and runs what is found', () =>
    within(1 + 'journal'.length + 1, async () => {
      alice.press('?');
      await alice.sees('type what you want to do');
      alice.press('journal');
      await alice.sees('Who did what, on which evidence');
      alice.press(ENTER);
      await alice.sees('newest first', NOTE, 'OVERRIDE', REASON);
    }));

  test('quits from wherever it is, and gives the terminal back', async () => {
    alice.sitDown();
    alice.press('q');
    expect((await alice.program.exit()).code).toBe(0);
    expect(alice.keys).toBe(1);
    expect([alice.program.fullScreen(), alice.program.cursorHidden()]).toEqual([false, false]);
  });
});

describe('many alerts', () => {
  let bob: Operator;
  beforeAll(async () => {
    const [columns, rows] = SIZES[0];
    bob = await sitDownAt('deployment-system', columns, rows);
    bob.program.type(']'.repeat(9));
    await bob.sees('4 firing');
  });
  afterAll(() => bob?.program.close());

  describe.each(SIZES)('on a terminal of %i×%i', (columns, rows) => {
    beforeAll(async () => {
      bob.program.resize(columns, rows);
      await bob.program.waitFor((text) => text.split('\n').length === rows && text.includes('4 firing'), 'the room');
      bob.program.type('4g');
    });

    async function within(keys: number, journey: () => Promise<void>): Promise<void> {
      bob.sitDown();
      await journey();
      expect(bob.keys).toBe(keys);
      expect(bob.program.scrolled()).toBe(0);
    }

    test('filters them by a field, which the panel shows with the count of what it hides', async () => {
      const wish = 'severity=warning';
      await within(2 + wish.length + 1, async () => {
        bob.press('4/');
        await bob.sees('severity=critical');
        bob.press(`${wish}${ENTER}`);
        await bob.sees(/4 Alerts 1 of 4 .*hides 3/, 'filter severity=warning');
      });
      bob.program.type(ESC);
      await bob.seesNoMore('1 of 4');
    });

    test('marks three', () =>
      within(5, async () => {
        bob.press(' j j ');
        await bob.sees('3 marked');
      }));

    test('acknowledges all that are marked in one act, seeing before that no other is silenced', async () => {
      await within(2, async () => {
        bob.press('a');
        await bob.sees('Acknowledge 3 alerts', 'Exactly these 3 are silenced, none of the other 1 alert');
        bob.press(ENTER);
        await bob.sees('3 of 3 alerts acknowledged', '1 firing');
      });
    });

    test('turns to the next page and back', () =>
      within(2, async () => {
        bob.press('>');
        await bob.sees('Containers · 5 min');
        bob.press('<');
        await bob.sees('1 Services');
      }));

    test('takes all acknowledgements back, and marks none any more', () =>
      within(3, async () => {
        bob.press('*A');
        // The one that was not acknowledged had nothing to take back, and stays marked.
        await bob.sees('4 firing', ' 1 marked');
        bob.press(ESC);
        await bob.seesNoMore(' marked');
      }));
  });
});
