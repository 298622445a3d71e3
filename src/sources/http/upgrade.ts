import type { Duplex } from 'node:stream';
import type { Exchange, Exchanged } from './exchange.ts';

/** What an upgrade is refused with says why in a few words; more of it is of no use, in bytes. */
const LONGEST_REFUSAL = 64 * 1024;

export interface Upgraded {
  /** Open for both sides; an error on it is the caller's to hear. */
  readonly socket: Duplex;
  readonly headers: Readonly<Record<string, string>>;
}

const plain = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]));

/** Asks to go on in another protocol. Resolves to its connection or to the refusal; rejects with what undici throws. */
export function openUpgrade(
  { url, proxy, dispatcher, headers, signal }: Omit<Exchange, 'body' | 'maxBytes' | 'method'>,
  protocol: string,
): Promise<
  | { readonly upgraded: Upgraded; readonly refusal?: undefined }
  | { readonly upgraded?: undefined; readonly refusal: Exchanged }
> {
  return new Promise((resolve, reject) => {
    let abort = () => {};
    let status = 0;
    let answered: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = () => signal.removeEventListener('abort', abort);
    const refuse = () => {
      settle();
      resolve({ refusal: { url, proxy, status, headers: answered, body: Buffer.concat(chunks).toString('utf8') } });
    };
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        upgrade: protocol,
        headers: { 'user-agent': 'ringdeck', ...headers },
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          abort = () => controller.abort(new Error('given up'));
          if (signal.aborted) abort();
          else signal.addEventListener('abort', abort);
        },
        onRequestUpgrade(_controller, _status, received, socket) {
          settle();
          // Nobody listens until the caller does.
          socket.on('error', () => {});
          resolve({ upgraded: { socket, headers: plain(received) } });
        },
        onResponseStart(_controller, code, received) {
          status = code;
          answered = plain(received);
        },
        onResponseData(controller, chunk) {
          length += chunk.length;
          if (length <= LONGEST_REFUSAL) return void chunks.push(chunk);
          refuse();
          controller.abort(new Error('too long'));
        },
        onResponseEnd: refuse,
        onResponseError(_controller, error) {
          settle();
          reject(error);
        },
      },
    );
  });
}
