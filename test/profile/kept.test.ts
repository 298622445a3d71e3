import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profilesFolder } from '../../src/assets.ts';
import { checkKeys } from '../../src/commands/shared/check-keys.ts';
import type { ProfileFile, ProfileRequest } from '../../src/profile/file.ts';
import { keepProfile, recallProfile, type Shelf } from '../../src/profile/kept.ts';
import { checkProfile } from '../../src/profile/load.ts';
import { shippedProfiles } from '../../src/profile/locate.ts';

const user = process.geteuid?.();
const LEAN = 'id: shop\nname: Shop\ndatasources: { prometheus: { url: "http://prom:9090" } }\n';

let shelf: Shelf;
beforeEach(() => {
  shelf = { folder: mkdtempSync(join(tmpdir(), 'ringdeck-kept-')), user, program: 'one' };
});
afterEach(() => rmSync(shelf.folder, { recursive: true }));

const file = (text: string): ProfileFile => ({ path: '/etc/ringdeck.yaml', bytes: Buffer.from(text) });
const asked = (fields: Partial<ProfileRequest> = {}): ProfileRequest => ({ cwd: '/', env: {}, ...fields });

/** Checks a profile and keeps it, as a start does that finds nothing kept. */
function start(text: string, request: ProfileRequest = asked()) {
  const checked = checkProfile(file(text), request, checkKeys);
  keepProfile(shelf, file(text), request, checked);
  return checked.parsed;
}
const recall = (text: string, request: ProfileRequest = asked()) => recallProfile(shelf, file(text), request);
const entries = () => readdirSync(shelf.folder).map((name) => join(shelf.folder, name));
const [SHIPPED = '']: string[] = shippedProfiles();

describe('a profile that is kept', () => {
  it.each(shippedProfiles())('gives for %s exactly what checking it gives', (id) => {
    const text = readFileSync(join(profilesFolder, `${id}.yaml`), 'utf8');
    const checked = start(text);
    expect(recall(text)).toStrictEqual(checked);
  });

  it('gives the same for any addresses and names, of whatever signs', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(word, fc.constant('__proto__')), word), fc.webUrl(), (where, url) => {
        const text = `${LEAN}alerts: { where: ${JSON.stringify(where)} }\n`;
        const request = asked({ prometheus: url, alertmanager: [url] });
        expect(recall(text, request)).toBeUndefined();
        const checked = start(text, request);
        expect(recall(text, request)).toStrictEqual(checked);
      }),
      { numRuns: 50 },
    );
  });

  it('is the profile of these bytes, this program and these addresses alone', () => {
    start(LEAN, asked({ prometheus: 'http://a:1' }));
    expect(recall(LEAN, asked({ prometheus: 'http://a:1' }))).toBeDefined();
    expect(recall(`${LEAN} `, asked({ prometheus: 'http://a:1' }))).toBeUndefined();
    for (const other of [{}, { prometheus: 'http://a:2' }, { loki: 'http://a:1' }, { alertmanager: ['http://a:1'] }])
      expect(recall(LEAN, asked(other))).toBeUndefined();
    expect(recall(LEAN, asked({ prometheus: 'http://a:1', env: { RINGDECK_LOKI_URL: 'http://l' } }))).toBeUndefined();
    const another = { ...shelf, program: 'two' };
    expect(recallProfile(another, file(LEAN), asked({ prometheus: 'http://a:1' }))).toBeUndefined();
  });

  it('is the same wherever it lies and ringdeck is started: its paths are as they are written', () => {
    const text = `${LEAN}ring_store: { file: rings.json }\n`;
    start(text);
    const found = recallProfile(shelf, { path: '/srv/x/p.yaml', bytes: Buffer.from(text) }, asked({ cwd: '/srv' }));
    expect(found?.plan.profile.ring_store?.file).toBe('rings.json');
  });

  it('counts as another where a variable that it names has another value, and no other variable matters', () => {
    const text = LEAN.replace('prom:9090', '${PLACE}:9090');
    start(text, asked({ env: { PLACE: 'here', OTHER: '1' } }));
    expect(
      recall(text, asked({ env: { PLACE: 'here', OTHER: '2' } }))?.plan.profile.datasources.prometheus[0].url,
    ).toBe('http://here:9090');
    for (const env of [{ PLACE: 'there' }, {}]) expect(recall(text, asked({ env }))).toBeUndefined();
  });

  it('is not kept where there is no folder to keep it in', () => {
    shelf = { ...shelf, folder: join(shelf.folder, 'none') };
    start(LEAN);
    expect(recall(LEAN)).toBeUndefined();
    shelf = { ...shelf, folder: join(shelf.folder, '..') };
  });

  it('makes room: of many the newest are kept, and nothing else lies beside them', () => {
    for (let i = 0; i < 40; i++) start(`${LEAN}environment: "${i}"\n`);
    expect(entries()).toHaveLength(32);
    expect(recall(`${LEAN}environment: "39"\n`)).toBeDefined();
    expect(entries().every((path) => path.endsWith('.plan') && (statSync(path).mode & 0o777) === 0o600)).toBe(true);
  });
});

