// A portal of its own for every worker: a demo installation in a temporary folder, stopped in good order at the end.
import { test as base, type TestInfo } from '@playwright/test';
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

export const START_TIME = 30_000;
// Ten seconds for requests under way, as promised, and two for the rest.
export const STOP_TIME = 12_000;

/** One structured line of the portal's log. */
export interface LogEntry {
  level: string;
  fields: { message: string; method?: string; route?: string; status?: number };
  span?: { 'request.id'?: string };
}

/** What kind of portal a test wants. */
export interface House {
  /** Made-up people instead of an empty real installation. */
  demo?: boolean;
  /** A clock that the test turns, see `Portal.advance`. */
  clock?: boolean;
  /** Further settings, such as `OBHUT_LOG`. */
  settings?: Record<string, string>;
}

/** Somebody of the demo, as its start prints them. */
export interface Player {
  role: string;
  name: string;
  signInName: string;
  passphrase: string;
}

/** The binary under test. */
export function portalBinary(): string {
  return binary('PORTAL_BIN', 'the obhut binary to test');
}

function binary(variable: string, what: string): string {
  const named = process.env[variable];
  if (!named) throw new Error(`${variable} is not set; it has to name ${what}.`);
  const path = resolve(named);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`${variable} names ${path}, which is not a program that can be run.`);
  }
  return path;
}

/** A running portal. */
export class Portal {
  /** Everything it has written to standard error, line by line. */
  readonly lines: string[] = [];
  /** Everything it has written to standard output. */
  output = '';
  #ahead = 0;
  readonly #news = new EventEmitter();

  private constructor(
    readonly origin: string,
    readonly port: number,
    private readonly process: ChildProcessByStdio<null, Readable, Readable>,
    readonly folder: string,
    private readonly env: Record<string, string>,
  ) {
    createInterface({ input: process.stderr }).on('line', (line) => {
      this.lines.push(line);
      this.#news.emit('line');
    });
    process.stdout.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
  }

  /** Starts one and waits until it takes writes. */
  static async start({ demo = false, clock = false, settings = {} }: House = { demo: true }): Promise<Portal> {
    const folder = await mkdtemp(join(tmpdir(), 'obhut-journey-'));
    const [port, opsPort] = await freePorts();
    const origin = `http://localhost:${port}`;
    const program = clock ? binary('TESTKIT_BIN', 'the obhut-testkit binary') : portalBinary();
    // Only what is named here: a setting left over in somebody's shell must not decide a test.
    const env = {
      OBHUT_DATA_DIR: join(folder, 'data'),
      OBHUT_ADDR: `127.0.0.1:${port}`,
      OBHUT_ORIGIN: origin,
      OBHUT_OPS_ADDR: `127.0.0.1:${opsPort}`,
      OBHUT_LOG_FORMAT: 'json',
      ...settings,
    };
    const process = spawn(program, demo ? ['serve', '--demo'] : ['serve'], {
      cwd: folder,
      env: clock ? { ...env, TESTKIT_SOCKET: join(folder, 'clock') } : env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const portal = new Portal(origin, port, process, folder, env);
    try {
      await portal.#ready(`http://127.0.0.1:${opsPort}/readyz`);
    } catch (error) {
      process.kill('SIGKILL');
      await rm(folder, { recursive: true });
      throw error;
    }
    return portal;
  }

  /** Carries out a command of the portal beside it, and gives what it printed. */
  async command(...words: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(portalBinary(), words, { cwd: this.folder, env: this.env });
    return stdout;
  }

  /** The made-up people of a demo. */
  players(): Player[] {
    const roles = 'reception|clinician|team-lead|privacy-officer|administrator|patient';
    const row = new RegExp(`^ {2}(${roles}) +(\\S+ \\S+) +(\\S+) +(\\S.*)$`, 'gm');
    return [...this.output.matchAll(row)].map(([, role, name, signInName, passphrase]) => ({
      role: role!,
      name: name!,
      signInName: signInName!,
      passphrase: passphrase!,
    }));
  }

  /** What its clock shows, in Unix milliseconds. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Turns its clock forward; only a portal that was started with a clock has one. */
  async advance(milliseconds: number): Promise<void> {
    const socket = connect(join(this.folder, 'clock'));
    socket.end(`advance ${milliseconds}\n`);
    const now = Number(await text(socket));
    this.#ahead += milliseconds;
    if (Math.abs(now - this.now()) > 5_000) throw this.#failure(`The clock shows ${now} and not ${this.now()}`);
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

/** What a failed test leaves behind, so that one can see what the portal thought of it. */
export async function attachLog(portal: Portal, from: number, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  const body = portal.lines.slice(from).join('\n');
  await testInfo.attach('standard error of the portal', { body, contentType: 'text/plain' });
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
      await attachLog(portal, from, testInfo);
    },
    { auto: true },
  ],
});
