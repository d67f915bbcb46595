// Pictures of every page that is there for somebody only, to be looked at by people.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { INNER_PAGES, expect, test } from '../support/cast';

const FOLDER = join(__dirname, '..', 'screenshots');

// As in screenshots.spec.ts: a browser that refuses a picture says nothing about the page.
test.describe.configure({ retries: 2 });

// Every width, language and colour, but not each with each.
const LOOKS = [
  { look: 'de-360-light', locale: 'de-DE', colorScheme: 'light', viewport: { width: 360, height: 780 } },
  { look: 'de-1280-light', locale: 'de-DE', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { look: 'de-1280-dark', locale: 'de-DE', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { look: 'en-360-dark', locale: 'en-GB', colorScheme: 'dark', viewport: { width: 360, height: 780 } },
  { look: 'en-1280-light', locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
] as const;

for (const { name, status, open } of INNER_PAGES) {
  test(`the page ${name} has its picture taken`, async ({ browser, cast, portal, watch }) => {
    if (status >= 400) watch.expectStatus(status);
    for (const { locale } of [{ locale: 'de-DE' }, { locale: 'en-GB' }]) {
      const context = await browser.newContext({ locale, baseURL: portal.origin });
      const page = await context.newPage();
      await open(page, cast);
      // So that what islands add is on the picture.
      await page.waitForLoadState('networkidle');
      for (const { look, colorScheme, viewport } of LOOKS.filter((wanted) => wanted.locale === locale)) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        const path = join(FOLDER, `${name}-${look}.png`);
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
        expect((await stat(path)).size).toBeGreaterThan(5_000);
      }
      await context.close();
    }
  });
}

test.describe('without JavaScript', () => {
  const forms = INNER_PAGES.filter(({ name }) => /^(enrol|recover|security|home|me|record|consents|contact|templates-edit|access-log|staff-search|staff-access-log|step-up|staff-new|staff-record|staff-correct|recovery-codes)/.test(name));
  for (const { name, status, open } of forms) {
    test(`the page ${name} has its picture taken`, async ({ browser, cast, portal, watch }) => {
      watch.withoutJavaScript();
      if (status >= 400) watch.expectStatus(status);
      const viewport = { width: 360, height: 780 };
      const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled: false, viewport });
      const page = await context.newPage();
      await open(page, cast);
      const path = join(FOLDER, `${name}-de-360-no-javascript.png`);
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      expect((await stat(path)).size).toBeGreaterThan(5_000);
      await context.close();
    });
  }
});

test('the warning before the end of a session has its picture taken', async ({ browser, cast, portal }) => {
  for (const { look, locale, colorScheme, viewport } of LOOKS) {
    const context = await browser.newContext({ locale, baseURL: portal.origin, colorScheme, viewport });
    const page = await context.newPage();
    await cast.asPatient(page);
    await page.clock.install();
    await page.goto('/home');
    await page.waitForLoadState('networkidle');
    await page.clock.fastForward(28 * 60_000 + 30_000);
    await page.clock.runFor(1_000);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.screenshot({ path: join(FOLDER, `session-warning-${look}.png`), animations: 'disabled' });
    await context.close();
  }
});