describe('an entry that may not be taken', () => {
  const spoil: readonly (readonly [string, (path: string) => void])[] = [
    ['is cut', (path) => truncateSync(path, statSync(path).size - 1)],
    ['is empty', (path) => truncateSync(path, 0)],
    ['has a bit that is another', (path) => flip(path)],
    ['anybody may write to', (path) => chmodSync(path, 0o666)],
    ['its group may write to', (path) => chmodSync(path, 0o660)],
    ['is too large', (path) => truncateSync(path, 3 * 1024 * 1024)],
    ['is a link', (path) => relink(path)],
    ['is a folder', (path) => refolder(path)],
  ];

  it.each(spoil)('%s: the profile is checked again, without a word', (_, change) => {
    const checked = start(LEAN);
    for (const path of entries()) change(path);
    expect(recall(LEAN)).toBeUndefined();
    expect(checkProfile(file(LEAN), asked()).parsed).toStrictEqual(checked);
  });

  it.skipIf(user !== 0)("is another user's", () => {
    start(LEAN);
    for (const path of entries()) chownSync(path, 1, 1);
    expect(recall(LEAN)).toBeUndefined();
    expect(recallProfile({ ...shelf, user: 'anybody' }, file(LEAN), asked())).toBeDefined();
  });

  const flip = (path: string) => {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  const relink = (path: string) => {
    const bytes = readFileSync(path);
    rmSync(path);
    writeFileSync(`${path}.real`, bytes, { mode: 0o600 });
    symlinkSync(`${path}.real`, path);
  };
  const refolder = (path: string) => {
    rmSync(path);
    mkdirSync(path);
  };
});

describe('a profile that holds a secret', () => {
  const prometheus = (settings: string) =>
    `id: shop\nname: Shop\ndatasources: { prometheus: { url: "http://prom:9090", ${settings} } }\n`;
  it.each([
    prometheus('bearer_token: hush-hush'),
    prometheus('basic_auth: { username: u, password: hush-hush }'),
    prometheus('authorization: { credentials: hush-hush }'),
    prometheus('authorization: { credentials: "${TOKEN}" }'),
    prometheus('oauth2: { client_id: i, client_secret: hush-hush, token_url: "http://t" }'),
    prometheus(
      'oauth2: { client_id: i, client_secret_file: f, token_url: "http://t", endpoint_params: { a: hush-hush } }',
    ),
    prometheus('http_headers: { X-Key: { secrets: [hush-hush] } }'),
    prometheus('http_headers: { X-Key: { values: [hush-hush] } }'),
    prometheus('tls_config: { ca: hush-hush }'),
    prometheus('proxy_url: "http://u:hush-hush@proxy"'),
    prometheus('proxy_url: "http://proxy", proxy_connect_header: { A: [hush-hush] }'),
    prometheus('proxy_from_environment: true'),
    LEAN.replace('prom:9090', 'u:hush-hush@prom'),
    LEAN.replace('prom:9090', 'prom?key=hush-hush'),
    `${LEAN}ring_store: { etcd: { endpoints: ["http://e"], username: u, password: hush-hush } }\n`,
    `${LEAN}on_call: { primary: { url: "https://cal.example/hush-hush/basic.ics" } }\n`,
  ])('is never written: %s', (text) => {
    const request = asked({ env: { TOKEN: 'hush-hush', HTTP_PROXY: 'http://u:hush-hush@proxy' } });
    start(text, request);
    expect(entries()).toEqual([]);
    expect(recall(text, request)).toBeUndefined();
  });

  it.each([
    prometheus('bearer_token_file: /run/token'),
    prometheus('basic_auth: { username: u, password_file: f }, timeout: 3s'),
    prometheus('tls_config: { ca_file: ca.pem, server_name: prom, min_version: TLS12 }'),
    prometheus('http_headers: { X-Key: { files: [key] } }, proxy_url: "http://proxy:3128", no_proxy: "10.0.0.0/8"'),
    `${LEAN}ring_store: { etcd: { endpoints: ["http://e:2379"], username: u, password_file: f } }\n`,
    `${LEAN}on_call: { primary: { url_file: f }, backup: { file: b.ics } }\n`,
  ])('and one that names only where it lies is kept: %s', (text) => {
    const checked = start(text);
    expect(recall(text)).toStrictEqual(checked);
  });

  it('is not written either where another address takes the place of the one that holds it', () => {
    const text = LEAN.replace('prom:9090', 'u:${PASSWORD}@prom');
    start(text, asked({ prometheus: 'http://a:1', env: { PASSWORD: 'hush-hush' } }));
    expect(entries()).toEqual([]);
  });

  it('may hold it in a comment: of the text itself nothing is written', () => {
    start(
      `# old password: hush-hush\n${LEAN.replace('prom:9090', '${PLACE}:9090')}`,
      asked({ env: { PLACE: 'far-away' } }),
    );
    const written = entries().map((path) => readFileSync(path, 'latin1'));
    expect(written).toHaveLength(1);
    expect(written[0]).not.toContain('hush-hush');
  });

  it('is not written for an address with a password that was given beside it', () => {
    const text = readFileSync(join(profilesFolder, `${SHIPPED}.yaml`), 'utf8');
    start(text, asked({ prometheus: 'http://u:hush-hush@prom' }));
    expect(entries()).toEqual([]);
  });
});
