// Accessibility as far as a machine can judge it: WCAG 2.0 to 2.2, levels A and AA.
import { expect, type Page } from '@playwright/test';
import type { AxeResults, Result, RunOptions } from 'axe-core';
import axe from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with the violations of the page as it is now, in words; rules named as `without` are left out. */
export async function expectAccessible(page: Page, { without = [] as string[] } = {}): Promise<void> {
  // Evaluated from outside, so that the page's own policy can stay as strict as it is.
  await page.evaluate(axe.source);
  await settled(page);
  const options: RunOptions = {
    runOnly: TAGS,
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  const results = await page.evaluate(
    (given) => (window as unknown as { axe: typeof axe }).axe.run(given) as Promise<AxeResults>,
    options,
  );
  // A run that looked at nothing would find nothing.
  expect(results.passes.length, 'rules that axe could apply').toBeGreaterThan(10);
  expect(results.violations.map(inWords).join('\n'), 'violations').toBe('');
}

/**
 * Waits until no colour is on its way: a button fades to its new colours for a tenth of a second after the scheme
 * changed, and axe would judge a mixture that nobody reads.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // The second frame comes after the styles of the first were worked out, so every transition has begun by then.
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

function inWords({ id, impact, help, helpUrl, nodes }: Result): string {
  const places = nodes.map((node) => {
    const summary = node.failureSummary?.replaceAll('\n', '\n      ') ?? '';
    return `  ${node.target.join(' ')}\n    ${node.html}\n      ${summary}`;
  });
  return [`${id} (${impact}): ${help}, see ${helpUrl}`, ...places].join('\n');
}
