import type { Datasource } from '../../profile/schema/http.ts';
import { type ProxySettings, proxiesOf } from './proxy.ts';
import { secretValue } from './secret.ts';

/** What identifies us to a server: headers for it alone, and the secrets in them that no message may show. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly secrets: readonly string[];
}

/** Header value of HTTP basic authentication. */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Reads all credentials but OAuth 2.0's, files included, as they are now. */
export async function readCredentials(datasource: Datasource): Promise<Credentials> {
  const headers = new Map<string, string | string[]>();
  const secrets: string[] = [];
  for (const [name, header] of Object.entries(datasource.http_headers)) {
    const fromFiles = await Promise.all(
      header.files.map((file) => secretValue(`http_headers.${name}`, undefined, file)),
    );
    headers.set(name.toLowerCase(), [...header.values, ...header.secrets, ...fromFiles]);
    secrets.push(...header.secrets, ...fromFiles);
  }
  const authorization = await readAuthorization(datasource);
  if (authorization) {
    headers.set('authorization', authorization.header);
    secrets.push(authorization.header, ...authorization.secrets);
  }
  secrets.push(...proxySecrets(datasource));
  return { headers: Object.fromEntries(headers), secrets };
}

/** What of the way through proxies no message may show. */
export const proxySecrets = (settings: ProxySettings): string[] => [
  ...proxiesOf(settings).flatMap(({ href }) => urlSecrets(href)),
  ...Object.values(settings.proxy_connect_header ?? {}).flat(),
];

/** The password in a URL, as it stands there and as it is sent. */
function urlSecrets(url: string): string[] {
  const { username, password } = new URL(url);
  if (password === '') return [];
  const plain = decodeURIComponent(password);
  return [password, plain, credentialsOf(basic(decodeURIComponent(username), plain))];
}

const credentialsOf = (header: string) => header.slice(header.indexOf(' ') + 1);

async function readAuthorization(datasource: Datasource) {
  const { url, basic_auth, authorization, oauth2, bearer_token, bearer_token_file } = datasource;
  if (basic_auth) {
    const user = await secretValue('username', basic_auth.username, basic_auth.username_file);
    const password = await secretValue('password', basic_auth.password, basic_auth.password_file);
    const header = basic(user, password);
    return { header, secrets: [password, credentialsOf(header)] };
  }
  if (authorization) {
    const value = await secretValue('credentials', authorization.credentials, authorization.credentials_file);
    return { header: `${authorization.type} ${value}`, secrets: [value] };
  }
  if (bearer_token !== undefined || bearer_token_file !== undefined) {
    const value = await secretValue('bearer_token', bearer_token, bearer_token_file);
    return { header: `Bearer ${value}`, secrets: [value] };
  }
  const { username, password } = new URL(url);
  if (oauth2 || (username === '' && password === '')) return undefined;
  const header = basic(decodeURIComponent(username), decodeURIComponent(password));
  return { header, secrets: urlSecrets(url) };
}
