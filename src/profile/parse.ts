import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { own } from '../own.ts';
import { EnvironmentFault, fillEnvironment } from './environment.ts';
import { isRecord, knownKeys } from './json-schema.ts';
import { typeMistake, unionMistake, yamlMistake } from './mistake-words.ts';
import { suggestion } from './nearest.ts';
import { buildPlan, type Plan, PlanError } from './plan/plan.ts';
import { formatPath, type Problem, ProfileError } from './problem.ts';
import { unsupportedKey } from './schema/http.ts';
import { type Profile, profileSchema } from './schema/profile.ts';
import { doubtsOf } from './yaml-doubts.ts';

/** A mistake only another part of ringdeck can find, e.g. a key the screen does not know. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
export type ProfileCheck = (profile: Profile) => readonly Mistake[];

export interface ParsedProfile {
  readonly plan: Plan;
  /** The profile as the file holds it, before defaults and environment. */
  readonly document: unknown;
  /** Names of the environment variables in it. */
  readonly variables: readonly string[];
}

/** A profile that was checked, and whether anything in it or in what it was given beside must not lie about. */
export interface CheckedProfile {
  readonly parsed: ParsedProfile;
  readonly holdsSecret: boolean;
}

/** Mistakes that are told: each is looked for in the text, and nobody mends more at once. */
const MOST = 50;

/**
 * Reads a profile's text into a plan.
 * @param file how error messages name it
 * @param env for `${NAME}` in the datasources
 * @param check finds what the schema cannot know
 * @throws ProfileError with every mistake found, each with line, column, what was expected and the nearest valid name
 */
export function parseProfile(
  text: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  check: ProfileCheck = () => [],
): ParsedProfile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problemAt = (path: readonly PropertyKey[], message: string, key = false): Problem => ({
    ...at(offsetOf(document, path, key)),
    path: formatPath(path),
    message,
  });

  const all = <T>(mistakes: readonly T[], toProblem: (mistake: T) => Problem) =>
    new ProfileError(mistakes.slice(0, MOST).map(toProblem), mistakes.length - MOST);

  if (document.errors.length > 0) {
    throw all(document.errors, (e) => ({ ...at(e.pos[0]), path: '', message: yamlMistake(e, text) }));
  }
  // What is a name is no number, and so in no doubt.
  keepNames(document);
  const doubts = doubtsOf(document, text);
  if (doubts.length > 0) throw all(doubts, ({ offset, message }) => ({ ...at(offset), path: '', message }));
  const source = readDocument(document, (message) => new ProfileError([problemAt([], message)]));
  const used = new Set<string>();
  try {
    const parsed = profileSchema.safeParse(fillEnvironment(source, env, used), {
      reportInput: true,
    });
    if (!parsed.success) {
      throw all(parsed.error.issues.flatMap(explain), (e) => problemAt(e.path, e.message, e.key));
    }
    const mistakes = check(parsed.data);
    if (mistakes.length > 0) throw all(mistakes, ({ path, message }) => problemAt(path, message));
    return { plan: buildPlan(parsed.data), document: source, variables: [...used] };
  } catch (error) {
    if (error instanceof RangeError) throw new ProfileError([problemAt([], 'an anchor refers to itself')]);
    if (error instanceof PlanError || error instanceof EnvironmentFault) {
      throw new ProfileError([problemAt(error.path, error.message)]);
    }
    throw error;
  }
}

/** What YAML takes for a number or a truth, written where a name stands: a version 1.10, a ring 01 or a check 0x10. */
function keepNames(document: Document): void {
  const keep = (node: unknown) => {
    if (isScalar(node) && typeof node.value !== 'string' && node.source) node.value = node.source;
  };
  visit(document, {
    Pair(_, { key, value }) {
      keep(key);
      const name = isScalar(key) ? key.value : null;
      if (name === 'id' || name === 'server') keep(value);
      if ((name === 'after' || name === 'checks' || name === 'servers') && isSeq(value))
        for (const item of value.items) keep(item);
      if (name === 'variables' && isMap(value)) for (const item of value.items) keep(item.value);
    },
  });
}

