import { parentPort } from 'node:worker_threads';
import { type FieldTask, playTask } from './task.ts';

parentPort?.on('message', async (task: FieldTask) => parentPort?.postMessage(await playTask(task)));
