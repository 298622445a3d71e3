import { afterAll, expect, it } from 'vitest';
import { Desk } from '../desk.ts';

const desk = new Desk(['-c', 'shop.yaml']);
afterAll(() => desk.remove());

const SECRET = 'hunter2-of-the-profile';

it.each(['markdown', 'html', 'json'])('no secret of the profile stands in a report as %s', async (format) => {
  desk.write(
    'shop.yaml',
    `
id: shop
name: Shop
datasources:
  prometheus: { url: "http://127.0.0.1:9/", basic_auth: { username: ops, password: ${SECRET} } }
  loki: { url: "http://127.0.0.1:9/", authorization: { credentials: ${SECRET} } }
  alertmanagers: [{ url: "http://127.0.0.1:9/", authorization: { credentials: ${SECRET} } }]
logs: { saved: [{ id: errors, label: Errors, query: '{job="a"} |= "x"' }] }
rings: [{ id: a, name: A, deployed: 'max(a)', checks: [up] }]
checks: { up: { label: up, query: up, unit: count, at_least: 1 } }
reports: { metrics: [{ id: up, label: Up, section: uptime, query: up, statistic: mean, unit: ratio }] }
`,
  );
  for (const args of [['daily'], ['rollout', '--from', '-1h']]) {
    const { code, out, err } = await desk.ringdeck(['report', ...args, '--format', format]);
    expect(code).toBe(3);
    expect(out).toContain('127.0.0.1:9');
    expect(out + err).not.toContain(SECRET);
  }
});
