/** What a piece of text is, not how it looks or where it stands. The four states have the names the room gives them. */
export const ROLES = [
  'text',
  'title',
  'dim',
  'ok',
  'warn',
  'fail',
  'unknown',
  'accent',
  'border',
  'borderFocus',
  'baseline',
  'candidate',
  'selection',
  'danger', // the production banner, and acts that cannot be taken back
] as const;
export type Role = (typeof ROLES)[number];

/** Props of Ink's `<Text>`. A colour that is not there is the terminal's own. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

export interface Theme {
  readonly name: string;
  readonly styles: Readonly<Record<Role, TextStyle>>;
}

/** One colour for each depth a terminal may have; a hue of the 16 may be `default`, the terminal's own. */
export interface GivenColor {
  readonly hex: string;
  readonly ansi256: number;
  readonly ansi16: string;
}

export interface GivenStyle {
  readonly color?: GivenColor | undefined;
  readonly background?: GivenColor | undefined;
  readonly bold?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly inverse?: boolean | undefined;
}

/** A theme as its file has it. */
export interface GivenTheme {
  readonly name: string;
  readonly ground?: { readonly kind: string; readonly from: string; readonly to: string } | undefined;
  readonly styles: Readonly<Record<Role, GivenStyle>>;
}
