// Leaving in a hurry: somebody has come into the room and must not see what was on the screen.
import type { BrowserContext, Page, Request } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { awake, noteAwakening } from '../support/island';
import type { Portal } from '../support/portal';
import { expect, test as watched } from '../support/watch';

// What a practice gets that has chosen no other page.
const NEUTRAL = 'https://de.wikipedia.org/';
const NEUTRAL_TITLE = 'Somewhere else';

/** The neutral page, which answers only when it is told to; until then the portal's page is still there. */
class Neutral {
  readonly requests: Request[] = [];
  #release: () => void = () => {};
  #released = Promise.resolve();

  async routeFrom(page: Page): Promise<void> {
    await page.route(`${NEUTRAL}**`, async (route) => {
      this.requests.push(route.request());
      await this.#released;
      await route.fulfill({ contentType: 'text/html', body: `<!DOCTYPE html><title>${NEUTRAL_TITLE}</title>` });
    });
  }

  hold(): void {
    this.#released = new Promise((release) => (this.#release = release));
  }

  release(): void {
    this.#release();
  }
}

const test = watched.extend<{ neutral: Neutral }>({
  neutral: async ({ page }, use) => {
    const neutral = new Neutral();
    await neutral.routeFrom(page);
    await use(neutral);
  },
});

/** The one request that may leave: the navigation itself, and it does not say where it comes from. */
async function expectOneSilentRequest({ requests }: Neutral): Promise<void> {
  expect(requests.map((request) => `${request.method()} ${request.url()}`)).toEqual([`GET ${NEUTRAL}`]);
  expect(requests[0]!.isNavigationRequest()).toBe(true);
  const headers = await requests[0]!.allHeaders();
  expect(headers['referer']).toBeUndefined();
  expect(headers['cookie']).toBeUndefined();
}

const PICTURE = 'The next picture: ';

/** Has the page say what the very next picture on the screen shows once somebody leaves; soon after, it is gone. */
function noteNextPicture(page: Page): Promise<void> {
  return page.evaluate((prefix) => {
    const note = () =>
      requestAnimationFrame(() => {
        const places = [0.01, 0.5, 0.99].flatMap((x) => [0.01, 0.5, 0.99].map((y) => [x, y] as const));
        const cover = document.querySelector('.exit-cover')!;
        const picture = {
          everywhere: places.every(
            ([x, y]) => document.elementFromPoint(x * innerWidth, y * innerHeight) === cover,
          ),
          ground: getComputedStyle(cover).backgroundColor,
          status: document.querySelector('.exit-steps')!.textContent,
        };
        console.log(prefix + JSON.stringify(picture));
      });
    let presses = 0;
    addEventListener('keyup', (event) => {
      if (event.key === 'Shift' && ++presses === 3) note();
    });
    addEventListener('submit', note);
  }, PICTURE);
}

/** Another site of the practice under the same name, whose cookies are not ours to take away. */
async function cookieOfANeighbour(context: BrowserContext, portal: Portal): Promise<unknown> {
  await context.addCookies([{ name: 'neighbour', value: 'stays', url: portal.origin }]);
  return (await context.cookies())[0];
}

const exitButton = (page: Page) => page.locator('.button-exit');
const steps = (page: Page) => page.locator('.exit-steps');

