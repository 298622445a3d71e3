import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile, lokiAlone } from '../../src/profile/load.ts';
import { shippedProfiles } from '../../src/profile/locate.ts';
import { withoutSecrets } from '../../src/profile/without-secrets.ts';

const PROFILE = `id: shop
name: Shop
datasources:
  prometheus: { url: "http://prom:9090", authorization: { credentials_file: token } }
  alertmanagers: [{ url: "http://am:9093", basic_auth: { username: u, password_file: /abs/pw } }]
ring_store: { file: deployment/rings.json }
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-load-'));
  writeFileSync(join(folder, 'ringdeck.yaml'), PROFILE);
  mkdirSync(join(folder, 'elsewhere'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (fields: Partial<Parameters<typeof loadProfile>[0]> = {}) =>
  loadProfile({ cwd: folder, env: {}, ...fields }).plan.profile;

describe('a Loki whose address is given', () => {
  test('needs no profile, and is waited for as long as it works on a query itself', () => {
    const empty = mkdtempSync(join(tmpdir(), 'ringdeck-load-'));
    const none = { cwd: empty, env: { XDG_CONFIG_HOME: empty } };
    const url = 'http://127.0.0.1:3100';
    expect(lokiAlone({ ...none, loki: url })).toMatchObject({ url, timeout: 60 });
    expect(lokiAlone({ cwd: empty, env: { ...none.env, RINGDECK_LOKI_URL: url } })).toMatchObject({ url });
    expect(lokiAlone(none)).toBeNull();
    expect(lokiAlone({ ...none, loki: url, config: 'supersmartmatch' })).toBeNull();
    expect(() => lokiAlone({ ...none, loki: 'ftp://x' })).toThrow('--loki expects the address of a server');
    writeFileSync(join(empty, 'ringdeck.yaml'), 'version: 1');
    expect(lokiAlone({ ...none, loki: url })).toBeNull();
    rmSync(empty, { recursive: true });
    const { plan } = loadProfile({ config: 'deployment-system', cwd: '/', env: {}, loki: url });
    expect([plan.profile.datasources.loki[0]?.timeout, plan.profile.datasources.prometheus[0].timeout]).toEqual([
      60, 10,
    ]);
  });
});

describe('the profile to use', () => {
  test('is ./ringdeck.yaml when none is named, or the one in the XDG folder', () => {
    expect(load().id).toBe('shop');
    mkdirSync(join(folder, 'xdg', 'ringdeck'), { recursive: true });
    writeFileSync(join(folder, 'xdg', 'ringdeck', 'ringdeck.yaml'), PROFILE.replace('id: shop', 'id: mine'));
    expect(load({ cwd: join(folder, 'elsewhere'), env: { XDG_CONFIG_HOME: join(folder, 'xdg') } }).id).toBe('mine');
  });

  test('is a shipped one by its id', () => {
    expect(shippedProfiles()).toEqual(expect.arrayContaining(['supersmartmatch', 'usb-video-vault']));
    expect(load({ config: 'usb-video-vault' }).id).toBe('usb-video-vault');
  });

  test('that does not exist is an error with the nearest name', () => {
    expect(() => load({ config: 'usb-video-valt' })).toThrow('did you mean "usb-video-vault"?');
    expect(() => load({ cwd: join(folder, 'elsewhere') })).toThrow('Name one with -c');
  });
});

test('files are found beside the profile, wherever ringdeck was started; a shipped profile has its own in the working folder', () => {
  const { datasources, ring_store } = load({ config: join(folder, 'ringdeck.yaml'), cwd: '/' });
  expect(datasources.prometheus[0].authorization?.credentials_file).toBe(join(folder, 'token'));
  expect(datasources.alertmanagers[0]?.basic_auth?.password_file).toBe('/abs/pw');
  expect(ring_store?.file).toBe(join(folder, 'deployment/rings.json'));
  expect(load({ config: 'usb-video-vault' }).ring_store?.file).toMatch(new RegExp(`^${folder}/`));
});

test('calendars are found beside the profile, their addresses in the environment, and neither goes with a tape', () => {
  const text = `${PROFILE}on_call:
  primary: { url: "\${ONCALL}", authorization: { credentials: hush }, timeout: 3s }
  backup: { file: backup.ics }
