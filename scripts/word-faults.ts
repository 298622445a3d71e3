/** A sentence of the product, and where it stands. */
export interface Said {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Words that no sentence may have, since nobody says so, and what to say instead. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bof late\b/i, 'recently'],
  [/\bfor ever\b/i, 'until it answers, or as long as needed'],
  [/\bnobody answers for\b/i, 'nobody has acknowledged'],
  [/\bspeaks? against\b/i, 'what is wrong, or why not'],
  [/\bwhat for\b/i, 'why'],
  [/\b(it )?still soaks\b/i, 'is still soaking'],
  [/\bno more than by chance\b/i, 'only by chance'],
  [/\bas often than\b/i, 'as often as'],
  [/×[\d.…]+ as often\b/i, '… times as often as'],
  [/against unknown\b|unknown against\b/i, 'name both versions: V2 unknown, V1 …'],
  [/\bstands? still\b/i, 'is paused'],
  [/\b(is|are) asked again\b/i, 'ringdeck asks again'],
  [/\bhad surely\b/i, 'certainly, or at least'],
  [/\bfires nowhere\b|\bnothing fires\b/i, 'is not firing'],
  [
    /(?<!there )\bis no (answer|list|number|boundary|journal|tape|regular expression|duration|time|URL|LogQL|query)\b(?! zone)/i,
    'is not a …',
  ],
  [/\ball the same\b/i, 'anyway, or still'],
  [/\bin spite of\b/i, 'anyway, or despite'],
  [/\bas it stands\b|\bas they stand\b|\bstands? as (it was )?written\b/i, 'unchanged, or as it was written'],
  [/\bgo(es)? on ringing\b|\bgoes on paging\b/i, 'keeps paging'],
];

/** Each word of a sentence that is on the list, with what to say instead. */
export const wordFaults = (
  sentences: readonly Said[],
): readonly (Omit<Said, 'text'> & { readonly message: string })[] =>
  sentences.flatMap(({ file, line, text }) =>
    WORDS.flatMap(([words, instead]) => {
      const found = words.exec(text)?.[0];
      return found === undefined ? [] : [{ file, line, message: `nobody says "${found}": say ${instead}` }];
    }),
  );
