// Islands come alive some time after the page is there; tests have to know when.
import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Lets every page of a context note when an island has begun to listen; call it before the first page is opened. */
export async function noteAwakening(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const listen = window.addEventListener.bind(window);
    window.addEventListener = (...args: Parameters<typeof listen>) => {
      listen(...args);
      if (args[0] === 'keydown') Object.assign(window, { islandIsAwake: true });
    };
  });
}

/** Waits until the quick exit reacts, which stands on every page. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() => 'islandIsAwake' in window);
  await expect(page.locator('leptos-island:has(.button-exit)')).toHaveCount(1);
}
