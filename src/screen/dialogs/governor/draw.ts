import type { Cost } from '../../../session/asked.ts';
import type { Scene } from '../../../session/session.ts';
import { formatMinute, formatValue, formatWhole } from '../../../text/format.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run, wrap } from '../../canvas/runs.ts';
import type { Load } from '../../core/load.ts';
import { spellText } from '../../core/spells.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';

/** What is drawn of. */
interface Governed {
  readonly scene: Scene;
  /** Absent where no screen runs. */
  readonly load: Load | undefined;
  readonly timeZone: string;
}

const NAMES = literals({
  written: 'to the terminal',
  frame: 'a frame takes',
  limit: 'limit',
  pace: 'changes',
  asked: 'a refresh asks',
  answered: 'and is given',
  memory: 'memory',
});

/** What the screen and its questions cost, and whether and why it goes slower. */
export function drawGovernor(input: DialogInput, { scene, load, timeZone }: Governed, scroll: number): DialogDrawing {
  const slower = load?.pacing.spells.filter(({ to }) => to === null) ?? [];
  const lines = load ? [...figures(load, scene, input.width), ...spells(load, input.width, timeZone)] : [];
  const end = Math.max(0, lines.length - input.height);
  const from = Math.min(scroll, end);
  return {
    title: safe('What the screen costs'),
    badge: [slower.length > 0 ? run('slower', 'warn') : run('at full speed', 'dim')],
    border: 'borderFocus',
    lines: load ? lines.slice(from, from + input.height) : [[run('No screen runs', 'dim')]],
    end,
  };
}

function figures({ pacing, memory }: Load, { costs = [] }: Scene, width: number): readonly Line[] {
  const { rates, limit, period } = pacing;
  const { heap, resident } = memory();
  const millis = rates.millisPerFrame;
  const table = columns(
    [
      { name: 'name', width: widest(Object.values(NAMES)), after: 2 },
      { name: 'value', width: 'flows', least: 10 },
    ],
    width,
  );
  const row = (name: keyof typeof NAMES, value: Safe): Line =>
    table.row({ name: run(NAMES[name], 'dim'), value: run(value) });
  const bytes = (value: number) => formatValue(Math.round(value), 'bytes');
  return [
    row('written', safe(`${bytes(rates.bytesPerSecond)}/s in ${formatValue(rates.framesPerSecond, 'count')} frames/s`)),
    row('frame', millis === null ? safe('nothing was drawn recently') : formatValue(millis / 1000, 'seconds')),
    row('limit', limit === null ? safe('none') : safe(`${bytes(limit)}/s`)),
    row('pace', safe(`at most every ${formatValue(period / 1000, 'seconds')}`)),
    ...(costs.length > 0
      ? [
          row('asked', safe(`${formatWhole(sum(costs, ({ requests }) => requests))} queries`)),
          row('answered', given(costs)),
        ]
      : [row('asked', safe('nobody'))]),
    row('memory', safe(`${bytes(heap)} of heap, ${bytes(resident)} resident`)),
  ];
}

const sum = (costs: readonly Cost[], of: (cost: Cost) => number) => costs.reduce((all, cost) => all + of(cost), 0);

function given(costs: readonly Cost[]): Safe {
  const samples = formatWhole(sum(costs, (cost) => cost.samples ?? 0));
  const [received, unpacked] = [sum(costs, (cost) => cost.received), sum(costs, (cost) => cost.unpacked)];
  return safe(`${samples} samples in ${formatValue(received, 'bytes')}, ${formatValue(unpacked, 'bytes')} unpacked`);
}

/** When it went slower, and why: the newest first. */
function spells({ pacing }: Load, width: number, timeZone: string): readonly Line[] {
  if (pacing.spells.length === 0) return [[], [run('It has never had to slow down.', 'dim')]];
  const told = pacing.spells.toReversed().flatMap((spell): readonly Line[] => {
    const at = formatMinute(spell.from, timeZone);
    return wrap(safe(`${at} slower: ${spellText(spell, timeZone)}`), width).map((text) => [
      run(text, spell.to === null ? 'warn' : 'dim'),
    ]);
  });
  return [[], ...told];
}
