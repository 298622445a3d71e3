import type { Asked } from '../../../session/asked.ts';
import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { cell, type Line, run, wrap } from '../../canvas/runs.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';

/** What was asked of the servers in the newest frame, and how each answered. */
export function drawAsked(input: DialogInput, asked: readonly Asked[], scroll: number): DialogDrawing {
  const { glyphs, width, height } = input;
  const table = columns(
    [
      { name: 'state', width: 1, after: 1 },
      { name: 'source', width: 12, after: 1 },
      { name: 'what', width: 'flows', least: 10 },
    ],
    width,
  );
  const lines = asked.flatMap((one): Line[] => {
    const latency = one.latency === null ? safe('') : formatValue(one.latency, 'seconds');
    const [first = safe(''), ...rest] = wrap(one.what, table.widths.what);
    return [
      table.row({
        state: one.ok ? run(glyphs.ok, 'ok') : run(glyphs.fail, 'fail'),
        source: run(one.source, 'dim'),
        what: run(first),
      }),
      ...rest.map((text) => table.row({ what: run(text) })),
      table.row({ what: [run(cell(latency, 9), 'accent'), run(one.answer, one.ok ? 'dim' : 'fail')] }),
    ];
  });
  const end = Math.max(0, lines.length - height);
  const from = Math.min(scroll, end);
  const failed = asked.filter((one) => !one.ok).length;
  return {
    title: safe(`Asked ${asked.length}`),
    badge: [run(failed > 0 ? `${failed} failed` : 'all answered', failed > 0 ? 'fail' : 'dim')],
    border: 'borderFocus',
    lines: lines.length === 0 ? [[run('Nothing was asked yet', 'dim')]] : lines.slice(from, from + height),
    end,
  };
}
