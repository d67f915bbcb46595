// Somebody's record from the file of the practice system to the screen: theirs, and that of whoever treats them.
import type { Download, Page } from '@playwright/test';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe';
import { IPS, importFile, letterFor, pdf } from '../support/fhir';
import { tooWide } from '../support/layout';
import { authenticator } from '../support/passkey';
import { birthFields, enrolStaff, staffLink, Visitor } from '../support/people';
import type { Portal } from '../support/portal';
import { expect, test } from '../support/practice';

const FOLDER = join(__dirname, '..', 'screenshots');
const HOUR = 3_600_000;

/** A member of the team in a browser of their own. */
async function member(page: Page, portal: Portal, name: string, role: string): Promise<Page> {
  const context = await page.context().browser()!.newContext({ locale: 'de-DE', baseURL: portal.origin });
  const own = await context.newPage();
  await authenticator(own);
  await enrolStaff(own, await staffLink(portal, name, role));
  return own;
}

async function contentOf(download: Download): Promise<Buffer> {
  return readFile((await download.path())!);
}

/** Looks at a page at both widths, with axe, and keeps a picture of each. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await tooWide(page), `${name} at ${width} pixels`).toEqual([]);
    await expectAccessible(page);
    const path = join(FOLDER, `journey-${name}-${width}.png`);
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    expect((await stat(path)).size).toBeGreaterThan(5_000);
  }
}

test('an imported record waits for the identity check, and then its owner and a clinician read it', async ({
  page,
  portal,
  browser,
  watch,
}) => {
  test.slow();
  const letter = pdf(300_000);
  const report = await importFile(portal, IPS.file);
  expect(report).toContain('Entries: 26 new');
  expect(await importFile(portal, IPS.file), 'the same file once more').toContain('Entries: 0 new, 0 replaced, 26 unchanged');
  expect(await importFile(portal, await letterFor(portal, 'Entlassbrief', letter))).toContain('known by a number');

  const reception = await member(page, portal, 'Petra Lindner', 'reception');
  const desk = new Visitor(reception.request, portal);
  const person = await desk.find(IPS.family, IPS.born);
  const me = new Visitor(page.request, portal);
  await me.enrol(await desk.invite(person), IPS.born);

  await test.step('before the check: why it is closed, and what is open', async () => {
    await page.goto('/home');
    await page.getByRole('link', { name: 'Ihre Akte' }).click();
    await expect(page.locator('h1')).toHaveText('Ihre Akte');
    await expect(page.getByRole('heading', { name: 'Ihre Akte ist noch geschlossen' })).toBeVisible();
    await expect(page.locator('main')).not.toContainText('Praxissystem');
    await looksRight(page, 'record-closed');
    await page.getByRole('link', { name: 'Ihre eigenen Daten ansehen' }).click();
    await expect(page.locator('h1')).toHaveText('Ihre Daten');
    await expect(page.locator('main')).toContainText('30. September 1956');
    await expect(page.locator('main')).toContainText('Aus der Praxissoftware übernommen, seit');
    await looksRight(page, 'me');
  });

  const clinician = await member(page, portal, 'Paula Beispiel', 'clinician');
  await clinician.goto('/staff/enrolments');
  await clinician.getByRole('button', { name: 'Identität bestätigen' }).click();
  await expect(clinician.locator('main')).toContainText('Die Identität ist bestätigt.');

  await test.step('the owner reads it', async () => {
    await page.goto('/me/record');
    for (const section of ['Allergien', 'Erkrankungen', 'Medikamente', 'Impfungen', 'Werte', 'Eingriffe', 'Dokumente']) {
      await expect(page.getByRole('heading', { level: 2, name: section, exact: true })).toBeVisible();
    }
    await expect(page.locator('main')).toContainText('aus: Praxissystem');
    await expect(page.locator('.entry')).not.toHaveCount(0);
    await page.getByText('Codes anzeigen').first().click();
    await expect(page.locator('.entry-codes code').first()).toBeVisible();
    await looksRight(page, 'record');
  });

  await test.step('a document comes as it was handed in, under a name that says nothing', async () => {
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'PDF herunterladen' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('dokument.pdf');
    expect((await contentOf(download)).equals(letter)).toBe(true);
    await expect(page, 'the page stays').toHaveURL('/me/record');
  });

  await test.step('a clinician opens it from the page of the person', async () => {
    await clinician.goto(person);
    await clinician.getByRole('link', { name: 'Akte öffnen' }).click();
    await expect(clinician.locator('h1')).toHaveText(`${IPS.given} ${IPS.family}`);
    await expect(clinician.getByRole('heading', { name: 'Dieser Aufruf ist protokolliert' })).toBeVisible();
    await expect(clinician.locator('main')).toContainText('geboren am 30. September 1956');
    expect(await clinician.title(), 'titles end up in histories').toBe('Akte – Patientenportal');
    await looksRight(clinician, 'staff-record');
    const coming = clinician.waitForEvent('download');
    await clinician.getByRole('link', { name: 'PDF herunterladen' }).click();
    expect((await contentOf(await coming)).equals(letter)).toBe(true);
    await clinician.getByRole('link', { name: 'Zur Person' }).click();
    await expect(clinician).toHaveURL(person);
  });

  await test.step('and the owner sees who did, newest first', async () => {
    await page.goto('/me/access-log');
    const lines = page.locator('ol.item-list > li');
    await expect(lines.nth(0)).toContainText('Paula Beispiel (Behandlung) hat Ihre Stammdaten angesehen.');
    await expect(lines.nth(1)).toContainText('Paula Beispiel (Behandlung) hat ein Dokument aus Ihrer Akte geladen.');
    await expect(lines.nth(2)).toContainText('Paula Beispiel (Behandlung) hat Ihre Akte geöffnet.');
    await looksRight(page, 'access-log');
  });

  await test.step('reception has neither the link nor the page', async () => {
    await reception.goto(person);
    await expect(reception.getByRole('link', { name: 'Akte öffnen' })).toHaveCount(0);
    watch.expectStatus(404);
    await reception.goto(`${person}/record`);
    await expect(reception.locator('h1')).toHaveText('Diese Seite gibt es nicht');
  });

  await test.step('in English', async () => {
    await page.goto('/me/record?lang=en');
    await expect(page.locator('h1')).toHaveText('Your record');
    await expect(page.getByRole('heading', { level: 2, name: 'Vaccinations' })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('and without JavaScript', async () => {
    watch.withoutJavaScript();
    const context = await browser.newContext({
      locale: 'de-DE',
      baseURL: portal.origin,
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
      viewport: { width: 360, height: 800 },
    });
    const plain = await context.newPage();
    await plain.goto('/me/record?lang=de');
    await expect(plain.locator('h1')).toHaveText('Ihre Akte');
    await expect(plain.getByRole('heading', { level: 2, name: 'Werte', exact: true })).toBeVisible();
    await plain.getByText('Codes anzeigen').first().click();
    await expect(plain.locator('.entry-codes code').first()).toBeVisible();
    await plain.screenshot({ path: join(FOLDER, 'journey-record-360-no-javascript.png'), fullPage: true });
    const coming = plain.waitForEvent('download');
    await plain.getByRole('link', { name: 'PDF herunterladen' }).click();
    expect((await contentOf(await coming)).equals(letter)).toBe(true);
    await context.close();
  });

  expect(await portal.command('audit', 'verify')).toContain('Nothing was found that has been altered');
  const log = portal.lines.join('\n');
  for (const name of [IPS.family, IPS.given, 'Entlassbrief']) expect(log).not.toContain(name);
});

test('after a replacement letter nothing is shown for a day', async ({ page, portal, playwright }) => {
  test.slow();
  await importFile(portal, IPS.file);
  const reception = await member(page, portal, 'Petra Lindner', 'reception');
  const lead = await member(page, portal, 'Tarek Holm', 'team-lead');
  const desk = new Visitor(reception.request, portal);
  const person = await desk.find(IPS.family, IPS.born);
  const first = new Visitor(await playwright.request.newContext(), portal);
  const { codes, signInName } = await first.enrol(await desk.invite(person), IPS.born);
  await lead.goto('/staff/enrolments');
  await lead.getByRole('button', { name: 'Identität bestätigen' }).click();
  expect(await first.html('/me/record')).toContain('Zuletzt übernommen');

  const me = new Visitor(page.request, portal);
  const { code } = await desk.invite(person);
  await me.post('/enrol', { code, ...birthFields(IPS.born) });
  await me.proceed('/enrol/recovery-code', '/enrol/recovery-code', { recovery_code: codes[0]! }, '/enrol/way');
  const access = await me.chooseWayT(signInName, 'eine ganz andere lange passphrase');
  await page.goto('/me/record');
  await expect(page.getByRole('heading', { name: 'Ihre Akte ist noch geschlossen' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Zu Ihrem Schutz öffnet sich Ihre Akte erst wieder ab');
  await looksRight(page, 'record-held');
  await page.goto('/me/access-log');
  await expect(page.getByRole('heading', { name: 'Das Protokoll ist noch verborgen' })).toBeVisible();
  await expect(page.locator('ol.item-list')).toHaveCount(0);
  await page.goto('/me');
  await expect(page.getByText('Noch verborgen', { exact: true })).toHaveCount(3);
  await expect(page.locator('main')).toContainText(IPS.family);
  await looksRight(page, 'me-held');

  await portal.advance(24 * HOUR);
  await page.context().clearCookies();
  await me.signIn(access);
  await page.goto('/me/record');
  await expect(page.locator('main')).toContainText('Zuletzt übernommen');
});
