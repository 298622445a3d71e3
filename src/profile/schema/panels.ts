/** The panels a page can hold. */
export const PANELS = ['rings', 'comparison', 'traffic', 'alerts', 'infra', 'journal'] as const;
export type PanelId = (typeof PANELS)[number];
