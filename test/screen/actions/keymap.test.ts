import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderKeysMarkdown } from '../../../src/screen/actions/keys-markdown.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { remapKeys } from '../../../src/screen/actions/remap.ts';
import { bindingsIn } from '../../../src/screen/core/contexts.ts';
import { resolveKey } from '../../../src/screen/core/keymap.ts';
import { INHERITED } from '../../names.ts';

const errorsOf = (keys: Record<string, string | string[]>): string[] => {
  const result = remapKeys(keys);
  return result.ok ? [] : result.errors.map((error) => error.message);
};

describe('the keymap', () => {
  test('has no conflict of its own', () => {
    expect(remapKeys({})).toMatchObject({ ok: true });
  });

  test('puts nothing weighty on a lower-case letter, ctrl-d or ctrl-k', () => {
    for (const binding of DEFAULT_KEYMAP)
      if ('danger' in binding) for (const key of binding.keys) expect(key).toMatch(/^[A-Z]$/);
  });

  test('leaves the prefixes of tmux and screen, and the key that cuts a line, alone', () => {
    const keys = DEFAULT_KEYMAP.flatMap(({ keys }) => keys);
    for (const taken of ['ctrl-a', 'ctrl-b', 'ctrl-q', 'ctrl-k']) expect(keys).not.toContain(taken);
  });

  test('finds the action of the nearest context first', () => {
    expect(resolveKey(DEFAULT_KEYMAP, 'o', ['list', 'alert', 'global'])?.action).toBe('runbook');
    expect(resolveKey(DEFAULT_KEYMAP, 'o', ['logs', 'list', 'alert', 'global'])?.action).toBe('context');
    expect(resolveKey(DEFAULT_KEYMAP, '[', ['list', 'global'])).toBeUndefined();
  });

  test('tells which panel number was pressed', () => {
    expect(resolveKey(DEFAULT_KEYMAP, '4', ['list', 'global'])).toEqual({ action: 'panel', index: 3 });
  });
});

describe('remapping', () => {
  test('takes the place of the default keys', () => {
    const result = remapKeys({ acknowledge: 'K', 'next-panel': ['tab', 'u'] });
    const keymap = result.ok ? result.keymap : [];
    expect(resolveKey(keymap, 'K', ['list', 'global'])?.action).toBe('acknowledge');
    expect(resolveKey(keymap, 'a', ['list', 'global'])).toBeUndefined();
    expect(resolveKey(keymap, 'u', ['list', 'global'])?.action).toBe('next-panel');
  });

  test.each([
    [{ acknwledge: 'K' }, 'there is no action "acknwledge"; docs/keys.md lists them'],
    [{ acknowledge: 'q' }, '"q" is already the key of "quit"'],
    [{ acknowledge: 'hyper-x' }, /is not a key/],
    [{ validate: 'v' }, '"validate" changes things and needs an upper-case letter, not "v"'],
    [{ revoke: 'ctrl-d' }, '"revoke" changes things and needs an upper-case letter, not "ctrl-d"'],
    [{ quit: 'esc' }, '"esc" always means "back"'],
  ])('refuses %j', (keys, message) => {
    expect(errorsOf(keys)).toEqual(
      expect.arrayContaining([expect.stringMatching(message instanceof RegExp ? message : `^${literally(message)}$`)]),
    );
  });

  test.each(INHERITED)('knows neither an action nor a key named %s', (name) => {
    expect(errorsOf(Object.fromEntries([[name, 'K']]))).toEqual([
      `there is no action "${name}"; docs/keys.md lists them`,
    ]);
    expect(errorsOf({ acknowledge: name })).toEqual([expect.stringContaining(`"${name}" is not a key`)]);
  });

  test('never takes the way back and the way out', () => {
    const result = remapKeys({ back: 'b', quit: 'Q' });
    const keymap = result.ok ? result.keymap : [];
    expect(resolveKey(keymap, 'esc', ['global'])?.action).toBe('back');
    expect(resolveKey(keymap, 'ctrl-c', ['global'])?.action).toBe('quit');
  });
});

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('docs/keys.md is what the keymap says', () => {
  expect(readFileSync(new URL('../../../docs/keys.md', import.meta.url), 'utf8')).toBe(renderKeysMarkdown());
});

test('every description fits half of a wide help, so that none is cut', () => {
  for (const binding of [...DEFAULT_KEYMAP, ...bindingsIn('logs', DEFAULT_KEYMAP)])
    expect(binding.description.length).toBeLessThanOrEqual(52);
});
