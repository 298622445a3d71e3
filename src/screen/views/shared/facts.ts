import { type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, type Run, run, type Tone, wrap } from '../../canvas/runs.ts';

/** How what is told looks; in the usual tone unless given. */
interface Told extends Pick<Run, 'href'> {
  readonly tone?: Tone;
}

/** What is known of a thing: names at the left, and beside each what there is to tell, over as many rows as it needs. */
export function factsOver(names: number, width: number) {
  const table = columns(
    [
      { name: 'name', width: names },
      { name: 'told', width: 'flows', least: 1 },
    ],
    width,
  );
  const rows = (name: Safe, told: readonly Safe[], { tone = 'text', ...style }: Told = {}): Line[] =>
    told.map((text, i) => table.row({ name: run(i === 0 ? name : '', 'dim'), told: run(text, tone, style) }));
  return {
    /** Cells for what is told. */
    width: table.widths.told,
    /** A fact that is broken into rows already. */
    rows,
    fact: <N extends string, V extends string>(name: SafeArgument<N>, value: SafeArgument<V>, told?: Told): Line[] =>
      rows(safe<N>(name), wrap<V>(value, table.widths.told), told),
  };
}
