/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** `PORT` (on loopback), `HOST:PORT` or `[IPv6]:PORT`; null when it is none of them. */
export function parseListenAddress(text: string): ListenAddress | null {
  const [, bracketed, plain, digits] = /^(?:(?:\[([\da-fA-F:.]+)\]|([^\s:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  return port <= 65_535 ? { host: bracketed ?? plain ?? '127.0.0.1', port } : null;
}

/** Whether only this machine can reach it. */
export const isLoopback = ({ host }: ListenAddress): boolean => /^(127\.|::1$|localhost$)/.test(host);
