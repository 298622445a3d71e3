import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runbooksIn } from '../../src/session/runbooks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-runbooks-'));
  mkdirSync(join(folder, 'shop/runbooks/deep'), { recursive: true });
  mkdirSync(join(folder, 'shop/runbooks-of-others'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write('secret.md', 'secret');
  write('shop/readme.md', 'of the profile');
  write('shop/runbooks-of-others/x.md', 'secret');
  write('shop/runbooks/redis.md', '# Redis');
  write('shop/runbooks/deep/db.md', '# DB');
  write('shop/runbooks/long.md', 'x'.repeat(128 * 1024 + 1));
  symlinkSync(join(folder, 'secret.md'), join(folder, 'shop/runbooks/link.md'));
  symlinkSync(folder, join(folder, 'shop/runbooks/up'));
  symlinkSync('redis.md', join(folder, 'shop/runbooks/alias.md'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string, where = 'shop/runbooks') =>
  runbooksIn(join(folder, 'shop'), join(folder, where)).read(file);

describe('a runbook', () => {
  test.each([
    ['runbooks/redis.md', '# Redis'],
    ['./runbooks/redis.md', '# Redis'],
    ['redis.md', '# Redis'],
    ['deep/db.md', '# DB'],
    ['runbooks/deep/../redis.md', '# Redis'],
    ['alias.md', '# Redis'],
  ])('is read as %s', async (file, text) => {
    expect(await read(file)).toEqual({ ok: true, text });
  });

  test.each([
    '../secret.md',
    'runbooks/../../secret.md',
    '../runbooks-of-others/x.md',
    'runbooks/link.md',
    'runbooks/up/secret.md',
    '../../../../../../../etc/passwd.md',
    'C:\\secret.md',
    '\\\\host\\share\\secret.md',
  ])('outside its folder is never read: %s', async (file) => {
    expect(await read(file)).toEqual({
      ok: false,
      why: `${file} is outside the folder of runbooks: it is not read`,
    });
  });

  test('that is named by an absolute path is not read, be it within', async () => {
    expect(await read(join(folder, 'shop/runbooks/redis.md'))).toMatchObject({ ok: false });
  });

  test.each([
    ['nope.md', 'there is no nope.md beside the profile'],
    ['deep', 'deep cannot be read: it is not a file but a folder'],
    ['long.md', 'long.md cannot be read: it is longer than 131,072 bytes, the most that is read'],
    ['a\0.md', expect.stringContaining('cannot be read')],
  ])('that cannot be read says why: %j', async (file, why) => {
    expect(await read(file)).toEqual({ ok: false, why });
  });

  test('lies beside the profile where no folder is named, and no higher', async () => {
    expect(await read('readme.md', 'shop')).toEqual({ ok: true, text: 'of the profile' });
    expect(await read('../secret.md', 'shop')).toMatchObject({ ok: false });
  });

  test('is missing where its folder is', async () => {
    expect(await read('redis.md', 'shop/nowhere')).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^there is no/),
    });
  });
});
