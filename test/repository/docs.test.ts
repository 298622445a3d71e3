import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { repository } from './repository.ts';

it('every generated page below docs/ is what the code says', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], {
    cwd: repository,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
