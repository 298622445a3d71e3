import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { secretValue } from '../../../src/sources/http/secret.ts';

it.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFFs3crét\r\n')],
  ['UTF-16 with a mark', Buffer.from('\uFEFFs3crét\r\n', 'utf16le')],
  ['UTF-8', Buffer.from('s3crét\n')],
])('a secret is read from a file that PowerShell wrote in %s', async (_, content) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringdeck-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'password');
  await writeFile(path, content);
  expect(await secretValue('password', undefined, path)).toBe('s3crét');
});