`;
  writeFileSync(join(folder, 'oncall.yaml'), text);
  const env = { ONCALL: 'https://cal.example/private-0a1b2c/basic.ics' };
  const { plan, document } = loadProfile({ cwd: '/', env, config: join(folder, 'oncall.yaml') });
  expect(plan.profile.on_call).toMatchObject({
    primary: { url: env.ONCALL },
    backup: { file: join(folder, 'backup.ics') },
  });
  expect(withoutSecrets(document)).toMatchObject({
    on_call: { primary: { url: 'https://unknown' }, backup: { file: 'backup.ics' } },
  });
  const plain = {
    datasources: {},
    on_call: { calendar: { url: `${env.ONCALL}?key=1`, bearer_token: 'hush' }, refresh: '1h' },
  };
  expect(withoutSecrets(plain)).toEqual({
    datasources: {},
    on_call: { calendar: { url: 'https://cal.example' }, refresh: '1h' },
  });
});

describe('a ring store in etcd', () => {
  const withStore = (store: string) => {
    const path = join(folder, 'etcd.yaml');
    writeFileSync(path, `${PROFILE.replace(/ring_store: .*/, `ring_store: ${store}`)}`);
    return () => load({ config: path, cwd: '/', env: { ETCD_PW: 's3cret' } });
  };

  test('has its files beside the profile and its secrets from the environment', () => {
    const at = 'endpoints: ["https://e:2379"], username: u';
    const { ring_store } = withStore(`{ etcd: { ${at}, password: "\${ETCD_PW}", tls_config: { ca_file: ca.pem } } }`)();
    expect(ring_store).toMatchObject({
      etcd: { prefix: '/ringdeck', timeout: 3, password: 's3cret', tls_config: { ca_file: join(folder, 'ca.pem') } },
    });
  });

  test.each([
    ['{ file: a.json, etcd: { endpoints: ["http://e:1"] } }', 'exactly one of file and etcd'],
    ['{}', 'exactly one of file and etcd'],
    ['{ etcd: { endpoints: [] } }', 'endpoints'],
    ['{ etcd: { endpoints: ["http://e:1"], prefix: "a b" } }', 'separated by slashes'],
  ])('is refused as %s', (store, words) => {
    expect(withStore(store)).toThrow(words);
  });
});

test('addresses from the command line replace those of the profile and keep how to speak to them', () => {
  const { datasources } = load({
    prometheus: 'http://other:1',
    alertmanager: ['http://a:1', 'http://b:2'],
    loki: 'http://l:3',
  });
  expect(datasources.prometheus[0]).toMatchObject({ url: 'http://other:1', authorization: {} });
  expect(datasources.alertmanagers.map(({ url }) => url)).toEqual(['http://a:1', 'http://b:2']);
  expect(datasources.alertmanagers[1]?.basic_auth?.username).toBe('u');
  expect(datasources.loki[0]).toMatchObject({ url: 'http://l:3' });
  expect(datasources.loki[0]?.authorization).toBeUndefined();
});

test('RINGDECK_LOKI_URL names a Loki', () => {
  expect(load({ env: { RINGDECK_LOKI_URL: 'http://l:3' } }).datasources.loki[0]?.url).toBe('http://l:3');
});

test('a tape gets the addresses of the servers and nothing else of them', () => {
  const document = {
    id: 'shop',
    ring_store: { etcd: { endpoints: ['https://e:2379'], password: 's3cret' } },
    datasources: {
      prometheus: { url: 'https://user:pw@prom:9090/base?token=x', basic_auth: { password: 's3cret' } },
      alertmanagers: [{ url: '${AM_URL}', http_headers: { X: { secrets: ['s3cret'] } } }],
    },
  };
  expect(withoutSecrets(document)).toEqual({
    id: 'shop',
    datasources: { prometheus: { url: 'https://prom:9090/base' }, alertmanagers: [{ url: 'http://unknown' }] },
  });
});

describe('a profile that was saved on Windows', () => {
  const NAMED = PROFILE.replace('name: Shop', 'name: Zürich').replaceAll('\n', '\r\n');
  const loadBytes = (content: Uint8Array) => {
    writeFileSync(join(folder, 'windows.yaml'), content);
    return load({ config: join(folder, 'windows.yaml') }).name;
  };

  test.each([
    ['UTF-8', Buffer.from(NAMED)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${NAMED}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${NAMED}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(NAMED, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${NAMED}`, 'utf16le').swap16()],
  ])('is read from %s', (_, content) => {
    expect(loadBytes(content)).toBe('Zürich');
  });

  test.each([
    ['Windows-1252', Buffer.from(NAMED, 'latin1')],
    ['code page 850', Buffer.from(NAMED.replace('ü', '\x81'), 'latin1')],
    ['UTF-16 with half a surrogate pair', Buffer.from(NAMED.replace('ü', '\uD800'), 'utf16le')],
  ])('is refused by line in %s', (_, content) => {
    expect(() => loadBytes(content)).toThrow('windows.yaml:2:8: a character in another encoding: save the profile as');
  });

  test('is refused in UTF-32', () => {
    expect(() => loadBytes(Buffer.from([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]))).toThrow('cannot be read: it is UTF-32');
  });
});
