import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { requireProgram } from '../../stack/binaries.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What DevTools say: the answer to a message, or an event. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Fields;
  readonly result?: Fields;
  readonly error?: { readonly message: string };
}

/** A page in a real Chromium, by the DevTools protocol. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #socket: WebSocket;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #heard: Message[] = [];
  #session = '';
  #last = 0;

  private constructor(child: ChildProcess, socket: WebSocket, folder: string) {
    this.#child = child;
    this.#socket = socket;
    this.#folder = folder;
    socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as Message));
  }

  static async open(): Promise<Browser> {
    const folder = mkdtempSync(join(tmpdir(), 'ringdeck-chromium-'));
    const child = spawn(
      requireProgram('chromium'),
      // Of root, as in a container, it wants no sandbox; it opens nothing but what a test wrote.
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--remote-debugging-port=0',
        `--user-data-dir=${folder}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const socket = new WebSocket(await addressIn(child));
    await once(socket, 'open');
    const browser = new Browser(child, socket, folder);
    const { targetInfos } = (await browser.#send('Target.getTargets')) as {
      targetInfos: { targetId: string; type: string }[];
    };
    const page = targetInfos.find(({ type }) => type === 'page');
    const { sessionId } = await browser.#send('Target.attachToTarget', { targetId: page?.targetId, flatten: true });
    browser.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.#send(`${domain}.enable`);
    return browser;
  }

  /** Opens a file and resolves when all of it is there. */
  async visit(file: string): Promise<void> {
    this.#heard.length = 0;
    await this.#send('Page.navigate', { url: `file://${file}` });
    while (!this.#heard.some(({ method }) => method === 'Page.loadEventFired')) await once(this.#socket, 'message');
  }

  /** What the console, or Chromium itself, had to say against the page that is open. */
  get complaints(): readonly string[] {
    return this.#heard
      .filter(
        ({ method }) =>
          method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled',
      )
      .map(({ params }) => JSON.stringify(params));
  }

  /** Addresses that the page asked for. */
  get requests(): readonly string[] {
    return this.#heard
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => (params as { request: { url: string } }).request.url);
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result } = (await this.#send('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value: T };
    };
    return result.value;
  }

  /** How it is looked at: a window so wide, on a screen or on paper, in the light or in the dark. */
  async look({
    width,
    media = 'screen',
    scheme = 'light',
  }: {
    width: number;
    media?: 'screen' | 'print';
    scheme?: 'light' | 'dark';
  }): Promise<void> {
    // Paper has none, and what they cover is not seen.
    await this.#send('Emulation.setScrollbarsHidden', { hidden: true });
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await this.#send('Emulation.setEmulatedMedia', {
      media,
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  async picture(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(String(data), 'base64');
  }

  async pdf(): Promise<Buffer> {
    const { data } = await this.#send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.#send('Browser.close').catch(() => this.#child.kill());
    await ended;
    this.#socket.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #send(method: string, params: Fields = {}): Promise<Fields> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(
      JSON.stringify({
        id,
        method,
        params,
        ...(this.#session !== '' && !method.startsWith('Browser.') && { sessionId: this.#session }),
      }),
    );
    const { result = {}, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #hear(message: Message): void {
    if (message.id === undefined) this.#heard.push(message);
    else this.#waiting.get(message.id)?.(message);
  }
}

/** Where its DevTools listen, as it says on standard error. */
async function addressIn(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stderr ?? []) {
    said += String(chunk);
    const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`chromium ended: ${said}`);
}
