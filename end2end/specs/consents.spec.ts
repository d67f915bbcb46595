// A patient decides what they may be contacted for: codes, taking back, reminders and the end, the link of a mail, and a
// proof that anybody can check.
import type { Page } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe';
import { ADDRESS, confirmAddress, nextCode, test } from '../support/mailed';
import { Visitor, type Access } from '../support/people';
import { expect } from '../support/practice';
import type { Portal } from '../support/portal';
import { STEP, totp } from '../support/totp';

const DAY = 24 * 3_600_000;
const NEWS = 'practice-news/email';

const box = (page: Page) => page.locator('input[type="checkbox"][data-purpose="practice-news"][data-channel="email"]');
const state = (page: Page) => page.locator('#state-practice-news-email');

/** Ticks the box and enters the code that arrives. */
async function consent(page: Page, next: () => Promise<string>): Promise<void> {
  await page.goto('/consents');
  await page.locator('label[for="box-practice-news-email"]').click();
  await page.waitForURL(`**/consents/confirm/${NEWS}`);
  await page.getByLabel('Code aus der Nachricht').fill(await next());
  await page.getByRole('button', { name: 'Einwilligung bestätigen' }).click();
  await page.waitForURL(/\/consents(\?.*)?$/);
}

/** Signs in anew, after sessions have ended. */
async function signIn(page: Page, portal: Portal, { signInName, passphrase, secret }: Access): Promise<void> {
  await portal.advance(STEP);
  const code = totp(secret, portal.now());
  await new Visitor(page.request, portal).proceed('/sign-in', '/sign-in', { sign_in_name: signInName, passphrase, code }, '/home');
}

test('an address and a consent hold from their code on, and taking back is one click', async ({
  page,
  portal,
  access,
  mailServer,
  watch,
}) => {
  test.slow();
  const [visitor, used] = [new Visitor(page.request, portal), new Set<string>()];
  await page.goto('/consents');
  await expect(page.locator('input[type="checkbox"]:checked'), 'nothing is ticked beforehand').toHaveCount(0);
  await expectAccessible(page);
  await confirmAddress(page, visitor, access, mailServer, used);

  await page.goto('/consents');
  await expect(state(page)).toHaveText('Aus');
  await page.locator('label[for="box-practice-news-email"]').click();
  await page.waitForURL(`**/consents/confirm/${NEWS}`);
  await expectAccessible(page);
  const code = await nextCode(mailServer, used);
  // A wrong one is said to be wrong, and changes nothing.
  watch.expectStatus(422);
  await page.getByLabel('Code aus der Nachricht').fill(code === '0000 0000' ? '0000 0001' : '0000 0000');
  await page.getByRole('button', { name: 'Einwilligung bestätigen' }).click();
  await expect(page.locator('#code-error')).toContainText('4');
  await expectAccessible(page);
  await page.getByLabel('Code aus der Nachricht').fill(code);
  await page.getByRole('button', { name: 'Einwilligung bestätigen' }).click();
  await page.waitForURL(/\/consents(\?.*)?$/);
  await expect(state(page)).toContainText('Bestätigt am');
  await expect(state(page)).toContainText('läuft ab am');
  await expect(box(page)).toBeChecked();
  await expectAccessible(page);

  // Nobody outside learns more than that there is a code.
  for (const { to, subject, raw } of mailServer.mails()) {
    expect(to).toBe(ADDRESS);
    expect(subject).toBe('Ihr Bestätigungscode');
    expect(raw).not.toMatch(/Neuigkeiten|Frieda|Musterfrau|Einwilligung/);
  }

  // Taking back says what is lost, asks once, and takes effect at once.
  await page.locator('label[for="box-practice-news-email"]').click();
  await page.waitForURL(`**/consents/withdraw/${NEWS}`);
  await expect(page.locator('main')).toContainText('Erinnerung, dass eine Einwilligung abläuft');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Jetzt zurücknehmen' }).click();
  await page.waitForURL(/\/consents(\?.*)?$/);
  await expect(state(page)).toContainText('Widerrufen am');
  await expect(box(page)).not.toBeChecked();

  await page.goto('/consents/history');
  await expect(page.locator('main')).toContainText('Widerrufen');
  await expect(page.locator('main')).toContainText('Bestätigt');
  await expectAccessible(page);
});

test('all of it works without JavaScript', async ({ page, browser, portal, access, mailServer }) => {
  test.slow();
  const used = new Set<string>();
  await confirmAddress(page, new Visitor(page.request, portal), access, mailServer, used);
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled: false, storageState });
  const plain = await context.newPage();
  await plain.goto('/consents');
  const cell = plain.locator('td').filter({ has: plain.locator('#state-practice-news-email') });
  await cell.getByRole('button', { name: /^Ja/ }).click();
  await plain.waitForURL(`**/consents/confirm/${NEWS}`);
  await plain.getByLabel('Code aus der Nachricht').fill(await nextCode(mailServer, used));
  await plain.getByRole('button', { name: 'Einwilligung bestätigen' }).click();
  await expect(state(plain)).toContainText('Bestätigt am');
  await plain.goto('/consents/withdraw-all');
  await plain.getByRole('button', { name: 'Jetzt alles widerrufen' }).click();
  await plain.goto('/consents');
  await expect(state(plain)).toContainText('Widerrufen am');
  await context.close();
});

