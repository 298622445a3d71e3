import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createLoki } from '../../../src/sources/loki/loki.ts';
import { deadUrl, serve, source } from '../serve.ts';

interface Recording {
  readonly request: { readonly path: string };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
}

const recording = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/loki/${name}.json`, import.meta.url), 'utf8'));

/** A Loki that answers as recorded; every other path is what a gateway makes of an unknown one. */
const replay = async (...names: string[]) => {
  const answers = new Map(names.map(recording).map(({ request, response }) => [request.path, response]));
  const server = await serve(({ url }, response) => {
    const { status, headers, body } = answers.get(url) ?? recording('not-found').response;
    response.writeHead(status, headers).end(body);
  });
  return { server, loki: createLoki(source({ url: server.url })) };
};

describe('Loki as recorded', () => {
  test.each<[string, string[]]>([
    ['it says so', ['ready']],
    ['it says so, tenants or not', ['auth-ready-no-org-id', 'auth-no-org-id']],
    ['a gateway hides /ready and shows the version', ['buildinfo']],
    ['a gateway hides both and lets labels be asked', ['auth-ok']],
  ])('is ready when %s', async (_, names) => {
    const { loki } = await replay(...names);
    expect(await loki.ready()).toEqual({ ok: true, value: { latency: expect.any(Number) } });
  });

  test.each(['ready-starting1', 'ready-starting2'])(
    'is not ready while it starts (%s), even if labels answer',
    async (name) => {
      const { loki } = await replay(name, 'labels-while-starting');
      const outcome = await loki.ready();
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'server', httpStatus: 503 } });
      expect(outcome.ok ? '' : outcome.error.message).toMatch(
        /answered 503: (Some services are not Running|Ingester not ready)/,
      );
      expect(outcome.ok ? '' : outcome.error.hint).toContain('starting');
    },
  );

  test('behind a gateway without the tenant is refused in the words of Loki', async () => {
    const { loki } = await replay('auth-no-org-id');
    const outcome = await loki.ready();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'unauthorized', httpStatus: 401 } });
    expect(outcome.ok ? '' : outcome.error.message).toContain('no org id');
    expect(outcome.ok ? '' : outcome.error.hint).toContain('tenant');
  });

  test('with a tenant it cannot read says which', async () => {
    const { loki } = await replay('auth-bad-org-id');
    expect(await loki.ready()).toMatchObject({
      ok: false,
      error: {
        kind: 'bad-query',
        message: expect.stringContaining("tenant ID 'a/b' contains unsupported character '/'"),
      },
    });
  });
});

test('a program that answers every path with its own page is no Loki', async () => {
  const server = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Grafana</title></html>'),
  );
  const outcome = await createLoki(source({ url: server.url })).ready();
  expect(outcome).toMatchObject({
    ok: false,
    error: { kind: 'bad-body', message: expect.stringContaining('Grafana') },
  });
});

test('a dead Loki costs one request', async () => {
  const url = await deadUrl();
  expect(await createLoki(source({ url })).ready()).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
});
