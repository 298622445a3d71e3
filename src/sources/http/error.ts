import { own } from '../../own.ts';
import { type SourceError, SourceFailure } from '../error.ts';
import { quote } from '../text.ts';

/** The parts of a Node or undici error that tell what happened; an aggregate (several addresses) speaks by its first. */
function anatomy(thrown: unknown): { code: string; syscall: string; message: string } {
  const error = thrown instanceof AggregateError && thrown.errors.length > 0 ? thrown.errors[0] : thrown;
  if (!(error instanceof Error)) return { code: '', syscall: '', message: String(error) };
  const code = 'code' in error ? String(error.code) : '';
  const syscall = 'syscall' in error ? String(error.syscall) : '';
  return { code, syscall, message: error.message };
}

const CONNECT_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved now',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'no answer to the connection attempt',
  UND_ERR_CONNECT_TIMEOUT: 'no answer to the connection attempt',
};

/** OpenSSL's names for a certificate that was looked at and refused, before anything was sent. */
const CERTIFICATE =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;
const TLS = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/;

/** What OpenSSL says of an answer that is no TLS: a web page, an error of a proxy, another protocol. */
const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length too long|http request/i;

function withoutTls(address: string, proxy: string | undefined): SourceError {
  if (proxy === undefined)
    return {
      kind: 'tls',
      message: `TLS with ${address} failed: the server there does not speak TLS`,
      hint: 'Check the url: should it begin with http://?',
    };
  return {
    kind: 'tls',
    message: `TLS with ${address} failed: the proxy ${proxy} answers with something else, perhaps a web page of its own`,
    hint: 'Check proxy_url: the proxy may need a login, or http:// instead of https://.',
  };
}

/** Words for the proxy on the way to a server; none without. */
export const throughProxy = (proxy: string | undefined): string =>
  proxy === undefined ? '' : ` through the proxy ${proxy}`;

/** A proxy that did not let a request pass, by undici's words for it: our own aborts never come here. */
function proxyRefusal(code: string, message: string, address: string, proxy: string): SourceError | undefined {
  const status = /\((\d{3})\)/.exec(message)?.[1];
  const isUnknownUser = code === 'UND_ERR_INVALID_ARG' && status === '407';
  if (code === 'UND_ERR_ABORTED' || isUnknownUser) {
    const answer = status === undefined ? quote(message) : `it answered ${status}`;
    return {
      kind: status === '407' ? 'unauthorized' : 'unreachable',
      message: `the proxy ${proxy} did not connect to ${address}: ${answer}`,
      hint: 'Check proxy_url, and the user and password in it.',
    };
  }
  if (code !== 'UND_ERR_PRX_TLS' && code !== 'UND_ERR_PRX_CONN') return undefined;
  const kind = code === 'UND_ERR_PRX_TLS' ? 'tls' : 'unreachable';
  const hint =
    kind === 'tls' ? 'The certificate is not for the name in proxy_url.' : 'Check that the proxy runs, and proxy_url.';
  return { kind, message: `no connection to ${address}: the proxy ${proxy} failed: ${quote(message)}`, hint };
}

/**
 * Turns what a request threw into a typed error, and says whether the server can have seen the request: when in doubt
 * it can. `address` is the server's as messages show it, `proxy` the host of the one on the way.
 */
export function toFailure(thrown: unknown, address: string, proxy?: string): SourceFailure {
  const { code, syscall, message } = anatomy(thrown);
  const failure = (error: SourceError, sent: boolean) => new SourceFailure(error, sent);
  const where = address + throughProxy(proxy);
  const refusal = proxy === undefined ? undefined : proxyRefusal(code, message, address, proxy);
  if (refusal) return failure(refusal, false);
  if (CERTIFICATE.test(code)) {
    const hint =
      code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'The certificate is for another name: set tls_config.server_name, or the url, to a name it carries.'
        : 'Set tls_config.ca_file to the authority that signed it.';
    return failure({ kind: 'tls', message: `the certificate of ${where} is refused: ${quote(message)}`, hint }, false);
  }
  if (TLS.test(code) && NO_TLS.test(`${code} ${message}`)) return failure(withoutTls(address, proxy), true);
  if (TLS.test(code))
    return failure(
      {
        kind: 'tls',
        message: `TLS with ${where} failed: ${quote(message)}`,
        hint: 'Check that the server speaks TLS there, and whether it needs a client certificate (tls_config).',
      },
      true,
    );
  const beforeConnect = syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
  if (beforeConnect)
    return failure(
      {
        kind: 'unreachable',
        message: `no connection to ${where}: ${own(CONNECT_WORDS, code) ?? quote(message)}`,
        hint:
          proxy === undefined
            ? 'Check that the server runs and that the url is right.'
            : 'Check that the proxy runs, and proxy_url.',
      },
      false,
    );
  if (code === 'UND_ERR_INVALID_ARG')
    return failure(
      {
        kind: 'unauthorized',
        message: `${where} cannot be asked: ${quote(message)}`,
        hint: 'Check credentials and header values for line breaks or other forbidden characters.',
      },
      false,
    );
  return failure(
    {
      kind: 'unreachable',
      message: `the connection to ${where} broke: ${quote(message)}`,
      hint: 'Check whether the server restarted or a proxy cuts long connections.',
    },
    true,
  );
}