/** Anchors that stand inside themselves, or multiply without end, are found only when they are followed. */
function readDocument(document: Document, problem: (message: string) => ProfileError): unknown {
  try {
    const source: unknown = document.toJS({ maxAliasCount: 100 });
    if (typeof source === 'object' && source !== null && !Array.isArray(source)) return source;
  } catch (error) {
    throw problem(`its anchors cannot be resolved: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw problem('not a profile: expected keys such as id, name and datasources');
}

interface Explained {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The mistake is the key itself, not its value. */
  readonly key?: boolean;
}

function explain(issue: z.core.$ZodIssue): Explained[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(path);
      // Where there are several kinds of something, a key of another kind is no slip of the pen.
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: unsupportedKey(key) ?? `unknown key "${key}"${known.includes(key) ? '' : suggestion(key, known)}`,
        key: true,
      }));
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const given = typeof issue.input === 'string' ? issue.input : '';
      return [{ path, message: `expected one of ${values.join(', ')}${given ? suggestion(given, values) : ''}` }];
    }
    case 'invalid_type':
      return [{ path, message: typeMistake(issue.message) }];
    case 'invalid_key':
      return [{ path, message: issue.issues.map((e) => e.message).join('; '), key: true }];
    case 'too_big':
      return [{ path, message: `expected at most ${issue.maximum}` }];
    case 'too_small':
      return [{ path, message: 'expected at least one' }];
    case 'invalid_format':
      return [
        { path, message: issue.format === 'url' ? 'expected a URL such as http://127.0.0.1:9090' : issue.message },
      ];
    case 'invalid_union': {
      const unknown = unknownKind(issue);
      if (unknown) return [unknown];
      const inside = mistakesInside(issue);
      if (inside) return inside.flatMap(explain);
      return [{ path, message: unionMistake(issue.errors.flat().map(({ message }) => message)) }];
    }
    case 'custom': {
      const { given, candidates } = (issue.params ?? {}) as { given?: string; candidates?: string[] };
      return [
        { path, message: issue.message + (given !== undefined && candidates ? suggestion(given, candidates) : '') },
      ];
    }
    default:
      return [{ path, message: issue.message }];
  }
}

/** A kind that there is none of, or none at all; null where the kind is known. */
function unknownKind({ path, input, ...issue }: z.core.$ZodIssueInvalidUnion): Explained | null {
  const { discriminator, options = [] } = issue as { discriminator?: string; options?: unknown[] };
  if (discriminator === undefined) return null;
  const kinds = options.map(String);
  const given = isRecord(input) ? own(input, discriminator) : undefined;
  return {
    path: given === undefined ? path.slice(0, -1) : path,
    message: `expected ${discriminator} to be one of ${kinds.join(', ')}${typeof given === 'string' ? suggestion(given, kinds) : ''}`,
  };
}

/** What is wrong inside a value that is one of several kinds, where it is plain which of them it was to be; null where it is not. */
function mistakesInside({ path, input, errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | null {
  const isOther = ({ code, path: at }: z.core.$ZodIssue) =>
    at.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && typeof input !== 'string'));
  const candidates = errors.filter((found) => !found.some(isOther));
  // Of several forms of an object it was to be the one that knows most of its keys.
  const unknownIn = (faults: readonly z.core.$ZodIssue[]) =>
    faults.reduce((sum, fault) => sum + (fault.code === 'unrecognized_keys' ? fault.keys.length : 0), 0);
  const [meant] = candidates.toSorted((a, b) => unknownIn(a) - unknownIn(b) || a.length - b.length);
  const isPlain = candidates.length === 1 || isRecord(input);
  return meant && isPlain ? meant.map((one) => ({ ...one, path: [...path, ...one.path] })) : null;
}

/** Offset of the node at a path, or of its nearest ancestor that exists; of the key itself when `key` is set. */
function offsetOf(document: Document, path: readonly PropertyKey[], key: boolean): number {
  if (key) {
    const parent = document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((p) => isPair(p) && isScalar(p.key) && p.key.value === path.at(-1))
      : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
