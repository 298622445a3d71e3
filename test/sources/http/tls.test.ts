import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProxyEnvironment } from '../../../src/profile/proxy-environment.ts';
import { statusError } from '../../../src/sources/answer.ts';
import { createHttpClient, type HttpRequest } from '../../../src/sources/http/http.ts';
import { CERTIFICATE, deadUrl, KEY, serve, source } from '../serve.ts';

const GET: HttpRequest = { method: 'GET', path: '/api' };

const ask = async (settings: Parameters<typeof source>[0]) => {
  const outcome = await createHttpClient(source(settings)).request(GET);
  return outcome.ok ? outcome.value.body : outcome;
};

describe('tls_config', () => {
  test('a certificate nobody vouches for is refused, before anything is sent', async () => {
    const server = await serve((_, response) => response.end('hi'), {});
    expect(await ask({ url: server.url })).toMatchObject({
      ok: false,
      sent: false,
      error: { kind: 'tls', hint: 'Set tls_config.ca_file to the authority that signed it.' },
    });
  });

  test('ca_file vouches for it', async () => {
    const server = await serve((_, response) => response.end('hi'), {});
    expect(await ask({ url: server.url, tls_config: { ca_file: CERTIFICATE } })).toBe('hi');
  });

  test('the certificates may stand in the profile itself', async () => {
    const server = await serve(
      (_, response, raw) => response.end((raw.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody'),
      { clientCertificate: 'required' },
    );
    const pem = readFileSync(CERTIFICATE, 'utf8');
    const tls_config = { ca: pem, cert: pem, key: readFileSync(KEY, 'utf8') };
    expect(await ask({ url: server.url, tls_config })).not.toBe('nobody');
    expect(await ask({ url: server.url, tls_config: { ca: pem } })).toMatchObject({ ok: false });
  });

  test.each([
    [{ max_version: 'TLS12' }, 'TLSv1.2'],
    [{ min_version: 'TLS13' }, 'TLSv1.3'],
  ] as const)('%j chooses the protocol', async (versions, expected) => {
    const server = await serve((_, response, raw) => response.end((raw.socket as TLSSocket).getProtocol()), {});
    expect(await ask({ url: server.url, tls_config: { ca_file: CERTIFICATE, ...versions } })).toBe(expected);
  });

  test('a certificate for another name is refused unless server_name says which', async () => {
    const server = await serve((_, response) => response.end('hi'), {});
    const url = `https://127.0.0.1:${server.port}`;
    const refused = await ask({ url, tls_config: { ca_file: CERTIFICATE } });
    expect(refused).toMatchObject({
      sent: false,
      error: { kind: 'tls', hint: expect.stringContaining('server_name') },
    });
    expect(await ask({ url, tls_config: { ca_file: CERTIFICATE, server_name: 'prometheus.internal' } })).toBe('hi');
    expect(await ask({ url, tls_config: { ca_file: CERTIFICATE, server_name: 'other.internal' } })).toMatchObject({
      error: { kind: 'tls' },
    });
  });

  test('insecure_skip_verify takes any', async () => {
    const server = await serve((_, response) => response.end('hi'), {});
    expect(await ask({ url: server.url, tls_config: { insecure_skip_verify: true } })).toBe('hi');
  });

  test('a server that wants a client certificate gets it, and nothing works without', async () => {
    const server = await serve(
      (_, response, raw) => {
        response.end((raw.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
      },
      { clientCertificate: 'required' },
    );
    const tls_config = { ca_file: CERTIFICATE, cert_file: CERTIFICATE, key_file: KEY };
    expect(await ask({ url: server.url, tls_config })).toBe('test only');
    expect(await ask({ url: server.url, tls_config: { ca_file: CERTIFICATE } })).toMatchObject({ ok: false });
  });

  test('a changed file is used from the next request on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringdeck-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const ca_file = join(folder, 'ca.pem');
    const server = await serve((_, response) => response.end('hi'), {});
    const client = createHttpClient(source({ url: server.url, tls_config: { ca_file } }));
    expect(await client.request(GET)).toMatchObject({ ok: false, error: { kind: 'tls' } });
    writeFileSync(ca_file, '');
    expect(await client.request(GET)).toMatchObject({ ok: false, error: { kind: 'tls' } });
    copyFileSync(CERTIFICATE, ca_file);
    expect(await client.request(GET)).toMatchObject({ ok: true });
  });

  test('TLS to a server that speaks none says so', async () => {
    const server = await serve((_, response) => response.end('hi'));
    expect(await ask({ url: server.url.replace('http:', 'https:') })).toMatchObject({
      ok: false,
      error: { kind: 'tls', message: expect.stringContaining('TLS with') },
    });
  });

  test('a client certificate is not shown to another server that a redirect names', async () => {
    const other = await serve(
      (_, response, raw) => {
        response.end((raw.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
      },
      { clientCertificate: 'wanted' },
    );
    const server = await serve((_, response) => response.writeHead(302, { location: `${other.url}/x` }).end());
    const tls_config = { ca_file: CERTIFICATE, cert_file: CERTIFICATE, key_file: KEY };
    expect(await ask({ url: server.url, tls_config })).toBe('nobody');
  });
});

describe('proxy_url', () => {
  const proxy = async () => {
    const seen: string[] = [];
    const heard: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      heard.push(request.headers);
      if (request.url?.includes('forbidden')) {
        response.writeHead(Number(new URL(request.url).port)).end();
        return;
      }
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      response.end('from the proxy');
    });
    server.on('connect', (request, socket) => {
      heard.push(request.headers);
      seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      if (request.url?.startsWith('forbidden')) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const [, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      onTestFinished(() => void upstream.destroy());
      socket.on('error', () => {});
      upstream.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { seen, heard, host: `127.0.0.1:${port}` };
  };

  test('carries http, with its own user and password', async () => {
    const { seen, host } = await proxy();
    const proxy_url = `http://ann:secret@${host}`;
    expect(await ask({ url: 'http://prometheus.internal:9090', proxy_url })).toBe('from the proxy');
    const credentials = Buffer.from('ann:secret').toString('base64');
    expect(seen).toEqual([`GET http://prometheus.internal:9090/api Basic ${credentials}`]);
  });

  test('may be one of https that is named by its address, of which Node has nothing to say', async () => {
    const warnings: string[] = [];
    const hear = ({ message }: Error) => void warnings.push(message);
    process.on('warning', hear);
    onTestFinished(() => void process.off('warning', hear));
    const gate = await serve((_, response) => response.end('from the proxy'), {});
    const proxy_url = `https://127.0.0.1:${gate.port}`;
    const tls_config = { insecure_skip_verify: true };
    expect(await ask({ url: 'http://prometheus.internal:9090', proxy_url, tls_config })).toBe('from the proxy');
    expect(await ask({ url: 'https://prometheus.internal', proxy_url, tls_config })).toMatchObject({ ok: false });
    const known = { ca_file: CERTIFICATE };
    expect(await ask({ url: 'http://prometheus.internal:9090', proxy_url, tls_config: known })).toMatchObject({
      error: { kind: 'tls' },
    });
    expect(warnings).toEqual([]);
  });

  test('that answers a tunnel with a page of its own is named, in plain words', async () => {
    const server = createServer();
    server.on('connect', (_, socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html><title>Sign in</title></html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await ask({ url: 'https://prometheus.internal', proxy_url: `http://${host}` })).toMatchObject({
      error: {
        kind: 'tls',
        message: `TLS with https://prometheus.internal/api failed: the proxy ${host} answers with something else, perhaps a web page of its own`,
      },
    });
  });

  test('leaves the hosts of no_proxy alone', async () => {
    const { seen, host } = await proxy();
    const server = await serve((_, response) => response.end('hi'));
    const proxy_url = `http://${host}`;
    expect(await ask({ url: server.url, proxy_url, no_proxy: 'other.internal, 127.0.0.0/8' })).toBe('hi');
    const url = 'http://prometheus.internal:9090';
    expect(await ask({ url, proxy_url, no_proxy: 'other.internal,10.0.0.0/8' })).toBe('from the proxy');
    expect(seen).toHaveLength(1);
  });

  test('may come from the environment, but only when the profile says so', async () => {
    const { host } = await proxy();
    const server = await serve((_, response) => response.end('hi'));
    const proxy_from_environment = new ProxyEnvironment({ http_proxy: host, no_proxy: 'other.internal' });
    const url = 'http://prometheus.internal:9090';
    expect(await ask({ url: server.url })).toBe('hi');
    expect(await ask({ url, proxy_from_environment })).toBe('from the proxy');
    expect(await ask({ url: server.url, proxy_from_environment })).toBe('hi');
    expect(await ask({ url: server.url, proxy_url: `http://${host}` })).toBe('from the proxy');
  });

  test('is told proxy_connect_header where it opens a tunnel, and nobody else is', async () => {
    const { heard, host } = await proxy();
    const server = await serve((_, response) => response.end('hi'), {});
    const settings = { proxy_url: `http://${host}`, proxy_connect_header: { 'X-Gate': ['one', 'two'] } };
    await ask({ url: server.url, ...settings, tls_config: { ca_file: CERTIFICATE } });
    await ask({ url: 'http://prometheus.internal:9090', ...settings });
    expect(heard.map((headers) => headers['x-gate'])).toEqual(['one, two', undefined]);
    expect(server.asked[0]?.headers['x-gate']).toBeUndefined();
  });

  test('carries https through a tunnel', async () => {
    const { seen, host } = await proxy();
    const server = await serve((_, response) => response.end('hi'), {});
    expect(await ask({ url: server.url, proxy_url: `http://${host}`, tls_config: { ca_file: CERTIFICATE } })).toBe(
      'hi',
    );
    expect(seen).toEqual([`CONNECT localhost:${server.port}`]);
  });

  test('that refuses the tunnel is told apart: nothing was sent', async () => {
    const { host } = await proxy();
    expect(await ask({ url: 'https://forbidden.internal', proxy_url: `http://${host}` })).toMatchObject({
      sent: false,
      error: {
        kind: 'unreachable',
        message: `the proxy ${host} did not connect to https://forbidden.internal/api: it answered 403`,
        hint: expect.stringContaining('proxy_url'),
      },
    });
  });

  test('that wants a user, or does not reach the server, is named', async () => {
    const { host } = await proxy();
    const through = async (port: number) => {
      const outcome = await createHttpClient(
        source({ url: `http://forbidden.internal:${port}`, proxy_url: `http://${host}` }),
      ).request(GET);
      return outcome.ok ? statusError(outcome.value) : outcome.error;
    };
    expect(await through(407)).toMatchObject({
      kind: 'unauthorized',
      message: `the proxy ${host} did not connect to http://forbidden.internal:407/api: it answered 407`,
    });
    expect(await through(502)).toMatchObject({
      kind: 'server',
      message: `http://forbidden.internal:502/api through the proxy ${host} answered 502`,
    });
  });

  test('from the environment is named too, and its password by nobody', async () => {
    const dead = new URL(await deadUrl());
    const proxy_from_environment = new ProxyEnvironment({
      HTTPS_PROXY: `http://ann:s3cret@${dead.host}`,
      NO_PROXY: 'b',
    });
    const answer = await ask({ url: 'https://prometheus.internal', proxy_from_environment });
    expect(answer).toMatchObject({
      sent: false,
      error: {
        message: `no connection to https://prometheus.internal/api through the proxy ${dead.host}: connection refused`,
        hint: expect.stringContaining('proxy'),
      },
    });
    expect(JSON.stringify(answer)).not.toContain('s3cret');
  });

  test('is not named for a server that is asked without it', async () => {
    const url = await deadUrl();
    expect(await ask({ url, proxy_url: 'http://proxy.internal:3128', no_proxy: '127.0.0.0/8' })).toMatchObject({
      error: { message: `no connection to ${url}/api: connection refused` },
    });
  });

  test('that is not there is named', async () => {
    const proxy_url = await deadUrl();
    expect(await ask({ url: 'http://prometheus.internal:9090', proxy_url })).toMatchObject({
      sent: false,
      error: {
        kind: 'unreachable',
        message: `no connection to http://prometheus.internal:9090/api through the proxy ${new URL(proxy_url).host}: connection refused`,
      },
    });
  });
});
