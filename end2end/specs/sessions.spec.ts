// Who is signed in where, for how long, and how that ends.
import type { Page } from '@playwright/test';
import { test } from '../support/access';
import { expectAccessible } from '../support/axe';
import { awake, noteAwakening } from '../support/island';
import { authenticator } from '../support/passkey';
import { enrolStaff, staffLink, tick, Visitor } from '../support/people';
import { expect } from '../support/practice';
import { STEP, totp } from '../support/totp';

const MINUTE = 60_000;

const otherSessions = (page: Page) =>
  page.locator('li', { has: page.locator('form[action*="/sessions/"]') }).filter({ hasNot: page.locator('.badge') });

test('one browser ends another, and the other is asked to sign in on its next request', async ({
  page,
  browser,
  portal,
  access,
  watch,
}) => {
  await new Visitor(page.request, portal).signIn(access);
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' });
  const other = await context.newPage();
  await new Visitor(other.request, portal).signIn(access);
  await other.goto(`${portal.origin}/me/security`);

  await page.goto('/me/security');
  await expect(page.locator('.badge')).toHaveText(['Dieser Browser']);
  // The browser of the enrolment, and the one just opened.
  await expect(otherSessions(page)).toHaveCount(2);
  await expectAccessible(page);
  await otherSessions(page).filter({ hasText: 'Firefox' }).getByRole('button', { name: 'Abmelden' }).click();
  await expect(page).toHaveURL('/me/security');
  await expect(otherSessions(page)).toHaveCount(1);

  watch.expectStatus(401);
  await other.getByRole('link', { name: 'Mein Portal' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Bitte melden Sie sich an');
  await expectAccessible(other);
  await other.getByRole('link', { name: 'Zur Anmeldung' }).click();
  await expect(other).toHaveURL(`${portal.origin}/sign-in`);
  await context.close();

  await page.getByRole('button', { name: 'Alle anderen abmelden' }).click();
  await expect(otherSessions(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Alle anderen abmelden' })).toHaveCount(0);
});

test('one’s own entry in the list signs out here', async ({ page, portal, access }) => {
  await new Visitor(page.request, portal).signIn(access);
  await page.goto('/me/security');
  await page.locator('li', { has: page.locator('.badge') }).getByRole('button', { name: 'Abmelden' }).click();
  await expect(page).toHaveURL('/signed-out');
  expect((await page.request.get('/home', { headers: { accept: 'text/html' } })).status()).toBe(401);
});

test('a passkey is added after a fresh proof, renamed and removed, and the last way in stays', async ({
  page,
  portal,
  access,
  watch,
}) => {
  test.slow();
  const key = await authenticator(page);
  const me = new Visitor(page.request, portal);
  await me.signIn(access);

  const prove = async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bitte bestätigen Sie, dass Sie es sind');
    await portal.advance(STEP);
    await page.getByLabel('Passphrase', { exact: true }).fill(access.passphrase);
    await page.getByLabel('Code aus Ihrer App').fill(totp(access.secret, portal.now()));
    await page.getByRole('button', { name: 'Bestätigen', exact: true }).click();
  };

  await test.step('added', async () => {
    await page.goto('/me/security');
    await page.getByRole('link', { name: 'Passkey hinzufügen' }).click();
    await expectAccessible(page);
    const before = (await page.context().cookies()).find(({ name }) => name === '__Host-sid')!.value;
    await prove();
    await expect(page).toHaveURL('/me/security/passkey');
    const after = (await page.context().cookies()).find(({ name }) => name === '__Host-sid')!.value;
    expect(after, 'a session that is worth more has a new name').not.toBe(before);
    await expectAccessible(page);
    await page.getByLabel('Name für dieses Gerät').fill('Tablet');
    await page.getByRole('button', { name: 'Passkey einrichten' }).click();
    await page.waitForURL('**/me/security');
    expect(await key.count()).toBe(1);
    await expect(page.locator('main')).toContainText('Der Passkey „Tablet“ wurde hinzugefügt.');
    // The session of the enrolment has ended with it.
    await expect(otherSessions(page)).toHaveCount(0);
  });

  await test.step('a device gets one passkey for an account', async () => {
    await page.getByRole('link', { name: 'Passkey hinzufügen' }).click();
    await prove();
    await page.getByRole('button', { name: 'Passkey einrichten' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Auf diesem Gerät gibt es schon einen Passkey' })).toBeVisible();
  });

  await test.step('renamed', async () => {
    await page.goto('/me/security');
    await page.locator('details > summary', { hasText: 'Umbenennen' }).click();
    watch.expectStatus(422);
    await page.getByLabel('Neuer Name').fill('   ');
    await page.getByRole('button', { name: 'Umbenennen' }).click();
    await expect(page.locator('#name-error')).toContainText('Geben Sie einen Namen ein.');
    await expectAccessible(page);
    await page.getByLabel('Neuer Name').fill('Küchen-Tablet');
    await page.getByRole('button', { name: 'Umbenennen' }).click();
    await expect(page).toHaveURL('/me/security');
    await expect(page.locator('main strong', { hasText: 'Küchen-Tablet' })).toBeVisible();
  });

  await test.step('it signs in', async () => {
    await page.getByRole('button', { name: 'Abmelden' }).first().click();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.waitForURL('**/home');
  });

  const card = (title: string) => page.locator('.card', { has: page.getByRole('heading', { name: title, exact: true }) });

  await test.step('passphrase and app can be removed with the passkey as proof, and then the passkey cannot', async () => {
    await page.goto('/me/security');
    const passphrase = card('Passphrase und Einmalcode');
    await passphrase.getByRole('button', { name: 'Entfernen' }).click();
    await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click();
    await page.waitForURL('**/me/security');
    await passphrase.getByRole('button', { name: 'Entfernen' }).click();
    await expect(passphrase).toContainText('Diesen Weg haben Sie nicht eingerichtet.');
    await expect(passphrase.getByRole('button', { name: 'Entfernen' })).toHaveCount(0);

    await card('Passkeys').getByRole('button', { name: 'Entfernen' }).click();
    await expect(page.locator('main')).toContainText('Anders können Sie sich zurzeit nicht anmelden. Fügen Sie zuerst einen anderen Weg hinzu.');
    await expectAccessible(page);
    await expect(page.locator('main strong', { hasText: 'Küchen-Tablet' })).toBeVisible();
  });

  const renewed = await test.step('another passphrase can be added', async () => {
    await page.goto('/me/security');
    await page.getByRole('link', { name: 'Passphrase und App einrichten' }).click();
    await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click();
    await page.waitForURL('**/me/security/passphrase');
    await expectAccessible(page);
    await page.getByLabel('Passphrase', { exact: true }).fill('ein neuer satz fuer morgen');
    await page.getByRole('button', { name: 'Weiter' }).click();
    await expect(page).toHaveURL('/me/security/totp');
    await expectAccessible(page);
    const secret = (await page.locator('#totp-secret').innerText()).replaceAll(' ', '');
    expect(secret).not.toBe(access.secret);
    await page.getByLabel('Code aus Ihrer App').fill(totp(secret, portal.now()));
    await page.getByRole('button', { name: 'Weiter' }).click();
    await expect(page).toHaveURL('/me/security');
    return { ...access, passphrase: 'ein neuer satz fuer morgen', secret };
  });

  await test.step('and then the passkey can be removed', async () => {
    await card('Passkeys').getByRole('button', { name: 'Entfernen' }).click();
    await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click();
    await page.waitForURL('**/me/security');
    await card('Passkeys').getByRole('button', { name: 'Entfernen' }).click();
    await expect(card('Passkeys')).toContainText('Sie haben keinen Passkey.');
    await expect(page.locator('main')).toContainText('Der Passkey „Küchen-Tablet“ wurde entfernt.');
    await page.getByRole('button', { name: 'Abmelden' }).first().click();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Die Anmeldung mit diesem Passkey ging nicht.' })).toBeVisible();
    await me.signIn(renewed);
  });
});

test('new recovery codes make the old ones void', async ({ page, portal, access, watch }) => {
  const me = new Visitor(page.request, portal);
  await me.signIn(access);
  await page.goto('/me/security');
  await page.getByRole('link', { name: 'Neue Ersatzcodes' }).click();
  await portal.advance(STEP);
  await page.getByLabel('Passphrase', { exact: true }).fill(access.passphrase);
  await page.getByLabel('Code aus Ihrer App').fill(totp(access.secret, portal.now()));
  await page.getByRole('button', { name: 'Bestätigen', exact: true }).click();
  await expect(page).toHaveURL('/me/security/codes');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Zehn neue Codes ausstellen' }).click();
  const codes = await page.locator('#recovery-codes li').allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(codes.some((code) => access.codes.includes(code))).toBe(false);
  watch.expectStatus(422);
  await page.getByRole('button', { name: 'Fertig' }).click();
  await expect(page.locator('#kept-error')).toContainText('Bitte bestätigen Sie');
  await tick(page, 'Ich habe die Codes aufbewahrt');
  await page.getByRole('button', { name: 'Fertig' }).click();
  await expect(page).toHaveURL('/me/security');
  // Shown once: the page offers new ones, and not these.
  expect(await me.html('/me/security/codes')).not.toContain(codes[0]);

  const recover = (code: string) =>
    me.post('/recover', { sign_in_name: access.signInName, passphrase: access.passphrase, recovery_code: code });
  expect((await recover(access.codes[0]!)).status(), 'an old one').toBe(422);
  expect(new URL((await recover(codes[0]!)).url()).pathname, 'a new one').toBe('/recover/totp');
});

test.describe('the end of a session', () => {
  test('stands on every page, and the server keeps to it', async ({ page, portal, access }) => {
    await new Visitor(page.request, portal).signIn(access);
    for (const path of ['/home', '/me/security', '/privacy']) {
      await page.goto(path);
      const shown = /Angemeldet bis (\d{1,2})[:.](\d{2})/.exec(await page.locator('.session-strip').innerText())!;
      const end = new Date(portal.now() + 30 * MINUTE);
      const berlin = end.toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
      const before = new Date(end.getTime() - MINUTE).toLocaleTimeString('de-DE', {
        timeZone: 'Europe/Berlin',
        hour: '2-digit',
        minute: '2-digit',
      });
      expect([berlin, before]).toContain(`${shown[1]!.padStart(2, '0')}:${shown[2]}`);
    }
    const status = async () => (await page.request.get('/home', { headers: { accept: 'text/html' } })).status();
    await portal.advance(29 * MINUTE);
    expect(await status()).toBe(200);
    await portal.advance(29 * MINUTE);
    expect(await status(), 'each request makes it longer').toBe(200);
    await portal.advance(31 * MINUTE);
    expect(await status()).toBe(401);
  });

  test('comes after twelve hours at the latest', async ({ page, portal, access }) => {
    await new Visitor(page.request, portal).signIn(access);
    const status = async () => (await page.request.get('/home', { headers: { accept: 'text/html' } })).status();
    for (let hour = 0.25; hour < 12; hour += 0.25) {
      await portal.advance(15 * MINUTE);
      expect(await status(), `after ${hour} hours`).toBe(200);
    }
    await portal.advance(15 * MINUTE);
    expect(await status()).toBe(401);
  });

  test('is announced two minutes before; one can stay, and the session ends by itself', async ({
    page,
    context,
    portal,
    access,
  }) => {
    await noteAwakening(context);
    await new Visitor(page.request, portal).signIn(access);
    await page.clock.install();
    await page.goto('/home');
    await awake(page);
    const dialog = page.getByRole('dialog', { name: 'Sie werden gleich abgemeldet' });
    // The clocks of browser and portal go together.
    const pass = async (milliseconds: number) => {
      await portal.advance(milliseconds);
      await page.clock.fastForward(milliseconds);
      await page.clock.runFor(1_000);
      await portal.advance(1_000);
    };
    await pass(27 * MINUTE);
    await expect(dialog).toBeHidden();
    await pass(MINUTE + 5_000);
    await expect(dialog).toBeVisible();
    await expect(dialog).toContainText('Ihre Anmeldung endet gleich');
    await expect(dialog.getByRole('timer')).toContainText(/Verbleibende Zeit: 1:\d\d/);
    await expect(dialog.getByRole('button', { name: 'Angemeldet bleiben' })).toBeFocused();
    await page.clock.resume();
    await expectAccessible(page);

    await dialog.getByRole('button', { name: 'Angemeldet bleiben' }).click();
    await expect(dialog).toBeHidden();
    expect((await page.request.get('/home', { headers: { accept: 'text/html' } })).status()).toBe(200);

    await pass(28 * MINUTE + 30_000);
    await expect(dialog).toBeVisible();
    // The browser closes the dialog before the portal has heard of it.
    const stayed = page.waitForResponse('**/session/extend');
    await page.keyboard.press('Escape');
    await expect(dialog, 'Escape stays as well').toBeHidden();
    expect((await stayed).status()).toBe(200);

    await pass(29 * MINUTE + 10_000);
    await expect(dialog).toContainText('Noch eine Minute.');
    await pass(25_000);
    await expect(dialog).toContainText('Noch 30 Sekunden.');
    await pass(40_000);
    await page.waitForURL('**/sign-in');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anmelden');
    expect((await page.request.get('/home', { headers: { accept: 'text/html' } })).status()).toBe(401);
  });

  test('can be brought about in the warning', async ({ page, context, portal, access }) => {
    await noteAwakening(context);
    await new Visitor(page.request, portal).signIn(access);
    await page.clock.install();
    await page.goto('/home');
    await awake(page);
    await page.clock.fastForward(28 * MINUTE + 30_000);
    await page.clock.runFor(1_000);
    await page.clock.resume();
    await page.getByRole('dialog').getByRole('button', { name: 'Jetzt abmelden' }).click();
    await page.waitForURL('**/signed-out');
  });

  test('comes for staff after 15 minutes, and after ten hours at the latest', async ({ page, portal }) => {
    const desk = new Visitor(page.request, portal);
    await desk.play(portal.players().find(({ role }) => role === 'reception')!);
    expect((await desk.get('/staff')).status()).toBe(200);
    await portal.advance(14 * MINUTE);
    expect((await desk.get('/staff')).status()).toBe(200);
    await portal.advance(16 * MINUTE);
    expect((await desk.get('/staff')).status()).toBe(401);
  });

  test('comes with the quick exit, also on the server', async ({ page, context, portal, access, watch }) => {
    const neutral = 'https://de.wikipedia.org/';
    watch.expect('foreign request', `GET ${neutral}`);
    await page.route(`${neutral}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Elsewhere</title>' }));
    await noteAwakening(context);
    await new Visitor(page.request, portal).signIn(access);
    const cookie = (await context.cookies()).find(({ name }) => name === '__Host-sid')!.value;
    await page.goto('/home');
    await awake(page);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
    await page.waitForURL(neutral);
    await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).not.toContain('__Host-sid');
    const status = async () =>
      (await fetch(`${portal.origin}/home`, { headers: { cookie: `__Host-sid=${cookie}`, accept: 'text/html' } })).status;
    await expect.poll(status, 'the cookie is worth nothing any more').toBe(401);
  });
});

test.describe('in a real practice', () => {
  test.use({ house: { clock: true } });

  test('a disabled account has no session and no way in', async ({ page, portal, watch }) => {
    watch.expectStatus(422);
    await authenticator(page);
    await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
    const list = await portal.command('staff', 'list');
    expect(list).toMatch(/reception +active +Petra Lindner/);
    const id = /^[0-9a-f-]{36}/m.exec(list)![0];
    const status = async () => (await page.request.get('/staff', { headers: { accept: 'text/html' } })).status();
    expect(await status()).toBe(200);
    await portal.command('staff', 'disable', id);
    expect(await status()).toBe(401);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'ging nicht' })).toBeVisible();
  });
});