test.describe('with JavaScript', () => {
  test.beforeEach(({ context }) => noteAwakening(context));

  for (const { locale, button, twoMore, oneMore } of [
    {
      locale: 'de-DE',
      button: 'Seite schnell verlassen',
      twoMore: 'Noch zweimal drücken, dann verlassen Sie die Seite.',
      oneMore: 'Noch einmal drücken, dann verlassen Sie die Seite.',
    },
    {
      locale: 'en-GB',
      button: 'Leave this page quickly',
      twoMore: 'Press twice more to leave this page.',
      oneMore: 'Press once more to leave this page.',
    },
  ]) {
    test.describe(`for readers of ${locale}`, () => {
      test.use({ locale });

      test('pressing Shift says how many presses are missing, and the page stays', async ({ page }) => {
        await page.goto('/sign-in');
        await awake(page);
        await expect(exitButton(page)).toHaveText(button);
        await expect(steps(page)).toHaveText('');
        await page.keyboard.press('Shift');
        await expect(steps(page)).toHaveText(twoMore);
        await expectAccessible(page);
        await page.keyboard.press('Shift');
        await expect(steps(page)).toHaveText(oneMore);
        await expect(steps(page)).toBeInViewport({ ratio: 1 });
        await expect(page).toHaveURL('/sign-in');
        await expect(page.locator('.exit-cover')).toBeHidden();
      });
    });
  }

  for (const { how, leave } of [
    {
      how: 'pressing Shift three times',
      leave: async (page: Page) => {
        for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
      },
    },
    { how: 'a click on the button', leave: (page: Page) => exitButton(page).click({ noWaitAfter: true }) },
    { how: 'the button and the keyboard', leave: (page: Page) => exitButton(page).press('Enter', { noWaitAfter: true }) },
  ]) {
    test(`${how} covers the page at once and leads away`, async ({ page, neutral, watch }) => {
      watch.expect('foreign request', `GET ${NEUTRAL}`);
      neutral.hold();
      await page.goto('/sign-in');
      await awake(page);
      await noteNextPicture(page);
      const picture = page.waitForEvent('console', (message) => message.text().startsWith(PICTURE));

      await leave(page);
      expect(JSON.parse((await picture).text().slice(PICTURE.length))).toEqual({
        everywhere: true,
        ground: 'rgb(255, 255, 255)',
        status: 'Die Seite wird verlassen.',
      });

      neutral.release();
      await page.waitForURL(NEUTRAL);
      await expect(page).toHaveTitle(NEUTRAL_TITLE);
      await expectOneSilentRequest(neutral);
    });
  }

  test('the server hears of it, and the browser forgets what it kept of the portal', async ({
    page,
    context,
    neutral,
    portal,
    watch,
  }) => {
    watch.expect('foreign request', `GET ${NEUTRAL}`);
    const neighbour = await cookieOfANeighbour(context, portal);
    await page.goto('/sign-in?lang=en');
    await awake(page);
    expect(await context.cookies()).toHaveLength(2);
    const from = portal.lines.length;
    await exitButton(page).click();
    await page.waitForURL(NEUTRAL);
    await portal.logged(({ fields }) => fields.route === '/exit' && fields.method === 'POST' && fields.status === 200, from);
    await expect.poll(() => context.cookies()).toEqual([neighbour]);
    await expectOneSilentRequest(neutral);
  });

  test('going back does not show the page that was left', async ({ page, neutral, portal, watch }) => {
    watch.expect('foreign request', `GET ${NEUTRAL}`);
    await page.goto('about:blank');
    await page.goto('/sign-in');
    await awake(page);
    await exitButton(page).click();
    await page.waitForURL(NEUTRAL);
    const from = portal.lines.length;
    await page.goBack();
    await expect(page).toHaveURL('about:blank');
    expect(portal.log(from).filter(({ fields }) => fields.route === '/sign-in')).toEqual([]);
    expect(neutral.requests).toHaveLength(1);
  });

  test('a pause of five seconds forgets the presses', async ({ page }) => {
    await page.clock.install();
    await page.goto('/sign-in');
    await awake(page);
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.keyboard.press('Shift');
    await page.keyboard.press('Shift');
    await page.clock.runFor(4_900);
    await expect(steps(page)).toHaveText(/^Noch einmal/);
    await page.clock.runFor(200);
    await expect(steps(page)).toHaveText('');
    await page.keyboard.press('Shift');
    await expect(steps(page)).toHaveText(/^Noch zweimal/);
    await expect(page).toHaveURL('/sign-in');
  });

  test('a key held down is one press', async ({ page }) => {
    await page.goto('/sign-in');
    await awake(page);
    for (let repeat = 0; repeat < 5; repeat += 1) await page.keyboard.down('Shift');
    await page.keyboard.up('Shift');
    await expect(steps(page)).toHaveText(/^Noch zweimal/);
    await expect(page).toHaveURL('/sign-in');
  });

  test('Shift together with another key does not count, so that going backwards or writing is no way out', async ({
    page,
    neutral,
  }) => {
    await page.goto('/sign-in');
    await awake(page);
    for (const key of ['Tab', 'Tab', 'Tab', 'A', 'B', 'C']) await page.keyboard.press(`Shift+${key}`);
    await expect(steps(page)).toHaveText('');
    // Presses with something else in between are no series either.
    for (const key of ['Shift', 'Shift', 'a', 'Shift']) await page.keyboard.press(key);
    await expect(steps(page)).toHaveText(/^Noch zweimal/);
    await expect(page).toHaveURL('/sign-in');
    expect(neutral.requests).toEqual([]);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the button is a form, and the answer forwards at once and clears what was kept', async ({
    page,
    context,
    neutral,
    portal,
    watch,
  }) => {
    watch.expect('foreign request', `GET ${NEUTRAL}`);
    const neighbour = await cookieOfANeighbour(context, portal);
    await page.goto('/sign-in?lang=en');
    expect(await context.cookies()).toHaveLength(2);
    const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/exit');
    await exitButton(page).click({ noWaitAfter: true });
    const answer = await answered;
    expect(answer.request().method()).toBe('POST');
    expect(answer.status()).toBe(200);
    expect(await answer.headerValue('refresh')).toBe(`0; url=${NEUTRAL}`);
    expect(await answer.headerValue('clear-site-data')).toBe('"cache", "storage"');
    expect(await answer.headerValue('referrer-policy')).toBe('no-referrer');
    await page.waitForURL(NEUTRAL);
    await expect(page).toHaveTitle(NEUTRAL_TITLE);
    await expectOneSilentRequest(neutral);
    expect(await context.cookies()).toEqual([neighbour]);
  });
});
