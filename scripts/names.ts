// Says where a name from outside could be taken for what every object inherits, where something is decided by a
// sentence, and where one has words that nobody says; "npm run check" ends with 1 when there is one.
import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import { nameFaults } from './name-faults.ts';
import { sentenceFaults } from './sentence-faults.ts';
import { sentencesOf } from './sentences.ts';
import { wordFaults } from './word-faults.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const api = new API({ cwd: root });
try {
  const [project] = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] }).getProjects();
  if (!project) throw new Error('the compiler opened no project');
  const within = (folders: readonly string[]) => (path: string) =>
    folders.some((folder) => path.startsWith(`${root}${folder}/`));
  // How words become sentences is the matter of src/wording alone.
  const isDeciding = (path: string) => within(['src'])(path) && !within(['src/wording'])(path);
  const faults = [
    ...nameFaults(project, within(['src', 'stack', 'scripts', 'bench'])),
    ...sentenceFaults(project, isDeciding),
    ...wordFaults(sentencesOf(project)),
  ];
  for (const { file, line, message } of faults) {
    console.error(`${file.slice(root.length)}:${line}: ${message}`);
    process.exitCode = 1;
  }
} finally {
  api.close();
}
