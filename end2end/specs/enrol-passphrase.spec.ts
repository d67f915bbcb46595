// Path T from the letter to a lost telephone, with JavaScript and without: everything is a form.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import type { Portal } from '../support/portal';
import { PASSPHRASE, Visitor, tick, type Letter } from '../support/people';
import { expect, test } from '../support/practice';
import { STEP, totp } from '../support/totp';

test.use({ house: { demo: true, clock: true } });

const BORN = { day: '9', month: '11', year: '1972' };

/** Lets the app show a code it has not shown before. */
async function nextCode(portal: Portal, secret: string): Promise<string> {
  await portal.advance(STEP);
  return totp(secret, portal.now());
}

async function signIn(page: Page, name: string, passphrase: string, code: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Anmeldename').fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Code aus Ihrer App').fill(code);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
}

const fieldError = (page: Page, field: string) => page.locator(`#${field}-error`);

async function expectRefused(page: Page): Promise<void> {
  await expect(fieldError(page, 'sign_in_name')).toContainText('Das hat nicht gepasst.');
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('');
}

/** The secret as text, which has to be what the drawing says as well. */
async function shownSecret(page: Page): Promise<string> {
  await expect(page.locator('main .qr svg')).toHaveCount(1);
  await expect(page.locator('main .qr')).toHaveAttribute('aria-label', 'QR-Code für Ihre Authenticator-App');
  await expect(page.locator('main img')).toHaveCount(0);
  const secret = (await page.locator('#totp-secret').innerText()).replaceAll(' ', '');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const address = new URL((await page.locator('main a[href^="otpauth:"]').getAttribute('href'))!);
  expect(address.searchParams.get('secret')).toBe(secret);
  expect(address.searchParams.get('issuer'), 'apps show it on the lock screen').toBe('Portal');
  return secret;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a patient enrols with passphrase and app, signs in, and replaces a lost app', async ({
      page,
      portal,
      playwright,
      watch,
    }) => {
      test.slow();
      if (!javaScriptEnabled) watch.withoutJavaScript();
      const letter: Letter = await test.step('reception has printed a letter', async () => {
        const desk = new Visitor(await playwright.request.newContext(), portal);
        await desk.play(portal.players().find(({ role }) => role === 'reception')!);
        return desk.invite(await desk.add({ family: 'Sommerfeld', given: 'Jette', born: BORN }));
      });
      watch.expectStatus(422);

      await test.step('the letter is redeemed', async () => {
        await page.goto('/sign-in');
        await page.getByRole('link', { name: 'Einladung einlösen' }).click();
        await page.getByLabel('Code aus dem Brief').fill(letter.code);
        await page.getByLabel('Tag').fill(BORN.day);
        await page.getByLabel('Monat').fill(BORN.month);
        await page.getByLabel('Jahr').fill(BORN.year);
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(page).toHaveURL('/enrol/way');
        const passkey = page.getByRole('button', { name: 'Passkey einrichten' });
        if (javaScriptEnabled) await expect(passkey).toBeVisible();
        else {
          await expect(passkey).toBeHidden();
          await expect(page.locator('main')).toContainText('Für einen Passkey braucht Ihr Browser JavaScript.');
        }
        await page.getByRole('link', { name: 'Passphrase wählen' }).click();
        await expect(page).toHaveURL('/enrol/passphrase');
      });

      await test.step('short and common passphrases are refused beside the field', async () => {
        await expect(page.locator('main')).toContainText(`Ihr Anmeldename: ${letter.signInName}`);
        const field = page.getByLabel('Passphrase', { exact: true });
        for (const [passphrase, why] of [
          ['zu kurz', 'braucht mindestens 12 Zeichen'],
          ['passwordpassword', 'steht auf Listen, die Angreifer zuerst durchprobieren'],
          ['x'.repeat(129), 'darf höchstens 128 Zeichen haben'],
          ['', 'Geben Sie eine Passphrase ein.'],
        ] as const) {
          await field.fill(passphrase);
          await page.getByRole('button', { name: 'Weiter' }).click();
          await expect(fieldError(page, 'passphrase')).toContainText(why);
          await expect(field).toHaveAttribute('aria-invalid', 'true');
          await expect(field).toHaveValue('');
          expect(passphrase === '' || !(await page.content()).includes(passphrase)).toBe(true);
        }
        if (javaScriptEnabled) await expectAccessible(page);
        await field.fill(PASSPHRASE);
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(page).toHaveURL('/enrol/totp');
      });

      const secret = await test.step('a QR code is drawn, its secret stands beside it, and a wrong code is refused', async () => {
        const shown = await shownSecret(page);
        const right = totp(shown, portal.now());
        await page.getByLabel('Code aus Ihrer App').fill(right === '000000' ? '000001' : '000000');
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(fieldError(page, 'code')).toContainText('Dieser Code passt nicht.');
        expect(await shownSecret(page), 'the app need not be set up again').toBe(shown);
        if (javaScriptEnabled) await expectAccessible(page);
        await page.getByLabel('Code aus Ihrer App').fill(totp(shown, portal.now()));
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(page).toHaveURL('/enrol/codes');
        return shown;
      });

      const codes = await test.step('ten recovery codes have to be kept', async () => {
        const shown = await page.locator('#recovery-codes li').allInnerTexts();
        expect(new Set(shown).size).toBe(10);
        await page.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
        await expect(fieldError(page, 'kept')).toContainText('Bitte bestätigen Sie');
        await tick(page, 'Ich habe die Codes aufbewahrt');
        await page.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
        await expect(page).toHaveURL('/home');
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guten Tag, Jette Sommerfeld');
        await expect(page.locator('main')).toContainText('Petra Lindner hat für Sie eine Einladung ausgestellt.');
        return shown;
      });

      await test.step('signed out, and in again; a used code is refused for ever', async () => {
        await page.getByRole('button', { name: 'Abmelden' }).click();
        await expect(page).toHaveURL('/signed-out');
        const code = await nextCode(portal, secret);
        await signIn(page, letter.signInName.toUpperCase(), PASSPHRASE, `${code.slice(0, 3)} ${code.slice(3)}`);
        await expect(page).toHaveURL('/home');
        await page.getByRole('button', { name: 'Abmelden' }).click();
        await signIn(page, letter.signInName, PASSPHRASE, code);
        await expectRefused(page);
      });

      await test.step('the app is lost: passphrase and recovery code lead to a new one', async () => {
        await page.goto('/sign-in');
        await page.getByRole('link', { name: 'Handy, App oder Passkey verloren?' }).click();
        await expect(page).toHaveURL('/recover');
        await page.getByLabel('Anmeldename').fill(letter.signInName);
        await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
        await page.getByLabel('Ersatzcode', { exact: true }).fill(codes[3]!.replace(/.$/, (last) => (last === 'Z' ? 'Y' : 'Z')));
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(fieldError(page, 'sign_in_name')).toContainText('Prüfen Sie Anmeldename, Passphrase und Ersatzcode.');
        await expect(page.getByLabel('Anmeldename')).toHaveValue(letter.signInName);
        if (javaScriptEnabled) await expectAccessible(page);
        await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
        await page.getByLabel('Ersatzcode', { exact: true }).fill(codes[3]!.toLowerCase().replaceAll('-', ' '));
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(page).toHaveURL('/recover/totp');
        if (javaScriptEnabled) await expectAccessible(page);
      });

      const newSecret = await test.step('the new app is connected, and the person is told', async () => {
        const shown = await shownSecret(page);
        expect(shown).not.toBe(secret);
        await page.getByLabel('Code aus Ihrer App').fill(totp(shown, portal.now()));
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(page).toHaveURL('/home');
        await expect(page.locator('main')).toContainText('Ihr Zugang wurde wiederhergestellt; alle anderen Geräte wurden abgemeldet.');
        await page.getByRole('link', { name: 'Anmeldung und Sicherheit', exact: true }).click();
        await expect(page).toHaveURL('/me/security');
        await expect(page.locator('main')).toContainText('Ihr Zugang wurde wiederhergestellt');
        await expect(page.locator('main')).toContainText('Sie haben noch 9 von 10 Ersatzcodes.');
        if (javaScriptEnabled) await expectAccessible(page);
        return shown;
      });

      await test.step('the old app opens nothing any more, the new one does', async () => {
        await page.getByRole('button', { name: 'Abmelden' }).first().click();
        await signIn(page, letter.signInName, PASSPHRASE, await nextCode(portal, secret));
        await expectRefused(page);
        await signIn(page, letter.signInName, PASSPHRASE, totp(newSecret, portal.now()));
        await expect(page).toHaveURL('/home');
      });

      await test.step('the recovery code worked once', async () => {
        await page.getByRole('button', { name: 'Abmelden' }).first().click();
        await page.goto('/recover');
        await page.getByLabel('Anmeldename').fill(letter.signInName);
        await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
        await page.getByLabel('Ersatzcode', { exact: true }).fill(codes[3]!);
        await page.getByRole('button', { name: 'Weiter' }).click();
        await expect(fieldError(page, 'sign_in_name')).toContainText('Jeder Ersatzcode gilt einmal');
      });
    });
  });
}

test('a passphrase can be made visible, is sent hidden, and can be pasted', async ({ page, context, portal }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: portal.origin });
  await page.goto('/sign-in');
  const field = page.locator('#passphrase');
  const show = page.getByRole('button', { name: 'Passphrase anzeigen' });
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  await page.evaluate(() => navigator.clipboard.writeText('aus der Zwischenablage'));
  await field.focus();
  await page.keyboard.press('Control+V');
  await expect(field).toHaveValue('aus der Zwischenablage');
  await show.click();
  await expect(field).toHaveAttribute('type', 'text');
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('status').filter({ hasText: 'jetzt sichtbar' })).toHaveCount(1);
  await expectAccessible(page);
  await show.click();
  await expect(field).toHaveAttribute('type', 'password');
});
