// A walk along every link: nobody but the portal is asked, and what it answers may be kept exactly where it may.
import type { Page, Response } from '@playwright/test';
import { awake, noteAwakening } from '../support/island';
import { LANGUAGES, PUBLIC_PAGES } from '../support/pages';
import { expect, test } from '../support/watch';

interface Answer {
  address: string;
  status: number;
  type: string;
  caching: string | undefined;
  encoding: string | undefined;
  setsCookie: boolean;
}

// What a page may load besides itself.
const PACKAGE = /^\/pkg\/[0-9a-f]{16}\/obhut\.(css|js|wasm)$/;
const FILES = ['/favicon.ico', '/favicon.svg', '/robots.txt'];

for (const { locale, name: language } of LANGUAGES) {
  test.describe(`walking from the start page in ${language}`, () => {
    test.use({ locale });

    test('every link leads to a page of ours that asks nobody else for anything', async ({ page, context, portal }) => {
      await noteAwakening(context);
      const answers: Promise<Answer>[] = [];
      page.on('response', (response) => answers.push(describe(response)));

      const ways = ['/'];
      for (const way of ways) {
        await page.goto(way);
        // Only then has everything been loaded that a page ever loads.
        await awake(page);
        expect(await page.content(), way).toContain('<leptos-island');
        expect(await page.content(), way).not.toContain('__RESOLVED_RESOURCES[');
        for (const link of await links(page)) {
          expect(new URL(link).origin, `a link on ${way}`).toBe(portal.origin);
          const next = link.slice(portal.origin.length).replace(/#.*/, '');
          if (!ways.includes(next)) ways.push(next);
        }
        // A language chosen on the way would change what the next page is.
        await context.clearCookies();
      }

      const paths = ways.map((way) => way.replace(/\?.*/, ''));
      for (const { path } of PUBLIC_PAGES.filter(({ status }) => status === 200)) expect(paths).toContain(path);

      const loaded = await Promise.all(answers);
      expect(loaded.filter(({ status }) => status !== 200)).toEqual([]);
      const [packaged, others] = [
        loaded.filter(({ address }) => address.startsWith('/pkg/')),
        loaded.filter(({ address }) => !address.startsWith('/pkg/')),
      ];
      expect(new Set(packaged.map(({ type }) => type))).toEqual(
        new Set(['text/css; charset=utf-8', 'text/javascript; charset=utf-8', 'application/wasm']),
      );
      for (const { address, caching, encoding, setsCookie } of packaged) {
        expect(address).toMatch(PACKAGE);
        expect(caching, address).toBe('public, max-age=31536000, immutable');
        expect(encoding, address).toBe('br');
        expect(setsCookie, address).toBe(false);
      }
      const dynamic = others.filter(({ address }) => !FILES.includes(address));
      expect(dynamic.map(({ address }) => address).sort()).toEqual([...ways].sort());
      for (const { address, type, caching, setsCookie } of dynamic) {
        expect(type, address).toBe('text/html; charset=utf-8');
        expect(caching, address).toBe('no-store');
        expect(setsCookie, address).toBe(address.includes('lang='));
      }
    });
  });
}

test('the page as it is sent holds no value computed for the browser', async ({ request }) => {
  for (const { path } of PUBLIC_PAGES) {
    const html = await (await request.get(path)).text();
    expect(html, path).toContain('<h1>');
    expect(html, path).not.toContain('__RESOLVED_RESOURCES[');
  }
});

test('the few other files may be kept for an hour, and say nothing about anybody', async ({ request }) => {
  for (const path of FILES) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()['cache-control'], path).toBe('public, max-age=3600');
    expect(answer.headers()['set-cookie'], path).toBeUndefined();
  }
  expect(await (await request.get('/robots.txt')).text()).toMatch(/^User-agent: \*\nDisallow: \/$/m);
});

async function describe(response: Response): Promise<Answer> {
  const headers = await response.allHeaders();
  const { pathname, search } = new URL(response.url());
  return {
    address: pathname + search,
    status: response.status(),
    type: headers['content-type'] ?? '',
    caching: headers['cache-control'],
    encoding: headers['content-encoding'],
    setsCookie: 'set-cookie' in headers,
  };
}

/** Where one can go from here, be it by a link or by a form; telephone numbers, mail addresses and files are no pages. */
function links(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement | SVGAElement>('a')]
      .filter((link) => !link.hasAttribute('download'))
      .map((link) => String(link.href))
      .filter((href) => !/^(tel|mailto):/.test(href)),
  );
}
