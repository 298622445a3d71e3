import { parser } from '@grafana/lezer-logql';

export type Node = ReturnType<typeof parser.parse>['topNode'];

/** The tree of a query that the grammar knows. */
export const parseLogql = (query: string): Node => parser.parse(query).topNode;

/** The parts of a node, without comments and what stands for a missing sign. */
export const children = (node: Node): Node[] => {
  const list: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'LineComment' && !child.type.isError) list.push(child);
  return list;
};

/** The nodes of a kind, but for those inside of another of it. */
export const find = (node: Node, name: string): Node[] =>
  node.name === name ? [node] : children(node).flatMap((child) => find(child, name));
