// Pictures of every public page, to be looked at by people; a machine can only see that there is something on them.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { LANGUAGES, PUBLIC_PAGES, open } from '../support/pages';
import { expect, test } from '../support/watch';

const FOLDER = join(__dirname, '..', 'screenshots');
const README_PICTURE = join(__dirname, '..', '..', 'docs', 'screenshot-start.png');
const WIDTHS = { 360: 780, 1280: 800 };

// A browser that has much to do now and then refuses to take a picture, which says nothing about the page.
// Whether pages are as they should be is for the other journeys, which get no second try.
test.describe.configure({ retries: 2 });

async function picture(page: Page, path: string, fullPage: boolean): Promise<number> {
  await page.screenshot({ path, fullPage, animations: 'disabled' });
  return (await stat(path)).size;
}

for (const { tag, locale } of LANGUAGES) {
  for (const [width, height] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test.describe(`${tag}, ${width} pixels wide, ${colorScheme}`, () => {
        test.use({ locale, colorScheme, viewport: { width: Number(width), height } });

        for (const entry of PUBLIC_PAGES) {
          test(`the page ${entry.name} has its picture taken`, async ({ page, watch }) => {
            await open(page, watch, entry);
            const file = `${entry.name}-${tag}-${width}-${colorScheme}.png`;
            expect(await picture(page, join(FOLDER, file), true)).toBeGreaterThan(5_000);
          });
        }
      });
    }
  }
}

test.describe('de, 360 pixels wide, without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: WIDTHS[360] } });

  for (const entry of PUBLIC_PAGES) {
    test(`the page ${entry.name} has its picture taken`, async ({ page, watch }) => {
      await open(page, watch, entry);
      expect(await picture(page, join(FOLDER, `${entry.name}-de-360-no-javascript.png`), true)).toBeGreaterThan(5_000);
    });
  }
});

// Only on demand, because every machine draws letters a little differently and the file is part of the repository.
if (process.env['UPDATE_README_SCREENSHOT'] === '1') {
  test.describe('the picture in the README', () => {
    test.use({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });

    test('is taken anew and stays small', async ({ page }) => {
      await page.goto('/');
      expect(await picture(page, README_PICTURE, false)).toBeLessThan(150_000);
    });
  });
}
