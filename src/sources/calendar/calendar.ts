import { stat } from 'node:fs/promises';
import { FileTooLong, readGiven, readPlain } from '../../bounded-file.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { readText } from '../../file-text.ts';
import type { CalendarSpec } from '../../profile/schema/on-call.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import { isSuccess } from '../answer.ts';
import { failed, type Outcome, type SourceError } from '../error.ts';
import { createHttpClient, type HttpClient } from '../http/http.ts';
import { redactError } from '../http/redact.ts';
import type { CalendarId, CalendarReading, CalendarSource } from './types.ts';

export interface CalendarOptions {
  /** For events without a zone. */
  readonly timeZone: string | undefined;
  /** Time between two readings. */
  readonly refresh: Seconds;
  readonly clock?: Clock;
}

/** How far a reading reaches: back for what has just ended, and on for who comes next, also of monthly shifts. */
const BACK: Seconds = seconds(2 * 86_400);
const AHEAD: Seconds = seconds(35 * 86_400);
/** Pause before a calendar that could not be read is tried again; it doubles up to `refresh`. */
const FIRST_PAUSE: Seconds = seconds(30);

/** A calendar of a profile: a file is read again when it changes, a feed now and then. */
export function createCalendar(id: CalendarId, spec: CalendarSpec, options: CalendarOptions): CalendarSource {
  const { timeZone, refresh, clock = systemClock } = options;
  const calendar = spec.file === undefined ? feed(spec, clock) : file(spec.file, spec.max_bytes);
  let last: { readonly at: Millis; readonly mark: string } | undefined;
  let failures = 0;
  let next = millis(Number.NEGATIVE_INFINITY);

  return {
    id,
    async poll(at, signal) {
      const mark = await calendar.mark();
      // A clock that was set back must not keep it from being read.
      const due = at >= next || (last !== undefined && at < last.at) || mark !== (last?.mark ?? mark);
      if (!due) return null;
      const content = await calendar.read(signal);
      const outcome = content.ok ? await readEvents(content.value, at, timeZone) : content;
      failures = outcome.ok ? 0 : failures + 1;
      last = { at, mark };
      next = addSeconds(at, outcome.ok ? refresh : seconds(Math.min(refresh, FIRST_PAUSE * 2 ** (failures - 1))));
      return outcome;
    },
    close: () => calendar.close(),
  };
}

/** The parser is loaded only where there is a calendar. */
async function readEvents(
  content: Uint8Array,
  at: Millis,
  timeZone: string | undefined,
): Promise<Outcome<CalendarReading>> {
  const { readCalendar } = await import('./icalendar.ts');
  return readCalendar(content, { from: addSeconds(at, seconds(-BACK)), to: addSeconds(at, AHEAD), timeZone });
}

interface Content {
  /** Another one when there is something new to read. */
  mark(): Promise<string>;
  read(signal: AbortSignal | undefined): Promise<Outcome<Uint8Array>>;
  close(): Promise<void>;
}

function file(path: string, maxBytes: number): Content {
  const cannot = (why: string) =>
    failed({ kind: 'unreachable', message: `the calendar ${path} cannot be read: ${why}` });
  return {
    mark: async () =>
      stat(path).then(
        ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
        () => 'none',
      ),
    async read() {
      try {
        return { ok: true, value: await readPlain(path, maxBytes) };
      } catch (error) {
        if (error instanceof FileTooLong) return cannot(`it has more than the ${maxBytes} bytes that max_bytes allows`);
        return cannot(error instanceof Error ? error.message : String(error));
      }
    },
    close: async () => {},
  };
}

/** Its address is a secret: whoever has it can read the calendar. */
function feed({ url, url_file, file: _, ...connection }: CalendarSpec, clock: Clock): Content {
  let client: { readonly address: string; readonly http: HttpClient } | undefined;

  const connect = async (): Promise<Outcome<{ readonly address: string; readonly http: HttpClient }>> => {
    const text = url ?? (await readAddress(url_file ?? ''));
    const address = (text ?? '').trim().replace(/^webcals?:/i, 'https:');
    if (!/^https?:/i.test(address) || !URL.canParse(address))
      return failed({ kind: 'unreachable', message: `${url_file ?? 'url'} holds no address of a calendar` });
    if (client?.address !== address) {
      await client?.http.close();
      client = { address, http: createHttpClient({ ...connection, url: address }, clock) };
    }
    return { ok: true, value: client };
  };

  return {
    mark: async () => '',
    async read(signal) {
      const connected = await connect();
      if (!connected.ok) return connected;
      const { address, http } = connected.value;
      const outcome = await http.request({ method: 'GET', path: '', signal, charset: 'latin1' });
      if (!outcome.ok) return failed(withoutAddress(outcome.error, address));
      if (isSuccess(outcome.value)) return { ok: true, value: Buffer.from(outcome.value.body, 'latin1') };
      const { status } = outcome.value;
      return failed({
        kind: status === 401 || status === 403 || status === 404 ? 'unauthorized' : 'server',
        message: `the calendar at ${new URL(address).origin} answered ${status}`,
        hint: 'Check its private address: it may have changed.',
        httpStatus: status,
      });
    },
    close: async () => client?.http.close(),
  };
}

/** In bytes. */
const LONGEST_ADDRESS = 64 * 1024;

const readAddress = (path: string): Promise<string | undefined> =>
  readGiven(path, LONGEST_ADDRESS).then(readText, () => undefined);

/** Leaves of every address in an error nothing but its server, and of the calendar's own not even a part elsewhere. */
export function withoutAddress(error: SourceError, address: string): SourceError {
  const { pathname, searchParams, username, password } = new URL(address);
  const parts = [address, ...pathname.split('/'), ...searchParams.values(), username, password];
  const bare = (text: string) => text.replace(/(https?:\/\/[^\s/?#]*)[/?#]\S*?(?=[:;,.]?(?:\s|$))/gi, '$1');
  const shown = { ...error, message: bare(error.message), ...(error.hint !== undefined && { hint: bare(error.hint) }) };
  return redactError(
    shown,
    parts.flatMap((part) => [part, decode(part)]),
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
