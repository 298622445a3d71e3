import type { RunbookAnswer } from '../../../session/runbooks.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { View } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import { readMarkdown } from '../../markdown/read.ts';
import type { RunbookText } from './state.ts';

/** The screen once it is known what is in a runbook's file, wherever that is in view. */
export function withRunbook(state: ScreenState, file: string, came: RunbookAnswer): ScreenState {
  const isAwaited = (view: View) => view.kind === 'runbook' && view.file === file && view.text.state === 'reading';
  if (!state.views.some(isAwaited)) return state;
  const text: RunbookText = came.ok
    ? { state: 'read', blocks: readMarkdown(came.text) }
    : { state: 'failed', why: sanitiseLine(came.why) };
  return {
    ...state,
    views: state.views.map((view) => (isAwaited(view) ? { ...view, text } : view)) as readonly View[],
  };
}
