import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { filled, type HookNotice, runHook } from '../../src/notices/hook.ts';
import { withoutSecrets } from '../../src/profile/without-secrets.ts';
import { safe } from '../../src/text/safe.ts';
import { sanitiseLine } from '../../src/text/sanitise.ts';
import { say } from '../../src/text/say.ts';
import { seconds } from '../../src/units.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringdeck-hook-'));
afterAll(() => rmSync(folder, { recursive: true }));

const noticeOf = (text: string): HookNotice => ({
  title: safe('ringdeck: Shop (production)'),
  text: sanitiseLine(text),
  tier: 'P0',
  kind: 'alert',
  room: safe('Shop'),
  environment: safe('production'),
  events: [{ kind: 'alert', tier: 'P0', text: say`${text}` }],
});
const world = { env: { PATH: process.env.PATH }, folder };
const hook = (command: readonly string[], timeout = 60) => ({
  command: [...command],
  tiers: ['P0' as const],
  timeout: seconds(timeout),
});

/** Writes its arguments and what it is told to a file beside it. */
const recorder = join(folder, 'record.mjs');
writeFileSync(
  recorder,
  `import { readFileSync, writeFileSync } from 'node:fs';
writeFileSync('told.json', JSON.stringify({ args: process.argv.slice(2), input: readFileSync(0, 'utf8') }));`,
);

describe('a hook', () => {
  it('is given what is told as arguments and as JSON, and no shell reads any of it', async () => {
    const text = `P0 $(touch pwned) \`touch pwned\`; touch pwned | "' && touch pwned\u001b]2;x\u0007\u0000`;
    const command = [process.execPath, recorder, '-u', '{tier}', '{title}', 'of {room}: {text}', '{unknown}'];
    expect(await runHook(hook(command), noticeOf(text), world)).toBeNull();
    const { args, input } = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8'));
    const shown = sanitiseLine(text);
    expect(args).toEqual(['-u', 'P0', 'ringdeck: Shop (production)', `of Shop: ${shown}`, '{unknown}']);
    expect(JSON.parse(input)).toMatchObject({ tier: 'P0', kind: 'alert', events: [{ text: shown }] });
    expect(shown).not.toMatch(/\p{Cc}/u);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('is never given an option that a server wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(filled('{text}', noticeOf(`-${text}`))).not.toMatch(/^-/);
        expect(filled('{text}', noticeOf(text))).not.toMatch(/^-|\p{Cc}/u);
        expect(filled('{text}', noticeOf(text)).length).toBeLessThanOrEqual(501);
      }),
    );
    expect(filled('--note={text}', noticeOf('-x'))).toBe('--note=-x');
  });

  it.each([
    ['is not there', ['./gone'], /^\.\/gone: .*ENOENT/],
    ['fails', ['sh', '-c', 'exit 3'], /^sh exited with 3$/],
    ['does not read what it is told', ['true'], null],
  ] as const)('that %s is told of, and harms nothing', async (_, command, why) => {
    const failed = await runHook(hook(command), noticeOf('x'.repeat(100_000)), world);
    if (why === null) expect(failed).toBeNull();
    else expect(failed).toMatch(why);
  });

  it('is ended when its time is over', async () => {
    expect(await runHook(hook(['sleep', '600'], 0.05), noticeOf('x'), world)).toBe('sleep was ended by SIGKILL');
  });
});

describe('a tape', () => {
  it('names no program that another one’s ringdeck would run', () => {
    const document = { id: 'shop', datasources: {}, notify: { hook: { command: ['rm', '{text}'] } } };
    expect(withoutSecrets(document)).toEqual({ id: 'shop', datasources: {} });
  });
});
