import { type Heralds, tellNotices, titleOf } from '../../notices/tell.ts';
import type { NotifySpec } from '../../profile/schema/notify.ts';
import type { Glyphs } from '../../screen/canvas/glyphs.ts';
import { worstOf } from '../../screen/core/worst.ts';
import type { Latest } from '../../screen/latest.ts';
import { newestOf, type Session } from '../../session/session.ts';
import { notificationOf } from '../../terminal/notification.ts';
import type { TerminalVoice } from '../../terminal/voice.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { hookFailed } from '../../wording/notices.ts';
import type { World } from './world.ts';

type Shown = Pick<Session, 'scene' | 'subscribe'>;

/** Has the terminal called as the room stands, the worst of several. @returns how to end that */
export function tellTitle(sessions: readonly Shown[], voice: TerminalVoice, glyphs: Glyphs): () => void {
  const tell = () => {
    const scenes = sessions.flatMap((session) => session.scene() ?? []).filter(({ partial }) => !partial);
    const rooms = scenes.map(({ room, playback }) => ({ room: newestOf(room, playback), playback }));
    const worst = worstOf(rooms.map(({ room }) => room.state));
    const found = rooms.find(({ room }) => room.state === worst);
    if (found === undefined) return;
    const { room, playback } = found;
    const title = titleOf(room, glyphs[room.state]);
    voice.call(playback.kind === 'tape' ? safe(`${playback.label} ${title}`) : title);
  };
  const untold = sessions.map((session) => session.subscribe(tell));
  tell();
  return () => {
    for (const end of untold) end();
  };
}

/** What hears and says it, of a live room. */
export interface Telling {
  readonly spec: NotifySpec;
  readonly voice: TerminalVoice;
  /** Told at once what the program failed of that is to be run, since nobody may be told of anything else by it. */
  readonly failures: Pick<Latest<Safe>, 'tell'>;
}

/** Tells whoever has a live room open of what happens there, as its profile says. @returns how to end that */
export function tellLive(world: World, session: Shown, { spec, voice, failures }: Telling): () => void {
  const { env, folder, out } = world;
  const how = spec.sequence === 'auto' ? notificationOf(env) : spec.sequence;
  const { hook } = spec;
  let failed: Safe | null = null;
  const heralds: Heralds = {
    ring: () => voice.ring(),
    notify: (title, text) => voice.notify(title, text, how),
    ...(hook && {
      run: (notice) =>
        void import('../../notices/hook.ts')
          .then(({ runHook }) => runHook(hook, notice, { env, folder }))
          .then((why) => {
            if (why === null) return;
            failed = hookFailed(why);
            failures.tell(failed);
          }),
    }),
  };
  const end = tellNotices(session, spec, heralds);
  return () => {
    end();
    if (failed !== null) out.say(failed);
  };
}
