// Which language people get, and how they change it.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/watch';

const COOKIE = '__Host-lang';
const YEAR = 365 * 24 * 60 * 60;

const language = (page: Page) => page.locator('html').getAttribute('lang');

test('a browser without any preference gets German', async ({ portal }) => {
  const answer = await fetch(portal.origin, { headers: { 'accept-language': '' } });
  expect(await answer.text()).toContain('<html lang="de">');
  expect(answer.headers.get('content-language')).toBe('de');
});

test.describe('a browser that prefers a language the portal does not speak', () => {
  test.use({ locale: 'fr-FR' });

  test('gets German', async ({ page }) => {
    const response = await page.goto('/');
    expect(await response!.request().headerValue('accept-language')).toBe('fr-FR');
    expect(await language(page)).toBe('de');
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled, locale: 'en-GB' });

    test('a browser that prefers English gets English', async ({ page }) => {
      await page.goto('/');
      expect(await language(page)).toBe('en');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome');
    });

    test('the switch stays on the page, and a cookie remembers the choice', async ({ page, context }) => {
      await page.goto('/privacy');
      expect(await context.cookies()).toEqual([]);
      await page.getByRole('link', { name: 'Deutsch' }).click();
      await expect(page).toHaveURL('/privacy?lang=de');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Datenschutz');

      // Against the browser's own preference, and without the address saying so.
      await page.goto('/imprint');
      expect(await language(page)).toBe('de');

      await page.getByRole('link', { name: 'English' }).click();
      await expect(page).toHaveURL('/imprint?lang=en');
      await page.goto('/accessibility');
      expect(await language(page)).toBe('en');
    });

    test('the language in the address works without any cookie', async ({ page, context }) => {
      await page.goto('/sign-in?lang=de');
      expect(await language(page)).toBe('de');
      await context.clearCookies();
      await page.goto('/sign-in');
      expect(await language(page)).toBe('en');
      await page.goto('/sign-in?lang=de');
      expect(await language(page)).toBe('de');
    });

    test('a language nobody speaks here changes nothing and is not remembered', async ({ page, context }) => {
      await page.goto('/?lang=tlh');
      expect(await language(page)).toBe('en');
      expect(await context.cookies()).toEqual([]);
    });
  });
}

test('the cookie holds the language and nothing else, and no script can read it', async ({ page, context }) => {
  const now = Date.now() / 1000;
  await page.goto('/?lang=en');
  const cookies = await context.cookies();
  expect(cookies).toEqual([
    expect.objectContaining({
      name: COOKIE,
      value: 'en',
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    }),
  ]);
  expect(cookies[0]!.expires - now).toBeGreaterThan(YEAR - 60);
  expect(cookies[0]!.expires - now).toBeLessThan(YEAR + 60);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('the switch names the other language in that language', async ({ page }) => {
  await page.goto('/');
  const link = page.locator('.lang-switch');
  await expect(link).toHaveText(['English']);
  await expect(link).toHaveAttribute('lang', 'en');
  await expect(link).toHaveAttribute('hreflang', 'en');
});

test('the switch stays with us whatever address was typed', async ({ page, portal, watch }) => {
  // A path that begins with two slashes names another host when it is used as a link.
  for (const path of ['//foreign.example/page', '/%5C/foreign.example', '/.//foreign.example']) {
    watch.expectStatus(404);
    await page.goto(portal.origin + path);
    const goal = await page.locator('.lang-switch').evaluate((link) => (link as HTMLAnchorElement).href);
    expect(new URL(goal).origin, path).toBe(portal.origin);
  }
});
