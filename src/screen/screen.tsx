import { Box } from 'ink';
import { useMemo } from 'react';
import type { Room } from '../room/shown.ts';
import type { LogsNow } from '../session/logs/scene.ts';
import type { Scene } from '../session/session.ts';
import { formatClock } from '../text/format.ts';
import { asksLine } from './bars/asks.ts';
import { flashRun } from './bars/flash.ts';
import { drawFooter } from './bars/footer.ts';
import { drawHeader, newestOf, statusWords } from './bars/header.ts';
import { drawHeadline } from './bars/headline.ts';
import type { Glyphs } from './canvas/glyphs.ts';
import type { Layout } from './canvas/layout.ts';
import { Lines, useLook } from './canvas/lines.tsx';
import { type Line, run } from './canvas/runs.ts';
import type { Keymap } from './core/keymap.ts';
import type { ScreenState } from './core/state.ts';
import { DialogView } from './dialog-view.tsx';
import { RoomView } from './room-view.tsx';

export interface ScreenProps {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly keymap: Keymap;
  readonly themes: readonly string[];
  readonly timeZone: string;
  readonly operator: string;
  readonly readOnly: boolean;
  readonly logs: LogsNow | null;
}

/** One picture of the room: a pure function of scene, state and size. */
export function Screen(props: ScreenProps) {
  const { scene, state, layout, keymap, timeZone, readOnly, operator } = props;
  const { room, playback } = scene;
  const { glyphs, unicode } = useLook();
  const { header, headline, footer } = layout;
  const headerLine = useMemo(
    () => drawHeader({ room, playback, glyphs, timeZone, readOnly, page: state.page, width: header.width }),
    [room, playback, glyphs, timeZone, readOnly, state.page, header.width],
  );
  const footerLine = drawFooter({
    state,
    room,
    playback,
    keymap,
    glyphs,
    unicode,
    readOnly,
    operator,
    drawn: layout.panels.map(({ panel }) => panel),
    width: footer.width,
  });
  const newest = newestOf(room, playback);
  const guarded =
    header.height > 0 ? stoodStill(room, newest, glyphs, timeZone) : statusWords(room, playback, glyphs, readOnly);
  const asks = readOnly ? [] : asksLine(room, operator, headline.width);
  const { flash } = state;
  const answer = footer.height === 0 && flash !== null ? [[run(' '), flashRun(flash, glyphs)]] : [];
  // Without a footer an answer stands below the headline, or in its place where nothing is wrong.
  const covered = layout.rows === 1 && (newest.state === 'ok' || newest.state === 'warn') && answer.length > 0;
  return (
    <Box width={layout.columns} height={layout.rows}>
      <Lines at={header} lines={[headerLine]} />
      <Lines
        at={headline}
        lines={covered ? answer : drawHeadline(newest, glyphs, headline.width, headline.height, [...guarded, ...asks])}
      />
      <Lines at={{ ...headline, y: 1, height: layout.rows > 1 ? answer.length : 0 }} lines={answer} />
      <RoomView
        scene={scene}
        state={state}
        layout={layout}
        timeZone={timeZone}
        operator={operator}
        logs={props.logs?.scene}
      />
      <Lines at={footer} lines={[footerLine]} />
      <DialogView {...props} />
    </Box>
  );
}

/** Before the headline, which is of now, of when the panels below it are, where they stand still. */
const stoodStill = (room: Room, newest: Room, glyphs: Glyphs, timeZone: string): Line =>
  room === newest
    ? []
    : [
        run(` ${glyphs.down} AS OF ${formatClock(room.at, timeZone)} `, 'warn', { bold: true, inverse: true }),
        run(' NOW'),
      ];

/** Before the first answer. */
export function Waiting({ layout }: { readonly layout: Layout }) {
  const { glyphs } = useLook();
  const line = [run(` ${glyphs.waiting} Asking the servers for the first time… `, 'dim'), run('q quit', 'dim')];
  return (
    <Box width={layout.columns} height={layout.rows}>
      <Lines at={{ x: 0, y: 0, width: layout.columns, height: Math.min(1, layout.rows) }} lines={[line]} />
    </Box>
  );
}
