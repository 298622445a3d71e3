import type { Asked } from '../../../session/asked.ts';
import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { blank, cell, type Line, run, wrap } from '../../canvas/runs.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';

const SOURCE = 12;

/** What was asked of the servers in the newest frame, and how each answered. */
export function drawAsked(input: DialogInput, asked: readonly Asked[], scroll: number): DialogDrawing {
  const { glyphs, width, height } = input;
  const lines = asked.flatMap((one): Line[] => {
    const latency = one.latency === null ? safe('') : formatValue(one.latency, 'seconds');
    const [first = safe(''), ...rest] = wrap(one.what, Math.max(10, width - SOURCE - 3));
    const indent = run(blank(SOURCE + 3));
    return [
      [
        run(`${one.ok ? glyphs.ok : glyphs.fail} `, one.ok ? 'ok' : 'fail'),
        run(`${cell(one.source, SOURCE)} `, 'dim'),
        run(first),
      ],
      ...rest.map((text): Line => [indent, run(text)]),
      [indent, run(cell(latency, 9), 'accent'), run(one.answer, one.ok ? 'dim' : 'fail')],
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
