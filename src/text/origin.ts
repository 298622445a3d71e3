import { formatValue } from './format.ts';
import { graphemesOf, joined, type Safe, safe } from './safe.ts';
import { sanitiseLine } from './sanitise.ts';

/** Where an excess comes from, in parts of 1, the largest first. */
interface Origins {
  readonly pods: readonly { readonly pod: string; readonly part: number }[];
  readonly labels?: readonly {
    readonly label: string;
    readonly values: readonly { readonly value: string; readonly part: number }[];
    readonly mix: number;
  }[];
}

/** What supplies so much is named. */
const MOST = 0.5;
/** What reads as 100 % is all. */
const ALL = 0.995;
/** A name is cut to so many characters. */
const LONGEST = 40;

/** What supplies most of an excess: "only path /api/match, pod c1 supplies 90 %"; empty where nothing does. */
export function suppliersText({ pods: [pod], labels = [] }: Origins): Safe {
  const ofPod = pod && pod.part >= MOST ? [supplierText(safe('pod'), pod.pod, pod.part)] : [];
  const ofLabels = labels.flatMap(({ label, values: [value], mix }) => {
    const name = cut(label);
    if (mix >= MOST) return [safe(`another mix of ${name} makes ${formatValue(mix, 'ratio')}`)];
    if (!value || value.part < MOST) return [];
    return [supplierText(name, value.value, value.part)];
  });
  return joined([...ofLabels, ...ofPod], ', ');
}

const supplierText = (kind: Safe, name: string, part: number): Safe =>
  part < ALL ? safe(`${kind} ${cut(name)} supplies ${formatValue(part, 'ratio')}`) : safe(`only ${kind} ${cut(name)}`);

function cut(name: string): Safe {
  const whole = graphemesOf(sanitiseLine(name.slice(0, 10 * LONGEST)));
  return whole.length <= LONGEST ? joined(whole, '') : joined([...whole.slice(0, LONGEST - 1), safe('…')], '');
}
