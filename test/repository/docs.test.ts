import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { profileMarkdown } from '../../scripts/profile-markdown.ts';
import { isRecord, profileJsonSchema } from '../../src/profile/json-schema.ts';
import { repository } from './repository.ts';

it('every generated page below docs/ is what the code says', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], {
    cwd: repository,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** All keys of all objects anywhere in a schema, whatever they stand in. */
function keysIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(keysIn);
  if (!isRecord(node)) return [];
  const { properties, ...rest } = node;
  const own = isRecord(properties) ? properties : {};
  return [...Object.keys(own), ...[...Object.values(own), ...Object.values(rest)].flatMap(keysIn)];
}

it('the profile reference has a row for every key of the schema', () => {
  const schema = profileJsonSchema();
  const rows = [...profileMarkdown(schema).matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  expect(rows.sort()).toEqual(keysIn(schema).sort());
});

it('every link of the profile reference leads to one of its sections', () => {
  const page = profileMarkdown(profileJsonSchema());
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
  const anchors = headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  expect(anchors).toEqual([...new Set(anchors)]);
  expect(anchors).toContain('pagesrowspanels--timeseries');
  for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
});

it('objects of a union that a constant in `type` tells apart have a section each, linked from the row above', () => {
  const kind = (type: string, key: string) => ({
    type: 'object',
    properties: { type: { type: 'string', const: type }, [key]: { type: ['number', 'null'] } },
  });
  const shapes = { anyOf: [{ type: 'string' }, { oneOf: [kind('circle', 'radius'), kind('square', 'side')] }] };
  const page = profileMarkdown({ type: 'object', properties: { shapes: { type: 'array', items: shapes } } });
  expect(page).toContain(
    '| `shapes` | list of string or one of [circle](#shapes--circle), [square](#shapes--square) |',
  );
  expect(page).toMatch(
    /^## `shapes\[\] · circle`\n\n.+\n.+\n\| `type` \| `circle` .+\n\| `radius` \| number or null /m,
  );
  expect(page).toMatch(/^## `shapes\[\] · square`\n\n.+\n.+\n\| `type` \| `square` .+\n\| `side` \| number or null /m);
});
