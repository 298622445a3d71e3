import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Bridge } from '../../src/bridge/bridge.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import { seconds } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { healthy } from '../screen/rooms.ts';
import { repository } from './repository.ts';

it('docs/metrics.md lists every metric, and no other', () => {
  const limits = { staleAfter: seconds(1), forgetAfter: seconds(1), maxHosts: 1 };
  const families = [
    ...roomFamilies(healthy, { profile: 'p', version: '1' }),
    ...new Bridge(limits, new FakeTimer()).families(),
  ];
  const rows = readFileSync(join(repository, 'docs/metrics.md'), 'utf8').matchAll(/^\| (`.+?`) \|/gm);
  const documented = [...rows].flatMap(([, names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(documented.toSorted()).toEqual(families.map(({ name }) => name).toSorted());
});
