import { BINDINGS, type KeyContext, logBindings } from '../core/keymap.ts';

const SECTIONS: readonly (readonly [KeyContext, string, string])[] = [
  ['global', 'Everywhere', 'These work in every view, but not while a text is being typed.'],
  ['list', 'In panels and lists', ''],
  ['chart', 'In charts', 'In the details of a ring or a metric; there they come before the keys of the tape.'],
  ['logs', 'In the logs', 'What other keys do here is told, too; changing one changes it everywhere.'],
  ['tape', 'In the demo and in replays', ''],
];

const code = (key: string): string => `\`${key === '|' ? '\\|' : key}\``;

/** docs/keys.md, from the keymap. */
export function renderKeysMarkdown(): string {
  const sections = SECTIONS.map(([context, title, note]) => {
    const bindings = context === 'logs' ? logBindings(BINDINGS) : BINDINGS.filter((b) => b.context === context);
    const rows = bindings.map((b) => `| ${b.keys.map(code).join(' ')} | ${b.description} | ${code(b.action)} |`);
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
