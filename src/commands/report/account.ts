import { verifyChain } from '../../operations/journal/chain.ts';
import type { JournalArchive, RawLine } from '../../operations/journal/journal.ts';
import { decodeLine, type JournalLine } from '../../operations/journal/line.ts';
import type { RolloutFacts } from '../../reporting/rollout/build.ts';
import { say } from '../../text/say.ts';

type Account = Pick<RolloutFacts, 'lines' | 'chain'>;

/** Every line of the journal, and whether it stands as it was written. Never rejects. */
export async function readAccount(journal: JournalArchive): Promise<Account> {
  const lines: JournalLine[] = [];
  try {
    const head = await journal.head();
    const {
      begins,
      problems,
      head: last,
    } = await verifyChain(kept(journal.lines(), lines), head === undefined ? [] : [head]);
    const hash = last?.hash ?? null;
    const found = { problems: [...problems], head: hash };
    if (problems.length > 0)
      return {
        lines,
        chain: { ...found, state: 'changed', text: say`${problems.length} of its lines are not as written` },
      };
    if (begins === null)
      return { lines, chain: { ...found, state: 'unchained', text: say`none of its lines is chained` } };
    return { lines, chain: { ...found, state: 'whole', text: say`every line is as it was written` } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { lines: null, chain: { state: 'unknown', text: say`it cannot be read: ${why}`, problems: [], head: null } };
  }
}

/** Passes lines on and keeps what each says. */
async function* kept(raw: AsyncIterable<RawLine>, lines: JournalLine[]): AsyncGenerator<RawLine> {
  for await (const one of raw) {
    const line = decodeLine(one.bytes);
    if (line) lines.push(line);
    yield one;
  }
}
