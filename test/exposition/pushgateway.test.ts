import type { ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { gauge, sample } from '../../src/exposition/family.ts';
import { openPushGroup } from '../../src/exposition/pushgateway.ts';
import { deadUrl, serve, source } from '../sources/serve.ts';

const FAMILIES = [gauge('n', 'N.', [sample(1)])];

async function open(answer: (response: ServerResponse) => void, settings = {}) {
  const server = await serve((_, response) => answer(response));
  const group = openPushGroup(source({ url: `${server.url}/push`, ...settings }), { job: 'ringdeck', profile: 'a/b' });
  onTestFinished(() => group.close());
  return { group, asked: server.asked };
}

it('puts all families under the grouping key, and removes them there', async () => {
  const { group, asked } = await open((response) => response.writeHead(202).end());
  await group.put(FAMILIES);
  await group.remove();
  const path = '/push/metrics/job/ringdeck/profile/a%2Fb';
  expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['PUT', path, '# HELP n N.\n# TYPE n gauge\nn 1\n'],
    ['DELETE', path, ''],
  ]);
  expect(asked[0]?.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
});

it('says who pushes, and no word of the password when that is refused', async () => {
  const settings = { basic_auth: { username: 'ci', password: 'push me' } };
  const { group, asked } = await open((response) => response.writeHead(401).end('not with "push me"'), settings);
  const error = await group.put(FAMILIES).catch((thrown: Error) => thrown.message);
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ci:push me').toString('base64')}`);
  expect(error).toMatch(/^the Pushgateway refused with 401: not with /);
  expect(error).not.toContain('push me');
});

it('takes a page of something else for no success', async () => {
  const { group } = await open((response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>'),
  );
  const words = /^that is not a Pushgateway: .* answered with a web page instead of JSON: Sign in/;
  await expect(group.put(FAMILIES)).rejects.toThrow(words);
  await expect(group.remove()).rejects.toThrow(words);
});

it('says that nobody is there', async () => {
  const group = openPushGroup(source({ url: await deadUrl() }), { job: 'ringdeck' });
  onTestFinished(() => group.close());
  await expect(group.put(FAMILIES)).rejects.toThrow(/^the Pushgateway cannot be reached: .*connection refused/);
});
