/** For which bars a line is dressed. */
export const FORMATS = ['plain', 'tmux', 'starship', 'waybar'] as const;
export type LineFormat = (typeof FORMATS)[number];

/** What a line is where nothing else is asked for. */
export const STANDARD = { format: 'plain', every: '15s', staleAfter: '2m' } as const;
