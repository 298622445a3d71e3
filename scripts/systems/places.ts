import { at, list, type Node, type Sources } from './sources.ts';

/** Finds what a place names; undefined where it is not. */
type Find = (sources: Sources, name: string) => Node;

const byId = (nodes: Node, id: string | undefined): Node => list(nodes).find((one) => at(one, 'id') === id);

const rules = (file: Node): readonly Node[] => list(at(file, 'groups')).flatMap((group) => list(at(group, 'rules')));

const panel: Find = ({ profile }, name) => {
  const [page, id] = name.split('/');
  const found = byId(at(profile, 'pages'), page);
  const panels = list(at(found, 'rows')).flatMap((row) => list(at(row, 'panels')));
  return [...panels, ...list(at(found, 'panels'))].find((one) => one === id || at(one, 'id') === id);
};

const report: Find = ({ profile }, name) => {
  const [kind = '', id] = name.split('/');
  const metric = byId(at(profile, 'reports', 'metrics'), id);
  const kinds = at(metric, 'in') ?? ['daily', 'weekly', 'monthly'];
  return list(kinds).includes(kind) ? metric : undefined;
};

const template: Find = ({ file, alertmanager }, name) => {
  const files = list(at(alertmanager, 'templates')).map((one) => file(String(one)) ?? '');
  const [, body] = files.join('\n').split(`{{ define "${name}" }}`);
  return body?.split('{{ define ')[0];
};

/** What a place can be, by the word it begins with. */
export const PLACES: ReadonlyMap<string, Find> = new Map<string, Find>([
  ['page', ({ profile }, id) => byId(at(profile, 'pages'), id)],
  ['panel', panel],
  [
    'infra',
    ({ profile }, name) => {
      const [group, id] = name.split('/');
      return byId(at(byId(at(profile, 'infra'), group), 'items'), id);
    },
  ],
  ['check', ({ profile }, id) => at(profile, 'checks', id)],
  ['comparison', ({ profile }, id) => byId(at(profile, 'comparison'), id)],
  ['ring', ({ profile }, id) => byId(at(profile, 'rings'), id)],
  ['alert', ({ alerting }, name) => rules(alerting).find((rule) => at(rule, 'alert') === name)],
  ['record', ({ recording }, name) => rules(recording).find((rule) => at(rule, 'record') === name)],
  ['tier', ({ profile }, id) => at(profile, 'alerts', 'tiers', id)],
  ['profile', ({ profile }, path) => at(profile, ...path.split('.'))],
  ['slo', ({ profile }, id) => byId(at(profile, 'slos'), id)],
  ['sla', ({ profile }, id) => byId(at(profile, 'slas'), id)],
  ['report', report],
  ['search', ({ profile }, id) => byId(at(profile, 'logs', 'saved'), id)],
  ['receiver', ({ alertmanager }, name) => list(at(alertmanager, 'receivers')).find((one) => at(one, 'name') === name)],
  ['routing', ({ alertmanager }, path) => at(alertmanager, ...path.split('.'))],
  ['template', template],
  ['runbook', ({ file }, name) => file(`runbooks/${name}.md`) ?? undefined],
]);

/** One field that a place has to hold. `column` and `legend` are of a panel's columns and queries. */
function fieldOf(node: Node, key: string, wanted: unknown): Node {
  if (key === 'column') return byId(at(node, 'columns'), String(wanted));
  if (key === 'legend') return list(at(node, 'queries')).find((one) => at(one, 'legend') === wanted);
  return at(node, key);
}

/** What is wrong with a place; null where it holds what is said of it. */
export function faultOf(sources: Sources, place: Readonly<Record<string, unknown>>): string | null {
  const [[kind = '', name] = [], ...wanted] = Object.entries(place);
  let node = PLACES.get(kind)?.(sources, String(name));
  if (node === undefined) return `there is no ${kind} ${name}`;
  for (const [key, value] of wanted) {
    if (key === 'says') {
      const text = typeof node === 'string' ? node : JSON.stringify(node);
      if (!text.includes(typeof node === 'string' ? String(value) : JSON.stringify(String(value)).slice(1, -1)))
        return `${kind} ${name} does not say ${JSON.stringify(value)}`;
      continue;
    }
    const field = fieldOf(node, key, value);
    if (key === 'column' || key === 'legend') {
      if (field === undefined) return `${kind} ${name} has no ${key} ${value}`;
      // What follows is said of it.
      node = field;
    } else if (JSON.stringify(field) !== JSON.stringify(value))
      return `${kind} ${name} has ${key} ${JSON.stringify(field)}, not ${JSON.stringify(value)}`;
  }
  return null;
}
