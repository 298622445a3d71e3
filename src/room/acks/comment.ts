import { parseDuration } from '../../profile/duration.ts';
import { type Millis, millis, type Seconds } from '../../units.ts';

/** What ringdeck writes into the comment of a silence that acknowledges one alert. */
export interface AckComment {
  readonly user: string;
  /** The alert's `ring` label; empty when it has none. */
  readonly ring: string;
  readonly fingerprint: string;
  /** 8 hex digits, by which a silence is found again when the answer to its creation was lost. */
  readonly nonce: string;
  /** Set when the operator chose how long: it is not extended then. In whole seconds. */
  readonly duration?: Seconds;
  /** When it was first made, in the server's clock and whole seconds; set when another silence took the place of the first. */
  readonly since?: Millis;
  /** Start of the incident it is for, as Alertmanager lists it; absent from those of earlier versions. */
  readonly began?: Millis;
  readonly note: string;
}

/** karma's mark of an acknowledgement; kthxbye extends silences that carry it. */
export const ACK_MARK = 'ACK!';
const OURS =
  /^ \[ringdeck\] user=(\S*) ring=(\S*) fp=([0-9a-f]*) nonce=([0-9a-f]{8})(?: for=(\d+s))?(?: since=(\S+))?(?: began=(\S+))?(?: – (.*))?$/s;

/** Whether a silence's comment makes it an acknowledgement, whoever wrote it. */
export const isAck = (comment: string, mark: string): boolean => comment.startsWith(mark);

export function formatAckComment(
  { user, ring, fingerprint, nonce, duration, since, began, note }: AckComment,
  mark: string,
): string {
  const words = [
    `${mark} [ringdeck] user=${word(user)} ring=${word(ring)} fp=${fingerprint} nonce=${nonce}`,
    ...(duration === undefined ? [] : [`for=${duration}s`]),
    ...(since === undefined ? [] : [`since=${new Date(since).toISOString()}`]),
    ...(began === undefined ? [] : [`began=${new Date(began).toISOString()}`]),
    ...(note === '' ? [] : [`– ${note}`]),
  ];
  return words.join(' ');
}

/** Null for a comment that ringdeck did not write. */
export function parseAckComment(comment: string, mark: string): AckComment | null {
  const found = isAck(comment, mark) ? OURS.exec(comment.slice(mark.length)) : null;
  if (!found) return null;
  const [, user = '', ring = '', fingerprint = '', nonce = '', length, start, incident, note = ''] = found;
  const duration = length === undefined ? null : parseDuration(length);
  const since = Date.parse(start ?? '');
  const began = Date.parse(incident ?? '');
  return {
    user: unword(user),
    ring: unword(ring),
    fingerprint,
    nonce,
    ...(duration !== null && { duration }),
    ...(Number.isFinite(since) && { since: millis(since) }),
    ...(Number.isFinite(began) && { began: millis(began) }),
    note,
  };
}

/** What somebody wrote beside the mark, whichever tool it was. */
export const noteOf = (comment: string, mark: string): string =>
  parseAckComment(comment, mark)?.note ?? comment.slice(mark.length).trim();

/** Only what would break the word apart is escaped, so that names stay readable. */
const word = (text: string): string => text.replace(/[\s%]/gu, encodeURIComponent);
const unword = (text: string): string =>
  text.replace(/(?:%[0-9A-F]{2})+/g, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
