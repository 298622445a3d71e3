import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../stack/ports.ts';
import { Desk } from '../desk.ts';

it.each([
  ['bridge', 'SIGTERM'],
  ['bridge', 'SIGHUP'],
  ['metrics', 'SIGINT'],
] as const)('%s serves until %s, and ends well then', async (command, signal) => {
  const desk = new Desk();
  onTestFinished(() => desk.remove());
  const profile = desk.write('p.yaml', 'id: p\nname: P\ndatasources: { prometheus: { url: "http://127.0.0.1:9" } }\n');
  const port = `${await freePort()}`;
  const args = command === 'bridge' ? ['bridge', '--dir', desk.folder] : ['-c', profile, 'metrics'];
  const { child, ended } = desk.start([...args, '--listen', port]);
  await once(child.stderr, 'data');
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
  child.kill(signal);
  expect(await ended).toMatchObject({ code: 0 });
});
