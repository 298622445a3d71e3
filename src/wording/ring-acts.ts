import type { JournalAct } from '../room/journal.ts';
import { formatAge } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, type Seconds, secondsBetween } from '../units.ts';

/** What an operator typed with an act. */
interface Typed {
  readonly note?: string | undefined;
  readonly override?: string | undefined;
}

/** What became of an operator's wish about a ring, as it is told and as the journal keeps it. */
export const ringActText = {
  validated: (ring: string, askedBy: string | null, typed: Typed): Sentence =>
    say`${ring} is validated${askedBy === null ? '' : `, requested by ${askedBy}`}${typedText(typed)}`,
  asked: (ring: string, typed: Typed): Sentence => say`the validation of ${ring} is requested${typedText(typed)}`,
  withdrawn: (ring: string, typed: Typed): Sentence =>
    say`the request to validate ${ring} is withdrawn${typedText(typed)}`,
  revoked: (ring: string, typed: Typed): Sentence => say`the validation of ${ring} is revoked${typedText(typed)}`,
  notAsked: (ring: string): Sentence => say`no request is open for ${ring}`,
  notValidated: (ring: string): Sentence => say`${ring} is not validated`,
  outdated: (age: Seconds): Sentence => say`what is shown is ${formatAge(age)} old: refresh first`,
  unseen: (): Sentence => say`no data has arrived yet`,
} as const;

const typedText = ({ note, override }: Typed): string =>
  `${override ? `, overridden: ${override}` : ''}${note ? `: ${note}` : ''}`;

/** What follows a request, for whoever made it. */
export const awaitsAnother = (asked: Sentence): Sentence =>
  say`${asked}; another operator must confirm it within an hour`;

/** What an act on a ring has done to it. */
const DID = {
  validate: 'validated',
  revoke: 'revoked',
  request: 'requested the validation of',
  withdraw: 'withdrew the request for',
} as const satisfies Partial<Record<JournalAct, string>>;

/** What has become of a ring meanwhile, and by whom, where anybody knows. */
type News = { readonly ring: string } & (
  | { readonly by: string; readonly act: keyof typeof DID; readonly at: Millis }
  | { readonly by: null; readonly validated: boolean }
);

/** "bob revoked ring0 4s ago". */
export function newsText(news: News, now: Millis): Sentence {
  const { ring } = news;
  if (news.by === null) return say`${ring} was ${news.validated ? 'validated' : 'revoked'} outside ringdeck`;
  const age = secondsBetween(news.at, now);
  return say`${news.by} ${DID[news.act]} ${ring} ${age < 1 ? 'just now' : `${formatAge(age)} ago`}`;
}

/** An answer, with what has changed under the operator. */
export const withNewsText = (message: string, news: readonly News[], now: Millis): Sentence =>
  say`${message} (meanwhile ${news.map((one) => newsText(one, now)).join(', ')})`;

/** That Alertmanager could not be told of an act. */
export const untoldText = (why: string): Sentence => say`Alertmanager could not be told: ${why}`;

/** What was done, although something else was not. */
export const butText = (message: string, but: string): Sentence => say`${message}; but ${but}`;
