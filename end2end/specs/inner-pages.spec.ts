// Every page that is there for somebody only: what it says about itself, and whether everybody can read and operate it.
import { expectAccessible } from '../support/axe';
import { INNER_PAGES, expect, test } from '../support/cast';
import { textHeight, tooWide, tornWords } from '../support/layout';
import { LANGUAGES, TITLE_SUFFIX } from '../support/pages';

// The narrowest window WCAG 2.2 asks for (1.4.10 Reflow).
const NARROW = { width: 320, height: 640 };
const USUAL = { width: 1280, height: 800 };

for (const { tag, locale, name: language } of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale });

    for (const { name, status, heading, open } of INNER_PAGES) {
      test(`the page ${name} says what it is, and everybody can read it`, async ({ page, cast, watch }) => {
        if (status >= 400) watch.expectStatus(status);
        const response = await open(page, cast);
        expect(response?.status()).toBe(status);
        expect(response?.headers()['cache-control']).toBe('no-store');
        await expect(page.locator('html')).toHaveAttribute('lang', tag);
        await expect(page.locator('h1')).toHaveText([heading instanceof RegExp ? heading : heading[tag]]);
        expect(await page.title()).toContain(TITLE_SUFFIX[tag]);
        expect(await page.title(), 'titles end up in histories').not.toMatch(/Muster|Lindner/);

        await test.step('in daylight, in the dark and in colours of one’s own', async () => {
          await expectAccessible(page);
          // Colours know no language.
          if (tag !== 'de') return;
          await page.emulateMedia({ colorScheme: 'dark' });
          await expectAccessible(page);
          await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
          await expectAccessible(page, { without: ['color-contrast'] });
          await page.emulateMedia({ forcedColors: 'none' });
        });

        await test.step('without a torn word at the usual sizes', async () => {
          // Not every browser can hyphenate, and those that cannot tear a word anywhere.
          await page.evaluate(() => (document.body.style.hyphens = 'manual'));
          for (const width of [360, 768, 1280]) {
            await page.setViewportSize({ width, height: 800 });
            expect(await tornWords(page), `${width} pixels wide`).toEqual([]);
          }
          await page.evaluate(() => (document.body.style.hyphens = ''));
        });

        await test.step('in a narrow window, also with text twice as large', async () => {
          await page.setViewportSize(NARROW);
          expect(await tooWide(page)).toEqual([]);
          if (tag === 'de') await expectAccessible(page);
          const before = await textHeight(page);
          await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
          expect(await textHeight(page)).toBeGreaterThan(1.8 * before);
          expect(await tooWide(page)).toEqual([]);
          await page.setViewportSize(USUAL);
        });
      });
    }
  });
}
