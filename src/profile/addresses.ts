import { suggestion } from './nearest.ts';

/** A server that queries are asked of, by its name. */
interface AtAddress {
  readonly id: string;
  readonly url: string;
}

/** An address with the id of the server whose it is: `eu=http://127.0.0.1:9090`. */
const NAMED = /^([A-Za-z][\w.-]*)=(.*)$/s;

/**
 * The servers of one source with the addresses given in place of their own; all else of them stays. Where there is none,
 * the address is that of a new one.
 * @param option that gave them, as errors name it @param label of the source
 * @param create a server at an address, of which nothing else is known @throws Error with one sentence for a wrong one
 * @throws Error with one sentence where it cannot be told which server is meant
 */
export function atAddresses<T extends AtAddress>(
  { option, label }: { readonly option: string; readonly label: string },
  known: readonly T[],
  given: readonly string[],
  create: (url: string) => T,
): readonly T[] {
  const ids = known.map(({ id }) => id);
  return given.reduce((servers, text) => {
    const [, id, address] = NAMED.exec(text) ?? [];
    if (id === undefined && known.length > 1)
      throw new Error(
        `The profile has several ${label} servers (${ids.join(', ')}): say which, as ${option} ${ids[0]}=http://127.0.0.1:9090.`,
      );
    if (id !== undefined && !ids.includes(id))
      throw new Error(`The profile has no ${label} server "${id}"${suggestion(id, ids)}`);
    const plain = create(address ?? text);
    if (servers.length === 0) return [plain];
    return servers.map((server) => (id === undefined || server.id === id ? { ...server, url: plain.url } : server));
  }, known);
}
