// What bin/ringdeck becomes. Plain JavaScript that an older Node understands, so that it can tell that it is too old. Node's
// own modules are asked for by name: an import reads each of their properties, which loads half of Node.
const module = process.getBuiltinModule?.('node:module');

// The newest that is needed: the ring store's locks, without a flag. isModern in scripts/node.mjs knows the versions.
if (!module?.isBuiltin('node:sqlite')) {
  console.error(
    `ringdeck: it needs Node 22.13, 23.4 or newer, and this is ${process.version}. Run "npm run build" once.`,
  );
  process.exit(4);
}
// Node prints warnings as they are; the program tells of them itself.
process.removeAllListeners('warning');
// "npm start" keeps a channel open. When it is gone, killed perhaps, nobody waits for this process any more: it must not go
// on drawing over the shell.
const hangUp = () => process.kill(process.pid, 'SIGHUP');
if (process.send && !process.connected) hangUp();
process.once('disconnect', hangUp);
process.channel?.unref();

const { compileCache } = await import('./places.mjs');
const cache = compileCache(`${import.meta.dirname}/../dist`, process.env, process.geteuid?.());
if (cache !== null) module.enableCompileCache(cache);
await import(new URL('../dist/cli.js', import.meta.url).href);
