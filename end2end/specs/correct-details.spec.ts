// Reception corrects what is stored about a patient: with and without JavaScript, and when somebody else was faster.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { authenticator } from '../support/passkey';
import { enrolStaff, somebody, staffLink, Visitor } from '../support/people';
import { expect, test } from '../support/practice';

const field = (page: Page, name: string) => page.locator(`main input[name="${name}"]`);

test('a mistyped birth date and a new name are corrected, and the letter that is out asks for the new date', async ({
  page,
  browser,
  portal,
  playwright,
  watch,
}) => {
  test.slow();
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
  const office = new Visitor(page.request, portal);
  const person = somebody({ family: 'Tippfehler', given: 'Hanna' });
  const path = await office.add(person);
  const letter = await office.invite(path);

  await page.goto(path);
  await page.getByRole('link', { name: 'Angaben berichtigen' }).click();
  await expect(page.getByRole('heading', { name: 'Angaben berichtigen' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Eine Einladung ist noch offen' })).toBeVisible();
  await expect(field(page, 'family_name')).toHaveValue('Tippfehler');
  await expect(field(page, 'birth_date_day')).toHaveValue('27');
  await expectAccessible(page);

  // What is wrong is said, and what was typed stays.
  watch.expectStatus(422);
  await field(page, 'family_name').fill('Richtig');
  await field(page, 'birth_date_day').fill('32');
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await expect(page.locator('#birth_date-error')).toContainText('Diesen Tag gibt es im Kalender nicht.');
  await expect(field(page, 'family_name')).toHaveValue('Richtig');
  await expectAccessible(page);

  // Meanwhile somebody corrects the same person without JavaScript.
  const storageState = await page.context().storageState();
  const plain = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled: false, storageState });
  const other = await plain.newPage();
  await other.goto(`${path}/details`);
  await field(other, 'phone').fill('030 5550199');
  await other.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await expect(other).toHaveURL(path);
  await expect(other.locator('main')).toContainText('030 5550199');
  await plain.close();

  watch.expectStatus(409);
  await field(page, 'birth_date_day').fill('28');
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await expect(page.getByRole('heading', { name: 'Inzwischen hat jemand anderes etwas geändert' })).toBeVisible();
  await expect(page.locator('.notice-warning')).toContainText('Telefonnummer: 030 5550199');
  await expect(field(page, 'family_name')).toHaveValue('Richtig');
  await expectAccessible(page);
  await field(page, 'phone').fill('030 5550199');
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByRole('heading', { name: 'Hanna Richtig' })).toBeVisible();

  const home = await playwright.request.newContext();
  await new Visitor(home, portal).enrol(letter, { ...person.born, day: '28' });
  await home.dispose();
});
