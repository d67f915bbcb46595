// Looks over the shoulder of every test: nobody else is asked for anything, and the browser has nothing to complain about.
import type { Browser, BrowserContext } from '@playwright/test';
import { type Portal, test as base } from './portal';

export { expect } from '@playwright/test';

type Kind = 'foreign request' | 'policy report' | 'console error' | 'console warning' | 'page error';

// Which features a browser knows by name depends on its version and platform.
const HARMLESS = /^Error with Permissions-Policy header: Unrecognized feature: /;

interface Sighting {
  kind: Kind;
  text: string;
}

/** What was seen in all browser contexts of a test, and what the test said it would provoke. */
export class Watch {
  readonly #origin: string;
  readonly #seen: Sighting[] = [];
  readonly #expected: { kind: Kind; text: string | RegExp }[] = [];
  readonly #tolerated: { kind: Kind; text: string | RegExp }[] = [];
  readonly #preparations: Promise<unknown>[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Declares something that will be seen; it then has to be. */
  expect(kind: Kind, text: string | RegExp): void {
    this.#expected.push({ kind, text });
  }

  /** Declares something that depends on how fast the machine is: it may be seen or not. */
  tolerate(kind: Kind, text: string | RegExp): void {
    this.#tolerated.push({ kind, text });
  }

  /** Without JavaScript nobody uses the module, and Chromium says so when a page stays open for some seconds. */
  withoutJavaScript(): void {
    this.tolerate('console warning', /^The resource \S+\.(wasm|js) was preloaded using link preload but not used /);
  }

  /** Chromium notes every answer that is an error on its console, also a page that was meant to be one. */
  expectStatus(status: number): void {
    this.expect('console error', new RegExp(`^Failed to load resource: .* status of ${status} `));
  }

  /** What was seen of one kind so far. */
  seen(kind: Kind): string[] {
    return this.#seen.filter((sighting) => sighting.kind === kind).map((sighting) => sighting.text);
  }

  note(kind: Kind, text: string): void {
    this.#seen.push({ kind, text });
  }

  readonly observe = (context: BrowserContext): void => {
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.#origin && !['about:', 'blob:', 'data:'].includes(protocol)) {
        this.note('foreign request', `${request.method()} ${request.url()}`);
      }
    });
    context.on('console', (message) => {
      const [type, text] = [message.type(), message.text()];
      if (type === 'error') this.note('console error', text);
      // An island that stays dead is but a warning to Leptos.
      if (type === 'warning' && !HARMLESS.test(text)) this.note('console warning', text);
    });
    context.on('weberror', (error) => this.note('page error', String(error.error())));
    // The event comes for every violation, also for those of a policy that only reports.
    const listening = context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`Violation of ${event.effectiveDirective} by ${event.blockedURI}`);
      });
    });
    this.#preparations.push(listening);
  };

  /** Throws when something was seen that was not declared, or the other way round. */
  async judge(): Promise<void> {
    await Promise.all(this.#preparations);
    const fits = (sighting: Sighting, { kind, text }: { kind: Kind; text: string | RegExp }) =>
      sighting.kind === kind &&
      (typeof text === 'string' ? sighting.text === text : text.test(sighting.text));
    const complaints = [
      ...this.#seen
        .filter((sighting) => ![...this.#expected, ...this.#tolerated].some((expected) => fits(sighting, expected)))
        .map(({ kind, text }) => `${kind}: ${text}`),
      ...this.#expected
        .filter((expected) => !this.#seen.some((sighting) => fits(sighting, expected)))
        .map(({ kind, text }) => `declared, but never seen: ${kind}: ${text}`),
    ];
    if (complaints.length > 0) throw new Error(`The watch has noticed:\n${complaints.join('\n')}`);
  }
}

/** Watches over everything that happens while `body` runs. */
export async function watching(browser: Browser, portal: Portal, body: (watch: Watch) => Promise<void>): Promise<void> {
  const watch = new Watch(portal.origin);
  const from = portal.lines.length;
  browser.on('context', watch.observe);
  await body(watch);
  browser.off('context', watch.observe);
  // Browsers send reports by a way of their own that no test sees, so the portal itself is asked.
  for (const { fields } of portal.log(from)) {
    if (fields.route === '/csp-report') watch.note('policy report', `${fields.method} ${fields.route}`);
  }
  await watch.judge();
}

export const test = base.extend<{ watch: Watch }>({
  watch: [async ({ browser, portal }, use) => watching(browser, portal, use), { auto: true }],
});
