import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { stackInSource } from '../../src/commands/shared/stack.ts';

const SOURCE = `export function outer(wanted: number) {
  const doubled = wanted * 2;
  if (doubled > 4) throw new Error('too much');
  return doubled;
}
`;
const { code, map } = transformSync(SOURCE, {
  loader: 'ts',
  minify: true,
  sourcemap: 'external',
  sourcefile: '../src/room/outer.ts',
});
const column = code.indexOf('new Error') + 1;
const file = 'file:///opt/a%20b/dist/chunk-AB.js';

describe('the stack of a crash', () => {
  it('is told in places of the source, without the names of the bundle', () => {
    const stack = [
      'Error: too much',
      `    at o (${file}:1:${column})`,
      `    at ${file}:1:${column}`,
      `    at async Promise.all (index 0)`,
      '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
    ].join('\n');
    expect(stackInSource(stack, () => JSON.parse(map))).toBe(
      [
        'Error: too much',
        '    at src/room/outer.ts:3:26',
        '    at src/room/outer.ts:3:26',
        '    at async Promise.all (index 0)',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
      ].join('\n'),
    );
  });

  it.each([
    ['there is no map', () => JSON.parse('')],
    ['the map is of something else', () => ({ ...JSON.parse(map), mappings: '' })],
  ])('stays as it is where %s', (_, readMap) => {
    const stack = `Error: x\n    at o (${file}:1:${column})`;
    expect(stackInSource(stack, readMap)).toBe(stack);
  });

  it('reads each map once', () => {
    let reads = 0;
    const frames = Array.from({ length: 5 }, () => `    at o (${file}:1:${column})`);
    stackInSource(frames.join('\n'), () => {
      reads += 1;
      return JSON.parse(map);
    });
    expect(reads).toBe(1);
  });
});
