import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { statusError } from '../../../src/sources/answer.ts';
import { createHttpClient, type HttpRequest } from '../../../src/sources/http/http.ts';
import { createPrometheus } from '../../../src/sources/prometheus/prometheus.ts';
import { millis } from '../../../src/units.ts';
import { INHERITED } from '../../names.ts';
import { deadUrl, json, serve, source } from '../serve.ts';

const GET: HttpRequest = { method: 'GET', path: '/api' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

const scratch = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-http-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
};

describe('credentials', () => {
  test.each<[string, Omit<Parameters<typeof source>[0], 'url'>, Record<string, string>]>([
    [
      'basic_auth',
      { basic_auth: { username: 'ann', password: 'pä:ss' } },
      { authorization: `Basic ${base64('ann:pä:ss')}` },
    ],
    ['authorization', { authorization: { credentials: 'tok' } }, { authorization: 'Bearer tok' }],
    ['bearer_token', { bearer_token: 'tok' }, { authorization: 'Bearer tok' }],
    [
      'authorization of another type',
      { authorization: { type: 'Token', credentials: 'tok' } },
      { authorization: 'Token tok' },
    ],
    [
      'http_headers, a tenant among them',
      { http_headers: { 'X-Scope-OrgID': { values: ['acme'] }, 'X-Key': { values: ['a'], secrets: ['b'] } } },
      { 'x-scope-orgid': 'acme', 'x-key': 'a, b' },
    ],
  ])('%s is sent', async (_, settings, headers) => {
    const server = await serve((_request, response) => response.end());
    await createHttpClient(source({ url: server.url, ...settings })).request(GET);
    expect(server.asked[0]?.headers).toMatchObject(headers);
  });

  test.each(INHERITED)('in a header named %s are sent under that name', async (name) => {
    const sent: string[] = [];
    const server = await serve((_request, response, { rawHeaders }) => {
      sent.push(...rawHeaders);
      response.end();
    });
    const http_headers = Object.fromEntries([[name, { values: ['plain'], secrets: ['secret'] }]]);
    await createHttpClient(source({ url: server.url, http_headers })).request(GET);
    const values = sent.filter((_, i) => sent[i - 1]?.toLowerCase() === name.toLowerCase());
    expect(values).toEqual(['plain', 'secret']);
  });

  test('in the url are sent as basic authentication and never shown', async () => {
    const server = await serve((_, response) => response.end());
    const url = (base: string) => base.replace('//', '//ann:p%40ss@');
    await createHttpClient(source({ url: url(server.url) })).request(GET);
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${base64('ann:p@ss')}`);
    const outcome = await createHttpClient(source({ url: url(await deadUrl()) })).request(GET);
    expect(JSON.stringify(outcome)).not.toMatch(/ann|p%40ss|p@ss/);
  });

  test('in files are read again for each request, without the line end', async () => {
    const server = await serve((_, response) => response.end());
    const file = scratch();
    const username_file = file('user', 'ann\n');
    const password_file = file('password', 'one\n');
    const client = createHttpClient(
      source({
        url: server.url,
        basic_auth: { username_file, password_file },
        http_headers: { 'X-Key': { files: [file('key', 'k1\n')] } },
      }),
    );
    await client.request(GET);
    file('password', 'two\n');
    file('key', 'k2\n');
    await client.request(GET);
    expect(server.asked.map(({ headers }) => [headers.authorization, headers['x-key']])).toEqual([
      [`Basic ${base64('ann:one')}`, 'k1'],
      [`Basic ${base64('ann:two')}`, 'k2'],
    ]);
  });

  test('in a file that is missing stop the request and name the file', async () => {
    const server = await serve((_, response) => response.end());
    const client = createHttpClient(source({ url: server.url, authorization: { credentials_file: '/no/such/token' } }));
    const error = {
      kind: 'unauthorized',
      message: 'cannot read credentials_file /no/such/token (ENOENT)',
      hint: 'Check the path and who may read the file.',
    };
    expect(await client.request(GET)).toEqual({ ok: false, sent: false, error });
    expect(server.asked).toHaveLength(0);
  });

  test('that cannot stand in a header stop the request without being shown', async () => {
    const server = await serve((_, response) => response.end());
    const client = createHttpClient(source({ url: server.url, authorization: { credentials: 'line\nbreak' } }));
    const outcome = await client.request(GET);
    expect(outcome).toMatchObject({ ok: false, sent: false, error: { kind: 'unauthorized' } });
    expect(JSON.stringify(outcome)).not.toContain('break"');
    expect(JSON.stringify(outcome)).not.toContain('line\\nbreak');
  });

  test('that a proxy echoes in its error page are blotted out', async () => {
    const server = await serve(({ headers }, response) =>
      response.writeHead(403).end(`denied: ${headers.authorization}`),
    );
    const client = createHttpClient(source({ url: server.url, basic_auth: { username: 'ann', password: 'hunter2' } }));
    const outcome = await client.request(GET);
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(statusError(outcome.value).message).toBe(`${server.url}/api answered 403: denied: ***`);
  });
});

describe('an echo of our credentials', () => {
  const settings = { authorization: { credentials: 'supersecrettoken' } };
  const prometheus = async (answer: (authorization: string, response: ServerResponse) => void, extra = {}) => {
    const server = await serve(({ headers }, response) => answer(headers.authorization ?? '', response));
    return createPrometheus(source({ url: server.url, ...settings, ...extra })).instant('up', millis(0));
  };

  test('in a 200 that is no JSON is not quoted', async () => {
    const outcome = await prometheus((authorization, response) => response.end(`you sent ${authorization}`));
    expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringContaining('you sent ***') } });
    expect(JSON.stringify(outcome)).not.toContain('supersecret');
  });

  test('in a warning of a good answer is blotted out, and its numbers stay', async () => {
    const outcome = await prometheus((authorization, response) =>
      json(response, {
        status: 'success',
        data: { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [0, '4711'] }] },
        warnings: [`header was ${authorization}`],
      }),
    );
    expect(outcome).toMatchObject({ ok: true, value: { samples: [{ value: 4711 }], warnings: ['header was ***'] } });
  });

  test('in the place a redirect points to is not in the hint', async () => {
    const location = (authorization: string) => `/login/${encodeURIComponent(authorization)}`;
    const outcome = await prometheus(
      (authorization, response) => response.writeHead(302, { location: location(authorization) }).end(),
      { follow_redirects: false },
    );
    expect(outcome).toMatchObject({ ok: false, error: { hint: expect.stringContaining('/login/***') } });
    expect(JSON.stringify(outcome)).not.toContain('supersecret');
  });

  test('in the path a redirect led to is not in the message', async () => {
    const server = await serve(({ url }, response) =>
      url === '/supersecrettoken'
        ? response.end('a login page')
        : response.writeHead(302, { location: '/supersecrettoken' }).end(),
    );
    const outcome = await createPrometheus(source({ url: server.url, ...settings })).instant('up', millis(0));
    expect(outcome).toMatchObject({ error: { message: `${server.url}/*** answered invalid JSON: a login page` } });
  });

  test.each(['a', '4711'])('does not take %j for more than data where it is a secret', async (credentials) => {
    const outcome = await prometheus(
      (_, response) =>
        json(response, {
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [0, '4711'] }] },
        }),
      { authorization: { credentials } },
    );
    expect(outcome).toMatchObject({ ok: true, value: { samples: [{ labels: { job: 'a' }, value: 4711 }] } });
  });

  test.each([
    ['Base64', base64('pä"ss wörd')],
    ['a URL', encodeURIComponent('pä"ss wörd')],
    ['a form', 'p%C3%A4%22ss+w%C3%B6rd'],
    ['JSON', 'pä\\"ss wörd'],
    ['the header', base64('ann:pä"ss wörd')],
  ])('as %s holds it is found', async (_, echo) => {
    const server = await serve((_request, response) => response.writeHead(500).end(`got ${echo}`));
    const client = createHttpClient(
      source({ url: server.url, basic_auth: { username: 'ann', password: 'pä"ss wörd' } }),
    );
    expect(await client.request(GET)).toMatchObject({ ok: true, value: { body: 'got ***' } });
  });
});

describe('oauth2', () => {
  const setUp = async (expires_in = 3600) => {
    let issued = 0;
    let valid = '';
    let time = 1_000_000;
    const tokens = await serve((_, response) => {
      valid = `token-${++issued}`;
      json(response, { access_token: valid, token_type: 'bearer', expires_in });
    });
    const server = await serve(({ headers }, response) =>
      response.writeHead(headers.authorization === `Bearer ${valid}` ? 200 : 401).end(headers.authorization),
    );
    const oauth2 = {
      client_id: 'me',
      client_secret: 's:3cret',
      token_url: `${tokens.url}/token`,
      scopes: ['a', 'b'],
      endpoint_params: { audience: 'prom' },
    };
    const client = createHttpClient(source({ url: server.url, oauth2 }), { now: () => millis(time) });
    const status = async () => {
      const outcome = await client.request(GET);
      return outcome.ok ? outcome.value.status : outcome.error.message;
    };
    return {
      tokens,
      server,
      status,
      revoke: () => {
        valid = 'none';
      },
      later: (seconds: number) => {
        time += seconds * 1000;
      },
    };
  };

  test('asks for a token as the standard says, once for all requests', async () => {
    const { tokens, server, status } = await setUp();
    expect(await Promise.all([status(), status(), status()])).toEqual([200, 200, 200]);
    expect(await status()).toBe(200);
    expect(tokens.asked).toHaveLength(1);
    expect(tokens.asked[0]).toMatchObject({
      method: 'POST',
      headers: { authorization: `Basic ${base64('me:s%3A3cret')}` },
    });
    expect(Object.fromEntries(new URLSearchParams(tokens.asked[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'prom',
    });
    expect(server.asked[0]?.headers.authorization).toBe('Bearer token-1');
  });

  test('fetches the next token shortly before the last one ends', async () => {
    const { tokens, status, later } = await setUp(60);
    await status();
    later(49);
    await status();
    expect(tokens.asked).toHaveLength(1);
    later(2);
    expect(await status()).toBe(200);
    expect(tokens.asked).toHaveLength(2);
  });

  test('fetches a new token when the server refuses the old one, and asks once more', async () => {
    const { tokens, server, status, revoke } = await setUp();
    await status();
    revoke();
    expect(await status()).toBe(200);
    expect(tokens.asked).toHaveLength(2);
    expect(server.asked).toHaveLength(3);
  });

  test('tells a server that refuses every token apart: its 401 is the answer', async () => {
    const tokens = await serve((_, response) => json(response, { access_token: 'abcd' }));
    const server = await serve((_, response) => response.writeHead(401).end());
    const oauth2 = { client_id: 'me', client_secret: 'x', token_url: tokens.url };
    const outcome = await createHttpClient(source({ url: server.url, oauth2 })).request(GET);
    expect(outcome).toMatchObject({ ok: true, value: { status: 401 } });
    expect(server.asked).toHaveLength(2);
  });

  test('shows neither its credentials nor its parameters when the token server echoes them', async () => {
    const tokens = await serve(({ headers, body }, response) =>
      response.writeHead(400).end(`${headers.authorization} ${body}`),
    );
    const oauth2 = {
      client_id: 'me',
      client_secret: 'hunter2hunter2',
      token_url: `${tokens.url}/token`,
      endpoint_params: { password: 'swordfish' },
    };
    const outcome = await createHttpClient(source({ url: tokens.url, oauth2 })).request(GET);
    expect(outcome.ok ? '' : outcome.error.message).toBe(
      `no OAuth 2.0 token: ${tokens.url}/token answered 400: *** grant_type=client_credentials&password=***`,
    );
  });

  test.each<[string, (response: ServerResponse) => unknown, string]>([
    ['refuses', (r) => json(r, { error: 'invalid_client' }, 401), 'answered 401: invalid_client'],
    ['answers too long a token', (r) => json(r, { access_token: 'x'.repeat(66_000) }), 'with more than 65536 bytes'],
    [
      'answers a web page',
      (r) => r.setHeader('content-type', 'text/html').end('<title>Log in</title>'),
      'web page instead of JSON: Log in',
    ],
    ['answers something else', (r) => json(r, { token: 1 }), 'without an access_token'],
    ['echoes the secret', (r) => r.writeHead(400).end('bad secret hunter2hunter2'), 'answered 400: bad secret ***'],
    ['hangs', () => {}, 'the connection to'],
  ])('says so when the token server %s, and sends nothing', async (_, answer, message) => {
    const tokens = await serve((_request, response) => void answer(response));
    const server = await serve((_request, response) => response.end());
    const oauth2 = { client_id: 'me', client_secret: 'hunter2hunter2', token_url: `${tokens.url}/token` };
    const outcome = await createHttpClient(source({ url: server.url, oauth2, timeout: '1s' })).request(GET);
    expect(outcome).toMatchObject({ ok: false, sent: false, error: { kind: 'unauthorized' } });
    expect(outcome.ok ? '' : outcome.error.message).toContain(message);
    expect(outcome.ok ? '' : outcome.error.message).toContain(`${tokens.url}/token`);
    expect(server.asked).toHaveLength(0);
  });
});
