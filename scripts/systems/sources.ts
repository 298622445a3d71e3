import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { profilePath } from '../../stack/profiles.ts';

/** YAML as it was read: it is looked into, and what is not there is undefined. */
export type Node = string | number | boolean | null | undefined | readonly Node[] | { readonly [key: string]: Node };

/** The files of a shipped system. */
export interface Sources {
  readonly profile: Node;
  readonly recording: Node;
  readonly alerting: Node;
  readonly alertmanager: Node;
  /** The text of a file below the system's folder; null where there is none. */
  file(name: string): string | null;
}

export function readSources(system: string): Sources {
  const text = (name: string) => readFileSync(profilePath(name), 'utf8');
  const yaml = (name: string): Node => parse(text(name), { merge: true }) as Node;
  return {
    profile: yaml(`${system}.yaml`),
    recording: yaml(`${system}/recording.rules.yml`),
    alerting: yaml(`${system}/alerting.rules.yml`),
    alertmanager: yaml(`${system}/alertmanager.yml`),
    file: (name) => (existsSync(profilePath(`${system}/${name}`)) ? text(`${system}/${name}`) : null),
  };
}

/** What lies at the end of a path of keys, and of numbers in lists. */
export const at = (node: Node, ...path: readonly string[]): Node => path.reduce<Node>(inside, node);

function inside(node: Node, key: string): Node {
  if (isMap(node)) return Object.hasOwn(node, key) ? node[key] : undefined;
  return list(node)[Number(key)];
}

export const list = (node: Node): readonly Node[] => (Array.isArray(node) ? node : []);

const isMap = (node: Node): node is { readonly [key: string]: Node } =>
  typeof node === 'object' && node !== null && !Array.isArray(node);
