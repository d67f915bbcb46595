// A portal of its own for every worker: a demo installation in a temporary folder, stopped in good order at the end.
import { test as base } from '@playwright/test';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

const START_TIME = 30_000;
// Ten seconds for requests under way, as promised, and two for the rest.
const STOP_TIME = 12_000;

/** One structured line of the portal's log. */
export interface LogEntry {
  level: string;
  fields: { message: string; method?: string; route?: string; status?: number };
  span?: { 'request.id'?: string };
}

/** The binary under test. */
export function portalBinary(): string {
  const named = process.env['PORTAL_BIN'];
  if (!named) throw new Error('PORTAL_BIN is not set; it has to name the obhut binary to test.');
  const path = resolve(named);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`PORTAL_BIN names ${path}, which is not a program that can be run.`);
  }
  return path;
}

/** A running portal. */
export class Portal {
  /** Everything it has written to standard error, line by line. */
  readonly lines: string[] = [];
  readonly #news = new EventEmitter();

  private constructor(
    readonly origin: string,
    readonly port: number,
    private readonly process: ChildProcessByStdio<null, null, Readable>,
    private readonly folder: string,
  ) {
    createInterface({ input: process.stderr }).on('line', (line) => {
      this.lines.push(line);
      this.#news.emit('line');
    });
  }

  /** Starts one and waits until it takes writes. */
  static async start(): Promise<Portal> {
    const folder = await mkdtemp(join(tmpdir(), 'obhut-journey-'));
    const [port, opsPort] = await freePorts();
    const origin = `http://localhost:${port}`;
    const process = spawn(portalBinary(), ['serve', '--demo'], {
      cwd: folder,
      // Only what is named here: a setting left over in somebody's shell must not decide a test.
      env: {
        OBHUT_DATA_DIR: join(folder, 'data'),
        OBHUT_ADDR: `127.0.0.1:${port}`,
        OBHUT_ORIGIN: origin,
        OBHUT_OPS_ADDR: `127.0.0.1:${opsPort}`,
        OBHUT_LOG_FORMAT: 'json',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const portal = new Portal(origin, port, process, folder);
    try {
      await portal.#ready(`http://127.0.0.1:${opsPort}/readyz`);
    } catch (error) {
      process.kill('SIGKILL');
      await rm(folder, { recursive: true });
      throw error;
    }
    return portal;
  }

  /** The log entries from a line on; lines of another form are meant for people. */
  log(from = 0): LogEntry[] {
    return this.lines
      .slice(from)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogEntry);
  }

  /** Waits for an entry among those from a line on. */
  async logged(wanted: (entry: LogEntry) => boolean, from = 0): Promise<LogEntry> {
    const signal = AbortSignal.timeout(10_000);
    for (;;) {
      const found = this.log(from).find(wanted);
      if (found) return found;
      await once(this.#news, 'line', { signal });
    }
  }

  /** Asks it to stop, and insists that it does so in good order. */
  async stop(): Promise<void> {
    try {
      await this.#end();
    } finally {
      await rm(this.folder, { recursive: true });
    }
    if (this.process.exitCode !== 0) {
      throw this.#failure(`The portal ended with ${this.process.exitCode ?? this.process.signalCode}`);
    }
  }

  async #end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit', { signal: AbortSignal.timeout(STOP_TIME) });
    this.process.kill('SIGTERM');
    try {
      await exited;
    } catch {
      this.process.kill('SIGKILL');
      throw this.#failure(`The portal was still running ${STOP_TIME / 1000} s after SIGTERM`);
    }
  }

  async #ready(url: string): Promise<void> {
    const deadline = Date.now() + START_TIME;
    while (this.process.exitCode === null && Date.now() < deadline) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.ok) return;
      // There is no event for "listening" that a process could send, so it is asked again.
      await pause(50);
    }
    throw this.#failure('The portal did not become ready');
  }

  #failure(what: string): Error {
    return new Error(`${what}; its standard error:\n${this.lines.join('\n')}`);
  }
}

// Both are held at once, so that they differ.
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  const [first, second] = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [first!, second!];
}

export const test = base.extend<{ portalLog: void }, { portal: Portal }>({
  portal: [
    async ({}, use) => {
      const portal = await Portal.start();
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: START_TIME + STOP_TIME },
  ],

  baseURL: async ({ portal }, use) => use(portal.origin),

  portalLog: [
    async ({ portal }, use, testInfo) => {
      const from = portal.lines.length;
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        const body = portal.lines.slice(from).join('\n');
        await testInfo.attach('standard error of the portal', { body, contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});
