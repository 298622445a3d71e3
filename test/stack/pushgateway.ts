import { requireProgram } from '../../stack/binaries.ts';
import { freePort } from '../../stack/ports.ts';
import { type RunningServer, runServer } from '../../stack/process.ts';

/** Starts a Pushgateway that keeps nothing on disk. */
export async function startPushgateway(): Promise<RunningServer> {
  const port = await freePort();
  return runServer({
    name: 'pushgateway',
    program: requireProgram('pushgateway'),
    port,
    readyPath: '/-/ready',
    prepare: async () => [`--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'],
  });
}
