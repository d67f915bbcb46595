// Every public page in both languages: what it says about itself, and whether everybody can read and operate it.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { brightness, textHeight, tooWide, tornWords } from '../support/layout';
import { LANGUAGES, PUBLIC_PAGES, TITLE_SUFFIX, open } from '../support/pages';
import { expect, test } from '../support/watch';

// The narrowest window WCAG 2.2 asks for (1.4.10 Reflow).
const NARROW = { width: 320, height: 640 };

for (const { tag, locale, name: language } of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale });

    for (const entry of PUBLIC_PAGES) {
      const { name, heading, titlePrefix } = entry;

      test(`the page ${name} says its language, its heading and a neutral title`, async ({ page, watch }) => {
        const response = await open(page, watch, entry);
        expect(response.headers()['content-language']).toBe(tag);
        await expect(page.locator('html')).toHaveAttribute('lang', tag);
        await expect(page.locator('h1')).toHaveText([heading[tag]]);
        await expect(page).toHaveTitle((titlePrefix?.[tag] ?? '') + heading[tag] + TITLE_SUFFIX[tag]);
        const practice = await page.locator('.brand-name').innerText();
        expect(practice).not.toBe('');
        expect(await page.title()).not.toContain(practice);
      });

      test(`the page ${name} is accessible in daylight`, async ({ page, watch }) => {
        await open(page, watch, entry);
        await expectAccessible(page);
      });

      test(`the page ${name} is accessible in the dark`, async ({ page, watch }) => {
        await page.emulateMedia({ colorScheme: 'light' });
        await open(page, watch, entry);
        const light = await brightness(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await brightness(page)).toBeLessThan(light / 4);
        await expectAccessible(page);
      });

      test(`the page ${name} is accessible in forced colours`, async ({ page, watch }) => {
        await page.emulateMedia({ forcedColors: 'active' });
        await open(page, watch, entry);
        expect(await insistingOnTheirColours(page)).toEqual(['.exit-cover', '.notice-title::before', '.qr']);
        // The colours are the reader's own, and axe would judge those we had written instead of those that are shown.
        await expectAccessible(page, { without: ['color-contrast'] });
      });

      test(`the page ${name} fits a window 320 pixels wide`, async ({ page, watch }) => {
        await page.setViewportSize(NARROW);
        await open(page, watch, entry);
        expect(await tooWide(page)).toEqual([]);
        await expectAccessible(page);
      });

      test(`the page ${name} fits a window 320 pixels wide with text twice as large`, async ({ page, watch }) => {
        await page.setViewportSize(NARROW);
        await open(page, watch, entry);
        const before = await textHeight(page);
        await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
        expect(await textHeight(page)).toBeGreaterThan(1.8 * before);
        expect(await tooWide(page)).toEqual([]);
        await expectAccessible(page);
      });

      test(`no word of the page ${name} is torn apart at the usual sizes`, async ({ page, watch }) => {
        await open(page, watch, entry);
        // Not every browser can hyphenate, and those that cannot tear a word anywhere.
        await page.evaluate(() => (document.body.style.hyphens = 'manual'));
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await tornWords(page), `${width} pixels wide`).toEqual([]);
        }
      });

      test(`the page ${name} can be entered past its head with the keyboard`, async ({ page, watch }) => {
        await open(page, watch, entry);
        const link = page.locator('.skip-link');
        await expect(link).not.toBeInViewport();
        await page.keyboard.press('Tab');
        await expect(link).toBeFocused();
        await expect(link).toBeInViewport({ ratio: 1 });
        await page.keyboard.press('Enter');
        await expect(page.locator('main')).toBeFocused();
        // The next stop lies behind the head: nothing of it has to be passed again.
        await page.keyboard.press('Tab');
        await expect(page.locator(':is(main, footer) :focus')).toHaveCount(1);
      });
    }

    test('help and its telephone number stand in the same place on every page', async ({ page, watch }) => {
      const places: { help: number[]; phone: number[]; href: string | null; text: string }[] = [];
      for (const entry of PUBLIC_PAGES) {
        await open(page, watch, entry);
        const phone = page.locator('footer .help a[href^="tel:"]');
        await expect(phone).toBeVisible();
        places.push({
          help: await place(page, 'footer .help'),
          phone: await place(page, 'footer .help a[href^="tel:"]'),
          href: await phone.getAttribute('href'),
          text: await page.locator('footer .help').innerText(),
        });
      }
      expect(places[0]?.href).toMatch(/^tel:\+?\d{6,}$/);
      expect(places).toEqual(PUBLIC_PAGES.map(() => places[0]));
    });
  });
}

test('nothing moves for those who asked for less motion', async ({ page }) => {
  const durations = () =>
    page.locator('.button').evaluateAll((buttons) =>
      buttons.map((button) => getComputedStyle(button).transitionDuration.split(',').map(parseFloat)).flat(),
    );
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/');
  expect(Math.max(...(await durations()))).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(Math.max(...(await durations()))).toBe(0);
});

/** What keeps its colours although the reader has chosen others, as far as the style sheets say so. */
function insistingOnTheirColours(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (!matchMedia('(forced-colors: active)').matches) throw new Error('colours are not forced');
    const rules = (list: CSSRuleList): CSSRule[] =>
      [...list].flatMap((rule) => ('cssRules' in rule ? [rule, ...rules(rule.cssRules as CSSRuleList)] : [rule]));
    return [...document.styleSheets]
      .flatMap((sheet) => rules(sheet.cssRules))
      .filter((rule) => rule instanceof CSSStyleRule && rule.style.getPropertyValue('forced-color-adjust') === 'none')
      .map((rule) => (rule as CSSStyleRule).selectorText)
      .sort();
  });
}

/** The way to an element from the body down, as indices. */
function place(page: Page, selector: string): Promise<number[]> {
  return page.locator(selector).evaluate((element) => {
    const way: number[] = [];
    for (let at: Element = element; at !== document.body && at.parentElement; at = at.parentElement) {
      way.unshift([...at.parentElement.children].indexOf(at));
    }
    return way;
  });
}
