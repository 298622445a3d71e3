import type { NotifySpec } from '../profile/schema/notify.ts';
import type { Room } from '../room/shown.ts';
import { newestOf, type Session } from '../session/session.ts';
import type { Safe } from '../text/safe.ts';
import { brief } from '../wording/brief.ts';
import { noticeTitle, titleText, togetherNotice } from '../wording/notices.ts';
import type { Happening } from './happening.ts';
import type { HookNotice } from './hook.ts';
import { type Memory, noticesOf, ofTiers } from './notices.ts';

/** What is done to be heard. */
export interface Heralds {
  ring(): void;
  notify(title: Safe, text: Safe): void;
  /** Absent where no program is to be run. */
  readonly run?: (notice: HookNotice) => void;
}

/** Tells of what happens in a room while its session runs, once each, all of a moment as one. @returns how to end that */
export function tellNotices(
  session: Pick<Session, 'scene' | 'subscribe'>,
  spec: NotifySpec,
  heralds: Heralds,
): () => void {
  let memory: Memory | null = null;
  let looked: Room | undefined;
  return session.subscribe(() => {
    const scene = session.scene();
    // What is not known yet would pass for news once it is.
    if (!scene || scene.partial) return;
    const room = newestOf(scene.room, scene.playback);
    if (room === looked) return;
    looked = room;
    const { memory: next, news } = noticesOf(memory, room, spec);
    memory = next;
    if (news.length > 0) herald(news, room, spec, heralds);
  });
}

function herald(news: readonly Happening[], room: Room, spec: NotifySpec, heralds: Heralds): void {
  const title = noticeTitle(room.profile);
  if (ofTiers(news, spec.bell).length > 0) heralds.ring();
  const shown = ofTiers(news, spec.desktop);
  const [first] = shown;
  if (first !== undefined) heralds.notify(title, togetherNotice(first.text, shown.length - 1));
  const run = ofTiers(news, spec.hook?.tiers ?? []);
  const [gravest] = run;
  if (gravest === undefined) return;
  const { tier, kind } = gravest;
  const { name, environment } = room.profile;
  const events = run.map((one) => ({ kind: one.kind, tier: one.tier, text: one.text }));
  const text = togetherNotice(gravest.text, run.length - 1);
  heralds.run?.({ title, text, tier, kind, room: name, environment, events });
}

/** What a terminal is called that shows this room: its sign, its name in short, and what is wrong. */
export const titleOf = (room: Room, sign: Safe): Safe => titleText(sign, room.profile, brief(room));
