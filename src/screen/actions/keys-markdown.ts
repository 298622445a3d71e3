import { bindingsIn, CONTEXTS } from '../core/contexts.ts';
import type { KeyContext } from '../core/keymap.ts';
import { DEFAULT_KEYMAP } from './registry.ts';

const code = (key: string): string => `\`${key === '|' ? '\\|' : key}\``;

/** docs/keys.md, from the keymap. */
export function renderKeysMarkdown(): string {
  const sections = Object.entries(CONTEXTS).map(([context, { docs }]) => {
    const bindings = bindingsIn(context as KeyContext, DEFAULT_KEYMAP);
    const rows = bindings.map((b) => `| ${b.keys.map(code).join(' ')} | ${b.description} | ${code(b.action)} |`);
    const { title, note } = docs;
    return [`## ${title}`, '', ...(note ? [note, ''] : []), '| key | does | action |', '|---|---|---|', ...rows].join(
      '\n',
    );
  });
  return `# Keys

Generated from the keymap. Press \`?\` in ringdeck for the keys that work where you are.

${sections.join('\n\n')}

## Changing keys

\`keys\` in the profile maps an action to one key or several; they take the place of the default ones.

\`\`\`yaml
keys:
  acknowledge: K
  next-panel: [tab, u]
\`\`\`

A key is one character, \`ctrl-x\`, or one of \`esc tab shift-tab enter space up down left right pgup pgdn home end\`. An unknown action, a
key that is used twice, and a weighty act on anything but an upper-case letter are errors. \`esc\` always goes back and \`ctrl-c\` always quits.
`;
}
