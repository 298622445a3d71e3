/** What ringdeck writes into the comment of a silence that acknowledges one alert. */
export interface AckComment {
  readonly user: string;
  /** The alert's `ring` label; empty when it has none. */
  readonly ring: string;
  readonly fingerprint: string;
  /** 8 hex digits, by which a silence is found again when the answer to its creation was lost. */
  readonly nonce: string;
  readonly note: string;
}

/** karma's mark of an acknowledgement; kthxbye extends silences that carry it. */
const MARK = 'ACK!';
const OURS = /^ACK! \[ringdeck\] user=(\S*) ring=(\S*) fp=([0-9a-f]*) nonce=([0-9a-f]{8})(?: – (.*))?$/s;

/** Whether a silence's comment makes it an acknowledgement, whoever wrote it. */
export const isAck = (comment: string): boolean => comment.startsWith(MARK);

export function formatAckComment({ user, ring, fingerprint, nonce, note }: AckComment): string {
  const head = `${MARK} [ringdeck] user=${word(user)} ring=${word(ring)} fp=${fingerprint} nonce=${nonce}`;
  return note === '' ? head : `${head} – ${note}`;
}

/** Null for a comment that ringdeck did not write. */
export function parseAckComment(comment: string): AckComment | null {
  const [found, user = '', ring = '', fingerprint = '', nonce = '', note = ''] = OURS.exec(comment) ?? [];
  return found === undefined ? null : { user: unword(user), ring: unword(ring), fingerprint, nonce, note };
}

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
