/** Options every command understands. */
export interface GlobalOptions {
  readonly config?: string;
  readonly prometheus?: string;
  readonly loki?: string;
  readonly alertmanager?: readonly string[];
  readonly operator?: string;
  readonly readOnly?: boolean;
  readonly theme?: string;
  /** False with --no-color. */
  readonly color: boolean;
  readonly ascii?: boolean;
}

export interface FormatOptions extends GlobalOptions {
  readonly format: 'text' | 'json';
}
