import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { outdir, root } from './bundle.mjs';

/**
 * Has the first start of a user find what later ones would: code that Node has compiled, in dist/compiled, and the shipped
 * profiles checked, in dist/profiles. What is compiled is what runs, so the commands ask a server that answers something.
 */
export async function warmUp() {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const home = mkdtempSync(join(tmpdir(), 'ringdeck-build-'));
  const apart = mkdtempSync(join(home, 'shipped-'));
  const asked = ['-c', 'supersmartmatch', '--prometheus', url, '--alertmanager', url];
  const profiles = globSync('*.yaml', { cwd: join(root, 'profiles') }).map((name) => basename(name, '.yaml'));
  try {
    // The first to load a file decides what of it is compiled.
    await run(home, [...asked, 'snapshot', '--format', 'json']);
    for (const command of [['gate', 'canary'], ['alerts', 'list'], ['snapshot']])
      await run(home, [...asked, ...command]);
    for (const id of profiles) await run(apart, ['-c', id, 'oncall']);
    keepProfiles(join(apart, 'ringdeck', 'profiles'));
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What it answers or exits with matters to nobody. @param {string} cache @param {readonly string[]} args @returns {Promise<void>} */
const run = (cache, args) =>
  new Promise((resolve) => {
    const env = { XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache, HOME: cache };
    execFile(process.execPath, [join(root, 'bin', 'ringdeck.mjs'), ...args], { cwd: cache, env }, () => resolve());
  });

/** Everybody who runs the program reads them. @param {string} folder */
function keepProfiles(folder) {
  if (!existsSync(folder)) return;
  const kept = join(outdir, 'profiles');
  cpSync(folder, kept, { recursive: true });
  for (const name of readdirSync(kept)) chmodSync(join(kept, name), 0o644);
  chmodSync(kept, 0o755);
}

const CONFIGURATION = 'route: { receiver: all, group_by: [alertname], group_interval: 5m, repeat_interval: 4h }';

/** A Prometheus and an Alertmanager in one. @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function answer(request, response) {
  let body = '';
  for await (const part of request) body += part;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
  const now = Date.now() / 1000;
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify(dataOf(pathname, searchParams.get('query') ?? new URLSearchParams(body).get('query') ?? '', now)),
  );
}

/** @param {string} path @param {string} query @param {number} now */
function dataOf(path, query, now) {
  const at = new Date(now * 1000).toISOString();
  const labels = { alertname: 'V2ErrorSpike', severity: 'critical', alertstate: 'firing' };
  const metric = { job: 'api', instance: 'api-1', version: 'v2', status: '500', le: '+Inf', ...labels };
  const values = Array.from({ length: 20 }, (_, i) => [now - 100 + 5 * i, `${i}`]);
  const success = (/** @type {string} */ resultType, /** @type {unknown} */ result) => ({
    status: 'success',
    data: { resultType, result },
  });
  if (path.endsWith('/query_range')) return success('matrix', [{ metric, values }]);
  if (path.endsWith('/query'))
    return /\[\w+\]$/.test(query)
      ? success('matrix', [{ metric, values }])
      : success('vector', [{ metric, value: [now, '1'] }]);
  if (path.endsWith('/alerts'))
    return [
      {
        annotations: {},
        endsAt: at,
        fingerprint: '0123456789abcdef',
        receivers: [{ name: 'all' }],
        startsAt: at,
        updatedAt: at,
        labels,
        status: { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [] },
      },
    ];
  if (path.endsWith('/status'))
    return {
      cluster: { status: 'disabled' },
      uptime: at,
      versionInfo: { version: '0.27.0' },
      config: { original: CONFIGURATION },
    };
  return [];
}
