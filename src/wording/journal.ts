import type { JournalAct, JournalEntry } from '../room/journal.ts';
import { type Sentence, say } from '../text/say.ts';
import { ackActText, claimText } from './ack-acts.ts';
import { ringActText } from './ring-acts.ts';

const PLAIN = {};

/** How the journal's own sentences begin: what act and target say already. */
const SAID: Readonly<Record<JournalAct, (target: string, by: string) => Sentence>> = {
  acknowledge: (name) => ackActText.acknowledged({ name }, undefined, ''),
  unacknowledge: (name) => ackActText.takenBack({ name }, []),
  end: (name) => say`the acknowledgement of ${name}`,
  tell: (name) => say`receivers were told that ${name} is over`,
  claim: (name, by) => claimText.claimed({ name }, by, null, ''),
  release: (name, by) => claimText.released({ name }, by),
  validate: (ring) => ringActText.validated(ring, null, PLAIN),
  revoke: (ring) => ringActText.revoked(ring, PLAIN),
  request: (ring) => ringActText.asked(ring, PLAIN),
  withdraw: (ring) => ringActText.withdrawn(ring, PLAIN),
  announce: (ring) => say`${ring} is announced`,
};

/** What a line of the journal says beyond act and target: "ring0 is validated: by hand" says "by hand". */
export function remarkText({ act, target, by, detail, result }: JournalEntry): Sentence {
  const said = SAID[act](target, by);
  if (result !== 'done' || !detail.startsWith(said)) return say`${detail}`;
  return say`${detail.slice(said.length).replace(/^[:,] /, '')}`;
}
