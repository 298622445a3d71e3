import type { ProfileCheck } from '../../profile/parse.ts';
import { parseMatchers } from '../../room/silences/matcher-text.ts';

/** What only the room knows of a profile: whether the matchers of a panel of alerts are any. */
export const checkMatchers: ProfileCheck = ({ pages }) =>
  (pages ?? []).flatMap((page, i) =>
    (page.rows ?? []).flatMap((row, j) =>
      row.panels.flatMap((panel, k) => {
        if (typeof panel === 'string' || panel.type !== 'alerts') return [];
        return panel.matchers.flatMap((text, n) => {
          const parsed = parseMatchers(text);
          return parsed.ok
            ? []
            : [{ path: ['pages', i, 'rows', j, 'panels', k, 'matchers', n], message: parsed.message }];
        });
      }),
    ),
  );
