import type { Asked, Cost } from '../../../session/asked.ts';
import { formatValue } from '../../../text/format.ts';
import { literals, safe } from '../../../text/safe.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { cell, type Line, run, wrap } from '../../canvas/runs.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';

/** What was asked of the servers in the newest frame and how each answered, under what that cost them. */
export function drawAsked(
  input: DialogInput,
  asked: readonly Asked[],
  costs: readonly Cost[],
  scroll: number,
): DialogDrawing {
  const { glyphs, width, height } = input;
  const table = columns(
    [
      { name: 'state', width: 1, after: 1 },
      { name: 'source', width: 12, after: 1 },
      { name: 'what', width: 'flows', least: 10 },
    ],
    width,
  );
  const cost = costLines(costs, width);
  const answers = asked.flatMap((one): Line[] => {
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
  const lines = [...cost, ...answers];
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

/** What the newest refresh cost each server, and all of them. */
function costLines(costs: readonly Cost[], width: number): readonly Line[] {
  if (costs.length === 0) return [];
  const table = columns(
    [
      { name: 'source', width: widest([SOURCE, ...costs.map(({ source }) => source)], { least: 6 }), after: 1 },
      { name: 'requests', width: 9, align: 'right' },
      { name: 'samples', width: 10, align: 'right' },
      { name: 'received', width: 10, align: 'right' },
      { name: 'unpacked', width: 10, align: 'right', vanishes: true },
    ],
    width,
  );
  const rows = costs.length > 1 ? [...costs, sumOf(costs)] : costs;
  return [
    table.header({
      source: run(SOURCE),
      ...literals({ requests: 'requests', samples: 'samples', received: 'received', unpacked: 'unpacked' }),
    }),
    ...rows.map(({ source, requests, samples, received, unpacked }) =>
      table.row({
        source: run(source, 'dim'),
        requests: run(formatValue(requests, 'count')),
        samples: run(samples === null ? '' : formatValue(samples, 'count')),
        received: run(formatValue(received, 'bytes')),
        unpacked: run(formatValue(unpacked, 'bytes')),
      }),
    ),
    [],
  ];
}

const SOURCE = safe('last refresh');

const sumOf = (costs: readonly Cost[]): Cost => {
  const sum = (of: (cost: Cost) => number) => costs.reduce((all, cost) => all + of(cost), 0);
  return {
    source: safe('all'),
    requests: sum(({ requests }) => requests),
    samples: sum(({ samples }) => samples ?? 0),
    received: sum(({ received }) => received),
    unpacked: sum(({ unpacked }) => unpacked),
  };
};
