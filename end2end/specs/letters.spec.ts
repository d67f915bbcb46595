// A letter from the first wish to the envelope: an address, its code on paper, a consent by post, and what is called off.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe';
import { linesOf } from '../support/pdf';
import { somebody, Visitor } from '../support/people';
import { expect, test } from '../support/practice';

test.use({ house: { demo: true, clock: true, settings: { OBHUT_QUIET_HOURS: '00:00-00:00' } } });

/** Downloads the newest batch and reads it. */
async function printed(desk: Page, folder: string): Promise<string[]> {
  const [download] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('link', { name: 'PDF laden und drucken' }).last().click(),
  ]);
  expect(download.suggestedFilename(), 'a name that says nothing').toBe('letters.pdf');
  const file = join(folder, 'letters.pdf');
  await download.saveAs(file);
  return linesOf(await readFile(file));
}

const codeOf = (lines: string[]) => lines.find((line) => /^\d{4} \d{4}$/.test(line)) ?? expect(lines, 'a code').toBe('');

test('a code comes by post, printed by the reception, and what is taken back is called off', async ({ page, portal, browser }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: portal.origin });
  const desk = await context.newPage();
  const reception = new Visitor(desk.request, portal);
  await reception.play(portal.players().find(({ role }) => role === 'reception')!);
  const person = somebody({ given: 'Frieda' });
  const patient = new Visitor(page.request, portal);
  const access = await patient.enrol(await reception.invite(await reception.add(person)), person.born);

  // The patient asks for a letter.
  await patient.stepUp('add-contact', access);
  await page.goto('/me/contact/add');
  await expectAccessible(page);
  await page.getByLabel('Straße und Hausnummer').fill('Musterweg 1');
  await page.getByLabel('Postleitzahl').fill('01067');
  await page.getByLabel('Ort', { exact: true }).fill('Dresden');
  await page.getByRole('button', { name: 'Brief mit Code anfordern' }).click();
  await page.waitForURL('**/confirm');
  await expect(page.locator('main')).toContainText('Wir schicken einen Brief mit einem Code an: Musterweg 1, 01067 Dresden');
  await expectAccessible(page);

  // The reception prints it, as often as the printer wants, and takes it to the post.
  await desk.goto('/staff/post');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: '1 Brief zusammenstellen' }).click();
  await expect(desk.locator('main')).toContainText('Noch nicht gedruckt.');
  const letter = await printed(desk, portal.folder);
  expect(letter.join('\n')).toContain('Frieda Musterfrau\nMusterweg 1\n01067 Dresden');
  expect(letter.join(' ')).toMatch(/Der Code gilt bis \w+, \d+\. \w+ \d{4}/);
  expect(await printed(desk, portal.folder)).toEqual(letter);
  await desk.goto('/staff/post');
  await expectAccessible(desk);
  await desk.getByRole('link', { name: 'Als verschickt melden' }).click();
  await desk.waitForURL('**/posted');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Ja, zur Post gegeben' }).click();
  await expect(desk.locator('main')).toContainText('Der Stapel gilt als verschickt.');

  await page.getByLabel('Code', { exact: true }).fill(codeOf(letter)!);
  await page.getByRole('button', { name: 'Anschrift bestätigen' }).click();
  await page.waitForURL('**/me/contact');
  await expect(page.locator('main')).toContainText('Musterweg 1, 01067 Dresden');
  await expectAccessible(page);
  // Whose address was read can see that it was.
  await page.goto('/me/access-log');
  await expect(page.locator('main')).toContainText('einen Brief an Sie gedruckt');

  // A consent by letter takes a letter; taken back before it was posted, it is no longer in the batch.
  await page.goto('/consents');
  await page.locator('label[for="box-practice-news-letter"]').click();
  await page.waitForURL('**/consents/confirm/practice-news/letter');
  await expect(page.locator('main')).toContainText('Der Code kommt mit einem Brief');
  await expectAccessible(page);
  await desk.goto('/staff/post');
  await desk.getByRole('button', { name: '1 Brief zusammenstellen' }).click();
  codeOf(await printed(desk, portal.folder));
  await page.goto('/consents/withdraw/practice-news/letter');
  await page.getByRole('button', { name: 'Jetzt zurücknehmen' }).click();
  await page.waitForURL(/\/consents(\?.*)?$/);
  await desk.goto('/staff/post');
  await expect(desk.locator('main')).toContainText('Nicht verschicken: Nr. 1.');
  await expectAccessible(desk);
  const again = (await printed(desk, portal.folder)).join(' ');
  expect(again).toContain('Nicht zu verschicken: Nr. 1.');
  expect(again).not.toMatch(/Musterfrau|\d{4} \d{4}/);
  await context.close();
});
