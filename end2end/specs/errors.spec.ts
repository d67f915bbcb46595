// What goes wrong is a page like any other: in the frame, in the reader's language, with a number to mention.
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { expectAccessible } from '../support/axe';
import { LANGUAGES, TITLE_SUFFIX, type Tag } from '../support/pages';
import type { Portal } from '../support/portal';
import { expect, test } from '../support/watch';

const BODY_LIMIT = 64 * 1024;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  html: string;
}

interface Question {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Asks without a browser, because no browser would say such things. */
function asked(portal: Portal, { method = 'GET', path, headers = {}, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const question = ask(
      { host: '127.0.0.1', port: portal.port, method, path, headers: { host: new URL(portal.origin).host, ...headers } },
      async (answer) => {
        const html = await text(answer);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, html });
      },
    );
    question.on('error', reject);
    question.end(body);
  });
}

const ERRORS: {
  what: string;
  status: number;
  question: (portal: Portal) => Question;
  heading: Record<Tag, string>;
  headers?: Record<string, string>;
}[] = [
  {
    what: 'a page that does not exist',
    status: 404,
    question: () => ({ path: '/no-such-page' }),
    heading: { de: 'Diese Seite gibt es nicht', en: 'This page does not exist' },
  },
  {
    what: 'a page that cannot be read, only sent to',
    status: 405,
    question: () => ({ path: '/exit' }),
    heading: { de: 'Diese Anfrage konnten wir nicht verarbeiten', en: 'We could not process this request' },
    headers: { allow: 'POST' },
  },
  {
    what: 'something sent from the page of somebody else',
    status: 403,
    question: () => ({ method: 'POST', path: '/exit', headers: { origin: 'https://foreign.example' } }),
    heading: { de: 'Das wurde nicht ausgeführt', en: 'This was not carried out' },
  },
  {
    what: 'something sent without saying from where',
    status: 403,
    question: () => ({ method: 'POST', path: '/exit' }),
    heading: { de: 'Das wurde nicht ausgeführt', en: 'This was not carried out' },
  },
  {
    what: 'more than a form may send',
    status: 413,
    question: ({ origin }) => ({ method: 'POST', path: '/exit', headers: { origin }, body: 'x'.repeat(BODY_LIMIT + 1) }),
    heading: { de: 'Das ist zu groß', en: 'This is too large' },
  },
  {
    what: 'more than a form may send, without saying how much it will be',
    status: 413,
    question: ({ origin }) => ({
      method: 'POST',
      path: '/exit',
      headers: { origin, 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(BODY_LIMIT + 1),
    }),
    heading: { de: 'Das ist zu groß', en: 'This is too large' },
  },
  {
    what: 'another name than ours',
    status: 421,
    question: () => ({ path: '/', headers: { host: 'foreign.example' } }),
    heading: { de: 'Diese Anfrage konnten wir nicht verarbeiten', en: 'We could not process this request' },
  },
];

for (const { tag, name: language } of LANGUAGES) {
  for (const { what, status, question, heading, headers } of ERRORS) {
    test(`asked for ${what}, the portal answers ${status} with a page in ${language}`, async ({ portal }) => {
      const asking = question(portal);
      const answer = await asked(portal, {
        ...asking,
        headers: { accept: 'text/html', 'accept-language': tag, ...asking.headers },
      });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-language': tag,
        'cache-control': 'no-store',
        ...headers,
      });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.html).toContain(`<html lang="${tag}">`);
      expect(between(answer.html, '<h1>', '</h1>')).toBe(heading[tag]);
      expect(between(answer.html, '<title>', '</title>')).toMatch(new RegExp(`^.+: ${heading[tag]}${TITLE_SUFFIX[tag]}$`));
      // The frame, from its head to the telephone number.
      for (const part of ['class="site-header"', 'action="/exit"', 'class="help"', 'href="tel:']) {
        expect(answer.html).toContain(part);
      }
      expect(between(answer.html, '<code>', '</code>')).toBe(answer.headers['x-request-id']);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    });
  }

  for (const { path, status } of [
    { path: '/no-such-page', status: 404 },
    { path: '/exit', status: 405 },
  ]) {
    test(`the page for ${status} in ${language} is accessible, and leads back to the start`, async ({ page, watch }) => {
      watch.expectStatus(status);
      const response = await page.goto(`${path}?lang=${tag}`);
      expect(response?.status()).toBe(status);
      await expectAccessible(page);
      const number = await page.locator('.incident code').innerText();
      expect(number).toBe(await response?.headerValue('x-request-id'));
      await page.locator('main .button').click();
      await expect(page).toHaveURL('/');
      await expect(page.locator('html')).toHaveAttribute('lang', tag);
    });
  }
}

test('as much as a form may send is taken', async ({ portal }) => {
  const { status } = await asked(portal, {
    method: 'POST',
    path: '/exit',
    headers: { origin: portal.origin },
    body: 'x'.repeat(BODY_LIMIT),
  });
  expect(status).toBe(200);
});

test('every answer has a number of its own, and the log knows it', async ({ portal }) => {
  const from = portal.lines.length;
  const numbers = [];
  for (let count = 0; count < 3; count += 1) {
    const { headers } = await asked(portal, { path: '/no-such-page', headers: { 'x-request-id': 'CHOSENBYUS' } });
    numbers.push(headers['x-request-id']);
  }
  expect(new Set(numbers).size).toBe(3);
  expect(numbers).not.toContain('CHOSENBYUS');
  for (const number of numbers) await portal.logged((entry) => entry.span?.['request.id'] === number, from);
  expect(portal.lines.slice(from).join('\n'), 'what was typed stays out of the log').not.toContain('no-such-page');
});

test('two pages that do not exist are told apart by nothing but their number', async ({ portal }) => {
  // Paths of one kind and one length, because the switch of the language repeats where one is.
  const paths = ['/me/record/7a1c', '/me/record/0f9e', '/me/record/0f9e'];
  const answers = [];
  for (const path of paths) {
    const { status, headers, html } = await asked(portal, { path });
    expect(status).toBe(404);
    const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] as string)?.[1];
    expect(nonce).toMatch(/^[\w-]{22}$/);
    const number = headers['x-request-id'] as string;
    const bare = (value: string) =>
      value.replaceAll(nonce!, 'NONCE').replaceAll(number, 'NUMBER').replaceAll(path, 'PATH');
    answers.push({ html: bare(html), headers: bare(JSON.stringify({ ...headers, date: '' })) });
  }
  expect(answers[0]!.html).toContain('NUMBER');
  expect(answers[0]!.html).toContain('NONCE');
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('whoever takes no pages gets a code and no sentence', async ({ portal }) => {
  const { status, headers, html } = await asked(portal, {
    path: '/no-such-page',
    headers: { accept: 'application/json' },
  });
  expect(status).toBe(404);
  expect(headers['content-type']).toBe('application/json');
  expect(html).toBe('{"code":"not_found"}');
});

function between(html: string, before: string, after: string): string | undefined {
  return html.split(before)[1]?.split(after)[0];
}
