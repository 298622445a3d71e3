import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Held {
  readonly socket: Socket;
  readonly from: string;
  /** What is being answered; null between two requests, and before the first. */
  request: IncomingMessage | null;
}

/**
 * The connections of one server, in bounded number, with room for one more at any time: who opens many and is slow makes
 * room, so that a scraper that comes and asks at once is always heard.
 */
export class Connections {
  readonly #most: number;
  /** In the order in which they were opened. */
  readonly #held = new Map<Socket, Held>();

  constructor(most: number) {
    this.#most = most;
  }

  add(socket: Socket): void {
    if (this.#held.size >= this.#most) this.#makeRoom();
    this.#held.set(socket, { socket, from: socket.remoteAddress ?? '', request: null });
    socket.once('close', () => this.#held.delete(socket));
  }

  /** A request has come on one of them. */
  hear(request: IncomingMessage, response: ServerResponse): void {
    const held = this.#held.get(request.socket);
    if (!held) return;
    held.request = request;
    response.once('close', () => {
      held.request = null;
    });
  }

  /** Closes one of whoever has most: the oldest that has not asked for anything yet, else the oldest that is answered. */
  #makeRoom(): void {
    const [most = []] = [...Map.groupBy(this.#held.values(), ({ from }) => from).values()].toSorted(
      (a, b) => b.length - a.length,
    );
    const victim = most.find(({ request }) => !request?.complete) ?? most[0];
    if (!victim) return;
    this.#held.delete(victim.socket);
    victim.socket.destroy();
  }
}
