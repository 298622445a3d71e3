import { Box } from 'ink';
import type { Safe } from '../../text/safe.ts';
import type { Rect } from './layout.ts';
import { Lines, useLook } from './lines.tsx';
import { cut, type Line, lineWidth, run, widthOf, within } from './runs.ts';
import type { Role } from './theme.ts';

/** Cells of a title that are left to it whatever stands beside it. */
const LEAST_TITLE = 8;

/** A border with a title at its left and a badge at its right, around lines. */
export function FrameBox(props: {
  readonly at: Rect;
  readonly title: Safe;
  readonly badge?: Line;
  readonly border: Role;
  readonly bold?: boolean;
  readonly lines: readonly Line[];
}) {
  const { at, title, badge = [], border, bold = false, lines } = props;
  const { theme, glyphs } = useLook();
  const { color } = theme.styles[border];
  if (at.width < 4 || at.height < 2) return null;
  const kept = lineWidth(badge.filter((part) => part.kept));
  const name = cut(` ${title} `, Math.max(LEAST_TITLE, at.width - 4 - (kept > 0 ? kept + 4 : 0)));
  const room = at.width - 6 - widthOf(name);
  const mark: Line = badge.length > 0 && room > 4 ? [run(' '), ...within(badge, room - 2), run(' ')] : [];
  const markWidth = lineWidth(mark);
  return (
    <>
      <Box
        position="absolute"
        left={at.x}
        top={at.y}
        width={at.width}
        height={at.height}
        borderStyle={glyphs.border}
        {...(color === undefined ? {} : { borderColor: color })}
      />
      <Lines
        at={{ x: at.x + 2, y: at.y, width: widthOf(name), height: 1 }}
        lines={[[run(name, border === 'border' ? 'title' : border, { bold: bold || border === 'border' })]]}
      />
      <Lines at={{ x: at.x + at.width - 2 - markWidth, y: at.y, width: markWidth, height: 1 }} lines={[mark]} />
      <Lines
        at={{ x: at.x + 1, y: at.y + 1, width: at.width - 2, height: at.height - 2 }}
        lines={lines.map(indented)}
      />
    </>
  );
}

const indented = (line: Line): Line => [run(' '), ...line];

/** Inside a border there is one empty cell at each side. */
export const insideOf = (at: Rect): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, at.width - 4),
  height: Math.max(0, at.height - 2),
});
