import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Listener } from './listener.ts';

/* The twenty journeys for somebody who sees nothing, on recorded rooms that stand still. */

let listener: Listener;
let said: string[] = [];

/** What is heard of some keys. */
async function hears(keys: string): Promise<readonly string[]> {
  const lines = await listener.press(keys);
  said.push(...lines);
  return lines;
}

/** What is heard while so many seconds go by. */
async function lets(seconds: number): Promise<readonly string[]> {
  const lines = await listener.pass(seconds);
  said.push(...lines);
  return lines;
}

/** Bars, curves, borders and signs: nothing that can be said. */
const UNSPEAKABLE = /[\u2500-\u25ff\u2700-\u27bf\u2800-\u28ff←-↓≤≥×♥\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

afterEach(() => {
  for (const line of said) {
    expect(line).not.toMatch(UNSPEAKABLE);
    expect(line).toBe(line.trim());
    expect(line.length).toBeLessThanOrEqual(260);
  }
  said = [];
});

describe('a release and its incident by ear', () => {
  beforeAll(async () => {
    listener = await Listener.at('supersmartmatch', -200);
  });

  test('opens: first the worst with its number, its limit and the key for more, then where it is and each ring', () => {
    const [worst, ...others] = listener.listen();
    expect(worst).toMatch(
      /^Accuracy over V1 is 16\.\d % over up to 24 h, near its target of 13\.0 %\. enter tells more$/,
    );
    expect(others[0]).toBe('SuperSmartMatch V2 migration, production, a recording');
    expect(others).toContain('ring canary is ready to be validated');
    expect(others.at(-1)).toMatch(/^tab goes to the next panel, \? lists the keys/);
    expect(others.length).toBeLessThan(8);
    expect(listener.listen()).toEqual([]);
  });

  test('validates the ring whose soak is over, and takes that back', async () => {
    const asked = await hears('1 V');
    expect(asked).toContain('Validate ring');
    expect(asked).toContain('field: type canary to confirm:');
    expect(await hears('"canary"')).toEqual([]);
    const counting = await hears('enter');
    expect(counting).toContain('About to be done');
    // Seconds that go by are not counted aloud.
    const done = await lets(6);
    expect(done[0]).toMatch(/^canary is validated/);
    expect(done.filter((line) => line.includes('validated'))).toHaveLength(1);
    expect(await hears('X')).toContain('field: type canary to confirm:');
    const back = [...(await hears('"canary" enter')), ...(await lets(6))];
    expect(back.join('\n')).toMatch(/^the validation of canary is revoked$/m);
  });

  test('hears at once what begins to fail, with number and limit, each once', async () => {
    const heard = await hears('] ] ] ]');
    expect(heard).toContain('ring canary is failing: V2 worse');
    expect(heard.filter((line) => line.startsWith('V2 is worse: errors'))).toHaveLength(1);
    expect(heard.join('\n')).toMatch(/^beyond its limit: errors: V2 \d\.\d\d %, .*limit at most 1\.00 %/m);
    expect(heard.filter((line) => line.startsWith('P0 V2ErrorSpike is firing'))).toHaveLength(1);
    expect(heard.at(-1)).toBe('overall: V2 worse');
    expect(await hears('esc')).toEqual([expect.stringMatching(/^selected: headline: P0 V2ErrorSpike firing/)]);
  });

  test('reads why in one key: the number, its limit, since when, what is new, what to do, and what more there is', async () => {
    const why = await hears('enter');
    expect(why.length).toBeLessThanOrEqual(24);
    const all = why.join('\n');
    expect(why[0]).toBe('P0 V2ErrorSpike');
    expect(why[1]).toMatch(/^failing FIRING \S+, \d+ more lines down$/);
    expect(why[2]).toMatch(
      /^Worst now: errors: V2 \d\.\d\d %, \d+ times V1’s 0\.1\d % \(5 min\); limit at most 1\.00 %/,
    );
    expect(all).toMatch(/^NEW in V2 \d+ times, match failed: embedding index is not loaded/m);
    expect(all).toMatch(/^Roll back: V2 is worse/m);
    expect(all).toMatch(/^a ack, c claim, l logs/m);
    // A chart says nothing to whoever listens, nor do its axis and its marks.
    expect(all).not.toMatch(/half deployed|16:\d\d$/m);
  });

  test('reads on, a line a key, and hears nothing twice', async () => {
    expect(await hears('j')).toEqual(['Also failing now']);
    expect(await hears('j')).toHaveLength(1);
    expect((await hears('k k')).length).toBeLessThanOrEqual(2);
  });

  test('acknowledges it there with a note, and hears it once', async () => {
    const asked = await hears('a');
    expect(asked).toContain('ok Exactly this alert is silenced, no other alert is firing.');
    expect(asked).toContain('field: note');
    expect(await hears('"looking"')).toEqual([]);
    expect(await hears('backspace')).toEqual(['field: note lookin']);
    const done = await hears('enter');
    expect(done.filter((line) => /V2ErrorSpike.* acknowledged/.test(line))).toEqual([
      'V2ErrorSpike is acknowledged: lookin',
    ]);
    expect(done.some((line) => /^alice acknowledged it 0s ago, for 15m more/.test(line))).toBe(true);
    // What was heard when the page opened is not read again.
    expect(done.some((line) => line.startsWith('Worst now'))).toBe(false);
  });

  test('reads its logs, the line at the time it began, and one more a key', async () => {
    const logs = await hears('l');
    expect(logs.length).toBeLessThanOrEqual(5);
    expect(logs[0]).toBe('Logs, V2ErrorSpike');
    expect(logs.at(-1)).toMatch(/^selected: 16:36:1\d\.\d+ failing ERROR/);
    for (let i = 0; i < 4; i += 1) expect(await hears('j')).toEqual([expect.stringMatching(/^selected: 16:36:1/)]);
  });

  test('goes back, one step a key, and hears where that is', async () => {
    expect((await hears('esc'))[0]).toBe('P0 V2ErrorSpike');
    expect(await hears('esc')).toEqual([expect.stringMatching(/^selected: headline: ring canary: error rate is/)]);
  });

  test('reads a ring: why it may not go on, and what would make it', async () => {
    const page = (await hears('1 enter')).join('\n');
    expect(page).toMatch(/^failing error rate is .*, so: it must come back within its limit$/m);
    expect(page).toMatch(/^so: roll V2 back/m);
    await hears('esc');
  });

  test('is refused a failing ring, with each reason and what is not known, and overrides that', async () => {
    const asked = await hears('1 V');
    expect(asked).toContain('failing REFUSED');
    expect(asked.join('\n')).toMatch(/^failing canary: error rate is \d\.\d\d %, at most 1\.00 % is allowed/m);
    for (const line of asked) expect(line).not.toMatch(/\b(?:right|left|up|down) [a-z]{3}/);
    expect(asked.at(-2)).toBe('field: only if you are certain, type override:');
    const warned = await hears('"override" enter');
    expect(warned.join('\n')).toContain('You are about to validate it although');
    expect(warned.join('\n')).toMatch(/^field: reason/m);
    expect((await hears('"agreed with on-call" tab')).join('\n')).toMatch(/^field: type canary/m);
    const overridden = [...(await hears('"canary" enter')), ...(await lets(6))];
    expect(overridden.join('\n')).toMatch(/^canary is validated/m);
  });

  test('pans to the start, hears that this is the past, and is live again', async () => {
    const past = await hears('esc i');
    expect(past.join('\n')).toMatch(/^It began at 16:3\d:\d\d$/m);
    expect(past).toContainEqual(
      expect.stringMatching(/^this is 16:\d\d:\d\d, .* before where you left the tape: 0 goes back there$/),
    );
    // Nothing is over for having been looked at earlier.
    expect(past.join('\n')).not.toMatch(/ is over/);
    expect((await hears('0'))[0]).toMatch(/^this is where you left the tape/);
  });

  test('copies the selected thing, and hears how much that is', async () => {
    expect((await hears('1 y')).at(-1)).toMatch(/^Copied \d+ characters: canary/);
    expect(listener.copied).toContain('canary');
  });

  test('hears nothing of a terminal that is made larger or smaller: nothing is drawn on it', () => {
    expect(listener.listen(80)).toEqual([]);
    expect(listener.listen(120)).toEqual([]);
  });

  test('turns to the next page and back, and hears which one it is', async () => {
    const next = await hears('>');
    expect(next[0]).toBe('page Migration, 2 of 7');
    // Which number is whose stands above the rows.
    expect(next.join('\n')).toMatch(/^V1, V2, limit/m);
    expect(next.at(-1)).toMatch(/^selected: failing errors, 0\.1\d %, \d\.\d\d %, at most 1\.00 %, over/);
    expect((await hears('<'))[0]).toBe('page War room, 1 of 7');
  });

  test('chooses a theme for whoever looks over the shoulder', async () => {
    expect((await hears('t')).at(-1)).toBe('selected: dark, for a dark terminal');
    expect(await hears('j')).toEqual(['selected: light, for a light terminal']);
    expect((await hears('enter'))[0]).toMatch(/^Theme light, until you leave/);
  });

  test('searches the help by what is wanted, and runs what is found', async () => {
    expect((await hears('?')).join('\n')).toMatch(/^field: search/m);
    expect((await hears('"journal"')).at(-1)).toMatch(/^selected: J, .*Who did what, on which evidence/);
    const journal = await hears('enter');
    expect(journal[0]).toMatch(/^Journal \d/);
    expect(journal.join('\n')).toContain('agreed with on-call');
    await hears('esc');
  });

  test('runs a command by name', async () => {
    expect((await hears(': "range 15m"')).at(-1)).toMatch(/^selected: range 15m/);
    expect((await hears('enter')).join('\n')).toContain('All charts show 15m');
  });

  test('hears why a key does nothing', async () => {
    expect(await hears('9')).toEqual([expect.stringMatching(/^There is no .*panel 9/)]);
  });

  test('quits from wherever it is', async () => {
    expect(await hears('q')).toEqual([]);
    expect(listener.hasQuit).toBe(true);
  });
});

describe('many alerts by ear', () => {
  beforeAll(async () => {
    listener = await Listener.at('deployment-system', 120);
    listener.listen();
  });

  test('filters them by a field, hears how many are left, and which filter it is', async () => {
    await hears('4');
    expect((await hears('/'))[0]).toMatch(/^filter: enter keep, esc clear, !text hides/);
    expect(await hears('"severity=warning"')).toEqual([]);
    const kept = await hears('enter');
    expect(kept[0]).toMatch(/^4 Alerts 1 of 4, filter severity=warning, hides 3/);
    expect((await hears('esc'))[0]).toBe('no filter');
    expect((await hears('/ "severity=~.+" enter')).join('\n')).toMatch(/^filter severity=~\.\+ hides nothing here$/m);
    expect((await hears('esc'))[0]).toBe('no filter');
  });

  test('marks three', async () => {
    const heard = await hears('space j space j space');
    expect(heard.filter((line) => line.endsWith(' marked'))).toEqual(['1 marked', '2 marked', '3 marked']);
    expect(heard.filter((line) => line.startsWith('selected: marked'))).toHaveLength(3);
  });

  test('acknowledges all that are marked in one act, hearing before that no other is silenced', async () => {
    expect((await hears('a')).join('\n')).toContain('Exactly these 3 are silenced, none of the other 1 alert.');
    const done = await hears('enter');
    expect(done[0]).toBe('3 of 3 alerts acknowledged');
    expect(done.join('\n')).not.toMatch(/is acknowledged by alice/);
  });
});
