import { ACK_MARK, parseAckComment } from '../../src/room/acks/comment.ts';
import { type Millis, millis } from '../../src/units.ts';
import type { AckSilence } from './run.ts';

interface Listed {
  readonly id: string;
  readonly comment: string;
  readonly createdBy: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly updatedAt: string;
  readonly status: { readonly state: string };
  readonly matchers: readonly { readonly name: string; readonly value: string }[];
}

/** A silence that ran out was written last long before its end. */
const CUT_WITHIN_MS = 1000;

/** Every acknowledgement that the members know of, ended ones included; of several forms of one the newest. */
export async function readSilences(members: readonly string[]): Promise<readonly AckSilence[]> {
  const listed = await Promise.all(members.map(listedBy));
  const newest = new Map<string, Listed>();
  for (const silence of listed.flat())
    if ((newest.get(silence.id)?.updatedAt ?? '') < silence.updatedAt) newest.set(silence.id, silence);
  return [...newest.values()].flatMap(ackSilence);
}

async function listedBy(member: string): Promise<readonly Listed[]> {
  const response = await fetch(`${member}/api/v2/silences`);
  return (await response.json()) as Listed[];
}

function ackSilence(silence: Listed): readonly AckSilence[] {
  const { id, comment, createdBy, updatedAt, status, matchers } = silence;
  const ours = parseAckComment(comment, ACK_MARK);
  if (!ours) return [];
  const [from, to] = [at(silence.startsAt), at(silence.endsAt)];
  return [
    {
      silence: id,
      id: matchers.find(({ name }) => name === 'id')?.value ?? '',
      by: createdBy,
      // It may have been asked for before the alert fired anew, and have come after.
      of: millis(Math.min(from, ours.began ?? from)),
      from,
      to,
      cut: status.state === 'expired' && Math.abs(to - at(updatedAt)) < CUT_WITHIN_MS,
    },
  ];
}

const at = (text: string): Millis => millis(Date.parse(text));
