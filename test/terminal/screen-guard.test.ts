import { EventEmitter } from 'node:events';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GuardedProcess, ScreenGuard } from '../../src/terminal/screen-guard.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

class FakeProcess extends EventEmitter implements GuardedProcess {
  readonly killed: [number, string][] = [];
  readonly exits: number[] = [];

  kill(pid: number, signal: string): void {
    this.killed.push([pid, signal]);
  }

  exit(code: number): void {
    this.exits.push(code);
  }
}

function setUp() {
  const calls: string[] = [];
  const fake = new FakeProcess();
  const stdin = {
    isRaw: true,
    setRawMode(raw: boolean) {
      this.isRaw = raw;
      calls.push(raw ? 'raw' : 'cooked');
    },
  };
  const written: string[] = [];
  const guard = new ScreenGuard({
    process: fake,
    stdin,
    stdout: { write: (bytes) => written.push(bytes) },
    painter: { hold: () => calls.push('hold'), release: () => calls.push('release') },
    report: (error) => calls.push(`report ${String(error)}`),
    farewell: () => calls.push('farewell'),
  });
  return { guard, fake, stdin, calls, take: () => written.splice(0).join('') };
}

describe('the terminal', () => {
  it('is taken for a full screen, and given back as it was', async () => {
    const { guard, fake, stdin, take } = setUp();
    const terminal = new VirtualTerminal(20, 3);
    await terminal.write('$ ringdeck');
    guard.enter();
    await terminal.write(take());
    expect(terminal.alternate).toBe(true);
    expect(terminal.lines()).toEqual(['', '', '']);
    guard.leave();
    const bytes = take();
    await terminal.write(bytes);
    expect(terminal.alternate).toBe(false);
    expect(terminal.lines()[0]).toBe('$ ringdeck');
    expect(stdin.isRaw).toBe(false);
    for (const mode of ['?25h', '?7h', '?2004l', '?1003l', '?2026l']) expect(bytes).toContain(mode);
    expect(fake.eventNames()).toEqual([]);
  });

  it('is given back once, however often that is asked for', () => {
    const { guard, take } = setUp();
    guard.enter();
    guard.leave();
    take();
    guard.leave();
    expect(take()).toBe('');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('is given back at %s, and the exit code is %d', (signal, code) => {
    const { guard, fake, take, stdin, calls } = setUp();
    guard.enter();
    take();
    fake.emit(signal, signal);
    expect(take()).toContain('?1049l');
    expect(calls).toEqual(['raw', 'hold', 'cooked', 'farewell']);
    expect(stdin.isRaw).toBe(false);
    expect(fake.exits).toEqual([code]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('is given back before %s is told', (event) => {
    const { guard, fake, calls, take } = setUp();
    guard.enter();
    fake.emit(event, new Error('boom'));
    expect(take()).toContain('?1049l');
    expect(calls).toEqual(['raw', 'hold', 'cooked', 'report Error: boom']);
    expect(fake.exits).toEqual([1]);
  });

  it('is given back when the process exits on its own', () => {
    const { guard, fake, take } = setUp();
    guard.enter();
    fake.emit('exit', 0);
    expect(take()).toContain('?1049l');
  });
});

describe('ctrl-z', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['suspend', 'SIGTSTP'])('by %s gives the terminal back, stops the whole group, and takes it again', (way) => {
    const { guard, fake, calls, take } = setUp();
    guard.enter();
    take();
    if (way === 'suspend') guard.suspend();
    else fake.emit('SIGTSTP', 'SIGTSTP');
    expect(take()).toContain('?1049l');
    expect(fake.killed).toEqual([[0, 'SIGTSTP']]);
    expect(fake.listenerCount('SIGTSTP')).toBe(0);
    expect(calls).toEqual(['raw', 'hold', 'cooked']);
    // Its size may have changed meanwhile, and nobody who is stopped is told.
    const asksForSize = vi.fn();
    fake.once('SIGWINCH', asksForSize);
    fake.emit('SIGCONT', 'SIGCONT');
    expect(asksForSize).toHaveBeenCalledOnce();
    expect(take()).toContain('?1049h');
    expect(calls.slice(3)).toEqual(['cooked', 'raw', 'release']);
    expect(fake.listenerCount('SIGTSTP')).toBe(1);
    vi.runAllTimers();
    expect(take()).toBe('');
  });

  it('goes on where there is no shell to stop it for', () => {
    const { guard, calls, take } = setUp();
    guard.enter();
    guard.suspend();
    take();
    vi.advanceTimersByTime(200);
    expect(take()).toContain('?1049h');
    expect(calls.at(-1)).toBe('release');
  });

  it('does nothing before the terminal is taken', () => {
    const { guard, fake } = setUp();
    guard.suspend();
    expect(fake.killed).toEqual([]);
  });

  it('then SIGTERM ends the process without touching the terminal', () => {
    const { guard, fake, take } = setUp();
    guard.enter();
    guard.suspend();
    take();
    fake.emit('SIGTERM', 'SIGTERM');
    vi.runAllTimers();
    expect(take()).toBe('');
    expect(fake.exits).toEqual([143]);
  });
});

describe('a stop that could not be seen coming', () => {
  it('is followed by a full repaint in raw mode', () => {
    const { guard, fake, calls, take } = setUp();
    guard.enter();
    take();
    fake.emit('SIGCONT', 'SIGCONT');
    expect(take()).toContain('?1049h');
    expect(calls).toEqual(['raw', 'cooked', 'raw', 'release']);
    expect(fake.listenerCount('SIGTSTP')).toBe(1);
  });
});

it('the process of Node is one that can be guarded', () => {
  const real: GuardedProcess = process;
  expect(real).toBe(process);
});
