import { own } from '../../own.ts';
import type { RunbooksSpec } from '../../profile/schema/runbooks.ts';
import { linkAddress } from '../../text/address.ts';

/** What of an alert names its runbook. */
interface Named {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A longer one is no path that anybody wrote. */
const LONGEST = 300;
const MARKDOWN = /\.(?:md|markdown)$/i;

/**
 * The Markdown file that an alert names as its runbook, relative to the profile; else, where the profile has a folder of
 * them, the one that is called as a label has it. Null where none is named. Names come from servers: whoever reads the
 * file sees to it that it lies where it may.
 */
export function runbookFile({ labels, annotations }: Named, runbooks: RunbooksSpec | null): string | null {
  const named = [annotations.runbook, annotations.runbook_url]
    .map((text) => text?.trim().replace(/#.*$/, ''))
    .find((text) => text !== undefined && isFile(text));
  if (named !== undefined) return named;
  const value = runbooks === null ? undefined : own(labels, runbooks.by);
  // A label that holds a path is not the name of a file.
  if (runbooks === null || !value || /[/\\]|^\./.test(value) || value.length > LONGEST) return null;
  return `${runbooks.folder.replace(/\/+$/, '')}/${value}.md`;
}

const isFile = (text: string): boolean =>
  MARKDOWN.test(text) && text.length <= LONGEST && linkAddress(text) === null && !text.includes('://');
