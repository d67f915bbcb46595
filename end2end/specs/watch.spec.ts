// The watch itself: what it is meant to notice, it does notice; otherwise its silence everywhere else would mean nothing.
import { Watch, expect, test } from '../support/watch';

const FOREIGN = 'https://foreign.example/';

test('a request to somebody else is noticed, even one the policy forbids', async ({ page, watch }) => {
  watch.expect('foreign request', `GET ${FOREIGN}picture.png`);
  watch.expect('console error', /^Loading the image 'https:\/\/foreign.example\/picture.png' violates/);
  watch.expect('console error', `Violation of img-src by ${FOREIGN}picture.png`);
  await page.goto('/');
  const refused = page.waitForEvent('console', (message) => message.text().startsWith('Violation'));
  await page.evaluate((src) => void (new Image().src = src), `${FOREIGN}picture.png`);
  await refused;
});

test('a report about refused content is noticed', async ({ page, watch }) => {
  watch.expect('policy report', 'POST /csp-report');
  await page.goto('/');
  await page.evaluate(() => fetch('/csp-report', { method: 'POST', body: '{}' }));
});

test('errors and warnings on the console and an uncaught error are noticed', async ({ page, watch }) => {
  watch.expect('console error', 'said aloud');
  watch.expect('console warning', 'said softly');
  watch.expect('page error', 'Error: not caught');
  await page.goto('/');
  const uncaught = page.waitForEvent('pageerror');
  await page.evaluate(() => {
    console.error('said aloud');
    console.warn('said softly');
    setTimeout(() => {
      throw new Error('not caught');
    });
  });
  await uncaught;
});

test('contexts a test opens by itself are watched as well', async ({ browser, portal, watch }) => {
  watch.expect('console error', 'elsewhere');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(portal.origin);
  await page.evaluate(() => console.error('elsewhere'));
  await context.close();
});

test('what was not declared fails a test, and so does what was declared and never came', async ({ portal }) => {
  const watch = new Watch(portal.origin);
  await watch.judge();
  watch.note('console error', 'out of the blue');
  watch.expect('page error', /never/);
  await expect(watch.judge()).rejects.toThrow(
    'The watch has noticed:\nconsole error: out of the blue\ndeclared, but never seen: page error: /never/',
  );
});
