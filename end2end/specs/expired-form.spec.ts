// A form that is sent after the session has ended: what was typed waits for its account, and is never sent by itself.
import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { awake, noteAwakening } from '../support/island';
import { authenticator } from '../support/passkey';
import { enrolStaff, staffLink } from '../support/people';
import { expect, test } from '../support/practice';
import type { Portal } from '../support/portal';

const MINUTE = 60_000;
const NEW = '/staff/patients/new';
const WAITING = '/sign-in?kept';
const NOTICE = 'Ihre Eingaben sind noch da, wenn Sie sich innerhalb von 30 Minuten wieder anmelden. Das Formular wurde nicht abgeschickt.';

const TYPED = { family_name: 'Spätling', given_name: 'Ottilie', email: 'ottilie@example.org', phone: '0171 5550155' };
const BORN = { birth_date_day: '29', birth_date_month: '2', birth_date_year: '1960' };

const field = (page: Page, name: string) => page.locator(`main input[name="${name}"]`).last();

async function type(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await field(page, name).fill(value);
}

/** The form shows what was typed, and no birth date. */
async function expectFilled(page: Page): Promise<void> {
  await expect(page).toHaveURL(NEW);
  await expect(page.getByRole('heading', { name: 'Ihre Eingaben sind wieder da' })).toBeVisible();
  for (const [name, value] of Object.entries(TYPED)) await expect(field(page, name)).toHaveValue(value);
  await expect(page.getByLabel('English')).toBeChecked();
  for (const name of Object.keys(BORN)) await expect(field(page, name)).toHaveValue('');
}

/** Somebody of the team in a browser of their own, where their passkey is. */
async function colleague(browser: Browser, portal: Portal, name: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: portal.origin })).newPage();
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, name, 'reception'));
  return page;
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
}

test('a typed form is hidden when the session ends, and is back after signing in', async ({ browser, portal }) => {
  const page = await colleague(browser, portal, 'Petra Lindner');
  await noteAwakening(page.context());
  await page.clock.install();
  await page.goto(NEW);
  await awake(page);
  await type(page, { ...TYPED, ...BORN });
  await page.locator('main').getByText('English', { exact: true }).click();
  const pass = async (milliseconds: number) => {
    await portal.advance(milliseconds);
    await page.clock.fastForward(milliseconds);
    await page.clock.runFor(1_000);
  };
  const dialog = page.getByRole('dialog');

  await test.step('it goes out of sight, and stays so', async () => {
    await pass(14 * MINUTE);
    await expect(dialog).toContainText('Sie werden gleich abgemeldet');
    await pass(MINUTE + 5_000);
    await expect(page.getByRole('dialog', { name: 'Ihre Sitzung ist abgelaufen' })).toBeVisible();
    await expect(page).toHaveURL(NEW);
    await expect(page.locator('main')).toBeHidden();
    await expect(dialog.getByRole('button')).toHaveText(['Wieder anmelden']);
    await page.clock.resume();
    await expect(dialog.getByRole('button', { name: 'Wieder anmelden' })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();
    await expect(page.locator('main')).toBeHidden();
  });

  await test.step('it is kept and not sent', async () => {
    await dialog.getByRole('button', { name: 'Wieder anmelden' }).click();
    await expect(page).toHaveURL(WAITING);
    await expect(page.locator('main')).toContainText(NOTICE);
    await expectAccessible(page);
  });

  await test.step('it is back', async () => {
    await signIn(page);
    await page.waitForURL(`**${NEW}`);
    await expectFilled(page);
    await expect(page.locator('main')).toContainText('Das Geburtsdatum wird nie aufbewahrt.');
    await expectAccessible(page);
  });

  await test.step('somebody has to send it, and then it is gone', async () => {
    await type(page, BORN);
    await page.getByRole('button', { name: 'Prüfen und anlegen' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ottilie Spätling');
    await page.goto(NEW);
    await expect(field(page, 'family_name')).toHaveValue('');
  });

  await test.step('a form nobody has typed into leads to sign-in', async () => {
    await awake(page);
    await page.clock.fastForward(15 * MINUTE);
    await page.clock.runFor(1_000);
    await page.clock.resume();
    // The portal's clock still stands within the session, so it leads on to the start page.
    await page.waitForURL('**/staff');
  });
  await page.context().close();
});

test('a form that is sent late can be discarded, and a colleague never sees it', async ({ browser, portal }) => {
  const [desk, other] = [await colleague(browser, portal, 'Petra Lindner'), await colleague(browser, portal, 'Jonas Feld')];
  await desk.goto(NEW);
  await type(desk, { ...TYPED, ...BORN });
  await desk.locator('main').getByText('English', { exact: true }).click();
  await portal.advance(16 * MINUTE);
  await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  await expect(desk).toHaveURL(WAITING);

  await other.goto('/sign-in');
  await signIn(other);
  await other.waitForURL('**/staff');
  await other.goto(NEW);
  await expect(field(other, 'family_name')).toHaveValue('');
  await expect(other.locator('main')).not.toContainText('wieder da');

  await signIn(desk);
  await desk.waitForURL(`**${NEW}`);
  await expectFilled(desk);
  await desk.getByRole('button', { name: 'Verwerfen und leer beginnen' }).click();
  await expect(desk).toHaveURL(NEW);
  await expect(field(desk, 'family_name')).toHaveValue('');
  await expect(desk.locator('main')).not.toContainText('wieder da');
  await Promise.all([desk, other].map((page) => page.context().close()));
});

test('without JavaScript a form that is sent late is back after signing in', async ({ browser, portal, watch }) => {
  watch.withoutJavaScript();
  const keys = await colleague(browser, portal, 'Petra Lindner');
  const context = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  // Passkeys need JavaScript, so the cookies come from a browser that has it.
  const carry = async () => context.addCookies((await keys.context().storageState()).cookies);
  await carry();
  const page = await context.newPage();
  await page.goto(NEW);
  await type(page, { ...TYPED, ...BORN });
  await page.locator('main').getByText('English', { exact: true }).click();
  await portal.advance(16 * MINUTE);
  await page.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  await expect(page).toHaveURL(WAITING);
  await expect(page.locator('main')).toContainText(NOTICE);
  await page.reload();
  await expect(page.locator('main'), 'a reload sends nothing again').toContainText(NOTICE);

  await keys.goto('/sign-in');
  await signIn(keys);
  await keys.waitForURL(`**${NEW}`);
  await carry();
  await page.goto(NEW);
  await expectFilled(page);
  await type(page, BORN);
  await page.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ottilie Spätling');
  await page.goto(NEW);
  await expect(field(page, 'family_name')).toHaveValue('');
  await Promise.all([context, keys.context()].map((context) => context.close()));
});
