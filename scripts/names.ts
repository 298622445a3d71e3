// Says where a name from outside could be taken for what every object inherits; "npm run check" ends with 1 when there is one.
import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import { nameFaults } from './name-faults.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const api = new API({ cwd: root });
try {
  const [project] = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] }).getProjects();
  if (!project) throw new Error('the compiler opened no project');
  const folders = ['src', 'stack', 'scripts', 'bench'].map((folder) => `${root}${folder}/`);
  for (const { file, line, message } of nameFaults(project, (path) => folders.some((one) => path.startsWith(one)))) {
    console.error(`${file.slice(root.length)}:${line}: ${message}`);
    process.exitCode = 1;
  }
} finally {
  api.close();
}
