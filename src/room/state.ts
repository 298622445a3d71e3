/** One word for how something stands; `unknown` is never drawn as healthy. */
export type State = 'ok' | 'warn' | 'fail' | 'unknown';