test('over two years there are two reminders, and then it has ended', async ({ page, portal, access, mailServer }) => {
  test.slow();
  const used = new Set<string>();
  await confirmAddress(page, new Visitor(page.request, portal), access, mailServer, used);
  await consent(page, () => nextCode(mailServer, used));
  const reminders = () => mailServer.mails().filter(({ subject }) => subject === 'Bitte sehen Sie nach');
  await portal.advance(690 * DAY);
  await page.waitForTimeout(3_000);
  expect(reminders()).toHaveLength(0);
  await portal.advance(12 * DAY);
  await mailServer.waitFor(({ subject }) => subject === 'Bitte sehen Sie nach', 20_000);
  await portal.advance(24 * DAY);
  await expect.poll(() => reminders().length, { timeout: 20_000 }).toBe(2);
  await portal.advance(10 * DAY);
  await page.waitForTimeout(3_000);
  expect(reminders()).toHaveLength(2);
  await signIn(page, portal, access);
  await page.goto('/consents');
  await expect(state(page)).toContainText('Abgelaufen am');
  await expect(box(page)).not.toBeChecked();
});

test('the link of a mail ends such mails without signing in', async ({ page, browser, playwright, portal, access, mailServer }) => {
  test.slow();
  const used = new Set<string>();
  await confirmAddress(page, new Visitor(page.request, portal), access, mailServer, used);
  await consent(page, () => nextCode(mailServer, used));
  await portal.advance(702 * DAY);
  const mail = await mailServer.waitFor(({ subject }) => subject === 'Bitte sehen Sie nach', 20_000);
  expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const link = /<(http[^>]+)>/.exec(mail.headers['list-unsubscribe']!.replace(/\s/g, ''))![1]!;

  // Scanners follow links: nothing happens, and nothing is said.
  const stranger = await browser.newContext({ locale: 'de-DE' });
  const window = await stranger.newPage();
  await window.goto(link);
  await expect(window.getByRole('heading', { name: 'Abbestellen' })).toBeVisible();
  await expect(window.locator('main')).not.toContainText(/Neuigkeiten|Frieda/);
  await expectAccessible(window);
  await signIn(page, portal, access);
  await page.goto('/consents');
  await expect(state(page)).toContainText('Bestätigt am');

  // A mail program sends one POST, without cookie and without origin.
  const program = await playwright.request.newContext();
  const form = { 'List-Unsubscribe': 'One-Click' };
  expect((await program.post(link, { form })).status()).toBe(200);
  expect((await program.post(link, { form })).status(), 'once more changes nothing').toBe(200);
  expect((await program.post(`${link.slice(0, -4)}AAAA`, { form })).status()).toBe(404);
  await program.dispose();
  await page.goto('/consents');
  await expect(state(page)).toContainText('Widerrufen am');
  await stranger.close();
});

test('the proof is downloaded, checked with the network cut, and refused when a byte is altered', async ({
  page,
  portal,
  access,
  mailServer,
}) => {
  test.slow();
  const used = new Set<string>();
  await confirmAddress(page, new Visitor(page.request, portal), access, mailServer, used);
  await consent(page, () => nextCode(mailServer, used));
  await expect
    .poll(async () => (await page.request.get('/consents/exports/1', { headers: { accept: '*/*' } })).status(), { timeout: 20_000 })
    .toBe(200);
  await page.goto('/consents/exports');
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[href="/consents/exports/1"]').click(),
  ]);
  const file = join(portal.folder, 'nachweis.jws');
  await download.saveAs(file);
  expect(await portal.command('consents', 'verify', file)).toMatch(/valid/i);

  // For paper: made from the very file, and says so.
  const [printed] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[href="/consents/exports/1/pdf"]').click(),
  ]);
  expect(printed.suggestedFilename()).toBe('einwilligungen-v1.pdf');
  const sheet = join(portal.folder, 'nachweis.pdf');
  await printed.saveAs(sheet);
  const paper = (await readFile(sheet)).toString('latin1');
  expect(paper.startsWith('%PDF-1.7')).toBe(true);
  for (const said of ['/StructTreeRoot', '/Marked true', '/Lang(de)', '/AFRelationship/Source']) {
    expect(paper).toContain(said);
  }
  expect(paper).toContain('einwilligungen-v1.jws');

  const altered = join(portal.folder, 'altered.jws');
  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = bytes[middle] === 0x41 ? 0x42 : 0x41;
  await writeFile(altered, bytes);
  await expect(portal.command('consents', 'verify', altered)).rejects.toThrow();

  await page.goto('/consents/verify');
  await expectAccessible(page);
  await expect(page.locator('#export-file')).toBeVisible();
  await page.context().setOffline(true);
  await page.locator('#export-file').setInputFiles(file);
  await expect(page.locator('#check-verdict')).toContainText('1');
  const valid = await page.locator('#check-verdict').innerText();
  await page.locator('#export-file').setInputFiles(altered);
  await expect(page.locator('#check-verdict')).not.toHaveText(valid);
  await expect(page.locator('#check-verdict')).toContainText(/verändert/);
  await page.context().setOffline(false);
});
