// What a page looks like, as far as it can be measured.
import { expect, type Page } from '@playwright/test';

/** The sum of the three channels of what the page is painted on. */
export async function brightness(page: Page): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const channels = colour.match(/[\d.]+/g)?.slice(0, 3).map(Number) ?? [];
  expect(channels, colour).toHaveLength(3);
  return channels.reduce((sum, channel) => sum + channel);
}

export function textHeight(page: Page): Promise<number> {
  return page.locator('main p').first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
}

/** What reaches beyond the right edge: the document itself, or an element that is cut off there. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    // What is there for listeners only is on a line of its own, however long, of which nobody sees more than a point.
    const cut = [...document.body.querySelectorAll('*:not(.visually-hidden *)')].filter(
      (element) => element.getBoundingClientRect().right > edge + 0.5,
    );
    const found = cut.map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    const width = document.documentElement.scrollWidth;
    return width > edge ? [`the document is ${width} pixels wide`, ...found] : found;
  });
}

/** Words whose letters stand on more than one line. */
export function tornWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const torn: string[] = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const { 0: word, index } of (text.textContent ?? '').matchAll(/[\p{L}\p{N}]{2,}/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) torn.push(word);
      }
    }
    return torn;
  });
}
