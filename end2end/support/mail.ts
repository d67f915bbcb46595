// A mail server of its own: takes mails over STARTTLS, as the practice's would, and keeps them for the test.
import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

export const FROM = 'praxis@praxis-am-park.example';
export const FROM_DISCREET = 'post@briefkasten.example';

/** A mail as it arrived. */
export interface Mail {
  /** The address of the envelope, and whom it went to. */
  from: string;
  to: string;
  subject: string;
  /** Names in lower case; encoded words are decoded. */
  headers: Record<string, string>;
  text: string;
  html: string;
  /** Every byte of it. */
  raw: string;
}

/** A running mail server whose certificate is for `localhost`. */
export class MailServer {
  readonly #mails: Mail[] = [];
  readonly #news = new EventEmitter();
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    readonly port: number,
    /** What the portal has to believe. */
    readonly caFile: string,
  ) {}

  static async start(): Promise<MailServer> {
    const folder = await mkdtemp(join(tmpdir(), 'obhut-mail-'));
    const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
    // Node makes keys and no certificates; openssl is where PostgreSQL and Chromium are.
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', keyFile, '-out', caFile],
    ]);
    const secrets = { key: await readFile(keyFile), cert: await readFile(caFile) };
    const server = createServer();
    await once(server.listen(0, 'localhost'), 'listening');
    const mailServer = new MailServer(server, folder, (server.address() as AddressInfo).port, caFile);
    server.on('connection', (socket) => mailServer.#greet(socket, secrets));
    return mailServer;
  }

  /** Everything that has arrived, the first one first. */
  mails(): Mail[] {
    return [...this.#mails];
  }

  /** Waits for a mail, also one that is there already. */
  async waitFor(wanted: (mail: Mail) => boolean, patience = 10_000): Promise<Mail> {
    const signal = AbortSignal.timeout(patience);
    for (;;) {
      const found = this.#mails.find(wanted);
      if (found) return found;
      await once(this.#news, 'mail', { signal }).catch(() => {
        const seen = this.#mails.map(({ to, subject }) => `${to}: ${subject}`);
        throw new Error(`No such mail has arrived; these have:\n${seen.join('\n')}`);
      });
    }
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await rm(this.folder, { recursive: true });
  }

  // In clear there is nothing but the way to TLS.
  #greet(socket: Socket, secrets: { key: Buffer; cert: Buffer }): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A portal that was killed in the middle is not a fault of the mail server.
    socket.on('error', () => socket.destroy());
    socket.write('220 localhost\r\n');
    socket.on('data', (chunk: Buffer) => {
      const line = chunk.toString('latin1').toUpperCase();
      if (line.startsWith('STARTTLS')) {
        socket.removeAllListeners('data');
        socket.write('220 go\r\n');
        const secure = new TLSSocket(socket, { isServer: true, ...secrets });
        secure.on('error', () => socket.destroy());
        this.#talk(secure);
      } else {
        socket.write(line.startsWith('EHLO') ? '250-localhost\r\n250 STARTTLS\r\n' : '530 STARTTLS first\r\n');
      }
    });
  }

  #talk(socket: TLSSocket): void {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [from, to, waiting, isData] = ['', '', '', false];
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      waiting += chunk;
      for (;;) {
        const end = isData ? '\r\n.\r\n' : '\r\n';
        const at = waiting.indexOf(end);
        if (at < 0) return;
        const said = waiting.slice(0, at);
        waiting = waiting.slice(at + end.length);
        if (isData) {
          isData = false;
          this.#take(from, to, said.replace(/^\./gm, '') + '\r\n');
          say('250 taken');
        } else if (said.toUpperCase() === 'DATA') {
          isData = true;
          say('354 go on');
        } else {
          from = /^MAIL FROM:<(.*?)>/i.exec(said)?.[1] ?? from;
          to = /^RCPT TO:<(.*?)>/i.exec(said)?.[1] ?? to;
          say('250 ok');
        }
      }
    });
  }

  #take(from: string, to: string, raw: string): void {
    this.#mails.push(parse(from, to, raw));
    this.#news.emit('mail');
  }
}

/** The settings of a portal that sends through it, for `house.settings`. */
export function mailSettings(server: MailServer): Record<string, string> {
  return {
    OBHUT_SMTP_HOST: 'localhost',
    OBHUT_SMTP_PORT: String(server.port),
    OBHUT_SMTP_CA_FILE: server.caFile,
    OBHUT_MAIL_FROM: FROM,
    OBHUT_MAIL_FROM_DISCREET: FROM_DISCREET,
  };
}

/** Takes a mail apart (RFC 5322, RFC 2046); text and HTML stand side by side in those of the portal. */
export function parse(from: string, to: string, raw: string): Mail {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  const parts = boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1).map((part) => split(part.slice(2)));
  const content = (type: string) => {
    const part = parts.find(({ headers }) => headers['content-type']?.startsWith(type));
    return part ? decode(part.headers['content-transfer-encoding'], part.body.replace(/\r\n$/, '')) : '';
  };
  return {
    from,
    to,
    subject: headers['subject'] ?? '',
    headers,
    text: content('text/plain'),
    html: content('text/html'),
    raw,
  };
}

function split(raw: string): { headers: Record<string, string>; body: string } {
  const at = raw.indexOf('\r\n\r\n');
  const headers: Record<string, string> = {};
  for (const line of raw.slice(0, at).replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = words(line.slice(colon + 1).trim());
  }
  return { headers, body: raw.slice(at + 4) };
}

// Encoded words of RFC 2047; the space between two of them belongs to neither.
function words(value: string): string {
  return value
    .replace(/(=\?utf-8\?b\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString());
}

function decode(encoding: string | undefined, body: string): string {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const decoded =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? bytes(
            body
              .replace(/=\r\n/g, '')
              .replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
          )
        : bytes(body);
  return decoded.toString().replace(/\r\n/g, '\n');
}
