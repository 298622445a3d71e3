/** What is looked for in the logs. */
export interface LogFilterDialog {
  readonly text: string;
}
