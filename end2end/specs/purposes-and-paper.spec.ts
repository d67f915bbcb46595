// The practice's side of consents: a new text that ends older consents on a day, and consents that were signed on paper.
import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { confirmAddress, nextCode, test } from '../support/mailed';
import { somebody, Visitor } from '../support/people';
import { expect } from '../support/practice';
import type { Portal } from '../support/portal';

const DAY = 24 * 3_600_000;
const NEWS = 'practice-news/email';
const state = (page: Page) => page.locator('#state-practice-news-email');

/** A browser of somebody of the team. */
async function colleague(browser: Browser, portal: Portal, role: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled });
  await new Visitor(context.request, portal).play(portal.players().find((player) => player.role === role)!);
  return context.newPage();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.waitForURL(`**/consents/confirm/${NEWS}`);
  await page.getByLabel('Code aus der Nachricht').fill(code);
  await page.getByRole('button', { name: 'Einwilligung bestätigen' }).click();
  await page.waitForURL(/\/consents(\?.*)?$/);
}

test('a new text is compared, published, and ends older consents after two reminders', async ({
  page,
  browser,
  portal,
  access,
  mailServer,
  watch,
}) => {
  test.slow();
  const used = new Set<string>();
  await confirmAddress(page, new Visitor(page.request, portal), access, mailServer, used);
  await page.goto('/consents');
  await page.locator('label[for="box-practice-news-email"]').click();
  await enterCode(page, await nextCode(mailServer, used));

  const officer = await colleague(browser, portal, 'privacy-officer');
  await officer.goto('/staff/consents');
  await expectAccessible(officer);
  await officer.getByRole('link', { name: 'Neuigkeiten aus der Praxis' }).click();
  await officer.getByRole('link', { name: 'Ändern' }).click();
  const text = officer.getByLabel('Text auf Deutsch');
  await text.fill(`${await text.inputValue()}\nWir schreiben Ihnen auch über neue Kolleginnen und Kollegen.`);
  await officer.getByRole('button', { name: 'Weiter' }).click();
  await expect(officer.locator('ins')).toHaveText('Wir schreiben Ihnen auch über neue Kolleginnen und Kollegen.');
  await expectAccessible(officer);

  // The question is not answered by leaving it out.
  watch.expectStatus(422);
  await officer.getByRole('button', { name: 'Veröffentlichen' }).click();
  await expect(officer.locator('.error-summary')).toContainText('Wählen Sie, was aus älteren Einwilligungen wird.');
  await expectAccessible(officer);
  await officer.getByText('Sie enden an einem Tag und müssen neu gegeben werden').click();
  const end = new Date(portal.now() + 45 * DAY);
  await officer.getByLabel('Tag', { exact: true }).fill(String(end.getUTCDate()));
  await officer.getByLabel('Monat', { exact: true }).fill(String(end.getUTCMonth() + 1));
  await officer.getByLabel('Jahr', { exact: true }).fill(String(end.getUTCFullYear()));
  await officer.getByRole('button', { name: 'Veröffentlichen' }).click();
  await expect(officer.locator('main')).toContainText('Die Fassung ist veröffentlicht');
  await expect(officer.locator('main')).toContainText('Einwilligungen zu älteren Fassungen enden am');
  await expectAccessible(officer);

  // At once the patient reads when it ends; the text they agreed to is the old one.
  await page.goto('/consents');
  await expect(state(page)).toContainText(`läuft ab am ${end.getUTCDate()}. `);
  await page.goto('/consents/texts/practice-news/1');
  await expect(page.locator('main')).not.toContainText('neue Kolleginnen');
  await page.goto('/consents/texts/practice-news/2');
  await expect(page.locator('main')).toContainText('neue Kolleginnen');

  const reminders = () => mailServer.mails().filter(({ subject }) => subject === 'Bitte sehen Sie nach');
  expect(reminders()).toHaveLength(0);
  await portal.advance(17 * DAY);
  await expect.poll(() => reminders().length, { timeout: 20_000 }).toBe(1);
  await portal.advance(23 * DAY);
  await expect.poll(() => reminders().length, { timeout: 20_000 }).toBe(2);
  await portal.advance(6 * DAY);
  await new Visitor(page.request, portal).signIn(access);
  await page.goto('/consents');
  await expect(state(page)).toContainText('Abgelaufen am');
  expect(reminders()).toHaveLength(2);
  await officer.context().close();
});

test('a signed form is recorded without JavaScript, and holds once the patient has confirmed it', async ({
  page,
  browser,
  portal,
  mailServer,
  watch,
}) => {
  test.slow();
  watch.withoutJavaScript();
  const used = new Set<string>();
  const desk = await colleague(browser, portal, 'reception', false);
  const [reception, me] = [new Visitor(desk.context().request, portal), new Visitor(page.request, portal)];
  const person = somebody({ given: 'Frieda' });
  const path = await reception.add(person);
  const access = await me.enrol(await reception.invite(path), person.born);
  await confirmAddress(page, me, access, mailServer, used);

  await desk.goto('/staff/paper-forms');
  await desk.getByRole('link', { name: 'Neuigkeiten aus der Praxis, Deutsch' }).click();
  await expect(desk.locator('.paper-form')).toContainText('Datum, Unterschrift');

  await desk.goto(path);
  await desk.getByRole('link', { name: 'Einwilligung auf Papier erfassen' }).click();
  // By the label, which covers the box as well.
  const news = desk.getByRole('group', { name: 'Neuigkeiten aus der Praxis, Fassung 1 (gilt jetzt)' });
  await news.getByText('E-Mail', { exact: true }).click();
  const signed = new Date(portal.now());
  await desk.getByLabel('Tag', { exact: true }).fill(String(signed.getUTCDate()));
  await desk.getByLabel('Monat', { exact: true }).fill(String(signed.getUTCMonth() + 1));
  await desk.getByLabel('Jahr', { exact: true }).fill(String(signed.getUTCFullYear()));
  // Something else than a scan is refused, and nothing but the file has to be chosen again.
  watch.expectStatus(422);
  const scan = desk.getByLabel('Scan des Formulars');
  await scan.setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a scan') });
  await desk.getByRole('button', { name: 'Erfassen' }).click();
  await expect(desk.locator('#scan-error')).toContainText('weder PDF noch JPEG noch PNG');
  await expect(news.getByRole('checkbox', { name: 'E-Mail' })).toBeChecked();
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 7)]);
  await scan.setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: content });
  await desk.getByRole('button', { name: 'Erfassen' }).click();
  await expect(desk.locator('main')).toContainText('Die Einwilligung ist erfasst');
  await desk.context().close();

  await expect(async () => {
    await page.goto('/home');
    await expect(page.locator('main')).toContainText('auf Papier erfasst', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expectAccessible(page);
  await page.goto('/consents');
  await expect(state(page)).toHaveText('Auf Papier gegeben, hier noch nicht bestätigt');
  await page.locator('label[for="box-practice-news-email"]').click();
  await enterCode(page, await nextCode(mailServer, used));
  await expect(state(page)).toContainText('Bestätigt am');

  await page.goto('/consents/history');
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Unterschriebenes Formular öffnen' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('einwilligung.pdf');
});
