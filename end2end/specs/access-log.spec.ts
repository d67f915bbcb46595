// Who looked at somebody's data, and why: what the team does, and what the patient then reads of it.
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/cast';
import { somebody, Visitor } from '../support/people';

const FOLDER = join(__dirname, '..', 'screenshots');

/** The newest line of the log that is open. */
const newest = (page: Page) => page.locator('ol.item-list > li').first();

test('a clinician opens a record, and its owner reads who, what and when', async ({ page, browser, cast, portal }) => {
  await cast.asRecorded(page);
  await page.goto('/home');
  await page.getByRole('link', { name: 'Zugriffe' }).click();
  await expect(page.locator('h1')).toHaveText('Wer hat zugegriffen?');
  await expect(page.getByText('hat Ihre Akte geöffnet.')).toHaveCount(0);

  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin });
  const clinician = await context.newPage();
  await cast.asStaff(clinician, 'clinician');
  await clinician.goto(cast.recordedPath);
  await clinician.getByRole('link', { name: 'Akte öffnen' }).click();
  await expect(clinician.locator('h1')).toHaveText('Anna Muster');
  await context.close();

  await page.reload();
  await expect(newest(page)).toContainText('(Behandlung) hat Ihre Akte geöffnet.');
  await expect(newest(page)).toContainText('Akte');
  await expect(page.getByText('hat Ihre Akte geöffnet.')).toHaveCount(1);
  await expect(page.getByText('hat Ihre Stammdaten angesehen.').first()).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: join(FOLDER, 'journey-access-log-1280.png'), fullPage: true, animations: 'disabled' });

  await test.step('reading one’s own record and log leaves no line', async () => {
    const before = await page.locator('ol.item-list > li').count();
    await page.goto('/me/record');
    await page.goto('/me/access-log');
    expect(await page.locator('ol.item-list > li').count()).toBe(before);
  });
});

test('the privacy officer looks with a reason, which stands in the log of the patient', async ({ page, cast, browser, portal, watch }) => {
  await cast.asStaff(page, 'privacy-officer');
  await page.goto('/staff');
  await page.getByRole('link', { name: 'Einsicht mit Begründung' }).click();
  await page.getByLabel('Name').first().fill('Muster');
  for (const [field, value] of [['day', '4'], ['month', '5'], ['year', '1980']]) {
    await page.locator(`[name="birth_date_${field}"]`).fill(value!);
  }

  await test.step('without one: said beside the field, and all that was typed stays', async () => {
    watch.expectStatus(422);
    await page.getByRole('button', { name: 'Suchen' }).click();
    await expect(page.locator('[name="reason"]')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('.field-error').filter({ hasText: 'Geben Sie den Grund an.' })).toHaveCount(1);
    await expect(page.locator('[name="family_name"]')).toHaveValue('Muster');
    await expectAccessible(page);
  });

  const reason = 'Beschwerde vom 3. Mai </textarea><script>alert(1)</script> 👩🏽‍⚕️ مريم';
  await page.getByLabel('Grund').fill(reason);
  await page.getByRole('button', { name: 'Suchen' }).click();
  await expect(page.getByRole('heading', { name: 'Anna Muster' })).toBeVisible();
  const number = /Patientennummer (\S+)/.exec(await page.locator('main').innerText())![1]!;
  await expectAccessible(page);
  await page.screenshot({ path: join(FOLDER, 'journey-search-with-reason-1280.png'), fullPage: true, animations: 'disabled' });
  await page.getByRole('button', { name: 'Stammdaten ansehen' }).click();
  await expect(page.locator('h1')).toHaveText('Anna Muster');
  await expect(page.getByRole('button', { name: 'Einladung drucken' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Akte öffnen' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Zur Suche' }).click();
  await page.getByLabel('Grund').fill(reason);
  await page.locator('[name="patient_number"]').fill(number);
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByRole('button', { name: 'Protokoll ansehen' }).click();
  await expect(page.locator('h1')).toHaveText('Zugriffsprotokoll');
  await expect(newest(page)).toContainText('hat dieses Protokoll gelesen.');
  await expect(newest(page)).toContainText(reason);

  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin });
  const patient = await context.newPage();
  await cast.asRecorded(patient);
  await patient.goto('/me/access-log');
  const deeds = { 'hat dieses Protokoll gelesen.': 1, 'hat Ihre Stammdaten angesehen.': 1, 'hat nach Ihnen gesucht und Sie gefunden.': 2 };
  for (const [deed, times] of Object.entries(deeds)) {
    const line = patient.locator('ol.item-list > li', { hasText: deed }).filter({ hasText: reason });
    await expect(line, deed).toHaveCount(times);
    await expect(line.first()).toContainText('(Datenschutz)');
  }
  await context.close();
});

test('the log is read page by page, without JavaScript as well', async ({ browser, cast, portal, watch }) => {
  watch.withoutJavaScript();
  const desk = cast.staff('reception');
  const person = somebody({ given: 'Lene' });
  const path = await desk.add(person);
  const me = await cast.visitor();
  await me.enrol(await desk.invite(path), person.born);
  for (let round = 0; round < 45; round += 1) expect((await desk.get(path)).status()).toBe(200);
  const context = await browser.newContext({
    locale: 'de-DE',
    baseURL: portal.origin,
    javaScriptEnabled: false,
    storageState: await me.request.storageState(),
    viewport: { width: 360, height: 780 },
  });
  const page = await context.newPage();
  await page.goto('/me/access-log');
  let lines = await page.locator('ol.item-list > li').count();
  for (let pages = 1; (await page.getByRole('link', { name: 'Ältere Einträge' }).count()) > 0; pages += 1) {
    expect(pages).toBeLessThan(6);
    await page.getByRole('link', { name: 'Ältere Einträge' }).click();
    expect(new URL(page.url()).search).toMatch(/^\?older=\d+-\d+$/);
    lines += await page.locator('ol.item-list > li').count();
  }
  // That she was added, found as she was added, invited and enrolled, and every look at her page, also those on the way.
  expect(lines).toBeGreaterThanOrEqual(48);
  expect(lines).toBeLessThan(60);
  await page.screenshot({ path: join(FOLDER, 'journey-access-log-360-no-javascript.png'), fullPage: true });
  await page.getByRole('link', { name: 'Zu den neuesten Einträgen' }).click();
  await expect(page).toHaveURL('/me/access-log');
  await context.close();
});

test('what is no place in the log is missing, and nothing is said of it', async ({ cast, portal }) => {
  for (const odd of ['0-1', 'x', '1', '-', "1-1'--", '99999999999999999999-1', '</script>']) {
    const answer = await cast.recorded.get(`/me/access-log?older=${encodeURIComponent(odd)}`);
    expect(answer.status(), odd).toBe(404);
  }
  const officer = cast.staff('privacy-officer');
  const foreign = cast.staff('reception');
  const path = `${cast.recordedPath}/access-log`;
  expect((await foreign.submit('/staff', path, { reason: 'Neugier' })).status()).toBe(404);
  const me = new Visitor(cast.recorded.request, portal);
  expect((await me.submit('/home', path, { reason: 'Neugier' })).status()).toBe(404);
  const long = await officer.submit(path, path, { reason: 'x'.repeat(301) });
  expect(long.status()).toBe(422);
  expect(await long.text()).toContain('x'.repeat(301));
  expect(await cast.recorded.html('/me/access-log')).not.toContain('Neugier');
  expect(portal.log().filter(({ fields }) => (fields.status ?? 0) >= 500)).toEqual([]);
});
