// The first patient of a new practice: invited at reception, enrolled at home with a passkey.
import { expectAccessible } from '../support/axe';
import { authenticator } from '../support/passkey';
import { enrolStaff, LETTER, readLetter, staffLink, tick, Visitor } from '../support/people';
import { expect, test } from '../support/practice';
import type { BrowserContext, Page } from '@playwright/test';
import type { Portal } from '../support/portal';

// Reception and patient are in different places.
test.use({ house: { clock: true, settings: { OBHUT_TRUSTED_PROXIES: '127.0.0.1/32' } } });

const RECEPTION = '192.0.2.10';
const HOME = '203.0.113.77';

const from = (address: string) => ({ extraHTTPHeaders: { 'x-forwarded-for': address } });

async function fillIn(page: Page, family: string, given: string, [day, month, year]: readonly string[]): Promise<void> {
  await page.getByLabel('Nachname').fill(family);
  await page.getByLabel('Vorname').fill(given);
  await typeBirthDate(page, [day!, month!, year!]);
}

async function typeBirthDate(page: Page, [day, month, year]: readonly string[]): Promise<void> {
  await page.getByLabel('Tag').fill(day!);
  await page.getByLabel('Monat').fill(month!);
  await page.getByLabel('Jahr').fill(year!);
}

const BORN = ['27', '3', '1985'];

test('staff enrol by a link from the command line, invite a patient, and the patient gets in with a passkey', async ({
  browser,
  page: desk,
  portal,
  watch,
}) => {
  test.slow();
  await test.step('a member of staff who was added on the command line enrols by the link', async () => {
    await desk.context().setExtraHTTPHeaders({ 'x-forwarded-for': RECEPTION });
    const key = await authenticator(desk);
    const link = await staffLink(portal, 'Petra Lindner', 'reception');
    await desk.goto(link);
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Zugang für das Team einrichten');
    const create = desk.getByRole('button', { name: 'Passkey einrichten' });
    await create.click();
    await desk.waitForURL('/staff');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Guten Tag, Petra Lindner');
    await expect(desk.locator('.lead')).toHaveText('Ihre Rolle: Empfang');
    expect(await key.count()).toBe(1);
    expect(portal.lines.join('\n'), 'the link stays out of the log').not.toContain(link.split('#')[1]!);

    // The link works once.
    const other = await browser.newContext(from('192.0.2.11'));
    const late = await other.newPage();
    await authenticator(late);
    watch.expectStatus(422);
    await late.goto(link);
    await late.getByRole('button', { name: 'Passkey einrichten' }).click();
    await expect(late.getByRole('alert').filter({ hasText: 'Dieser Link gilt nicht mehr' })).toBeVisible();
    await expect(late).toHaveURL(/\/staff\/enrol/);
    await other.close();
  });

  await test.step('reception is warned that somebody is known already, however the name is written', async () => {
    await desk.getByRole('link', { name: 'Person anlegen' }).click();
    await fillIn(desk, 'Müller', 'Erika', BORN);
    await desk.getByLabel('E-Mail-Adresse').fill('erika@example.org');
    await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Erika Müller');

    await desk.goto('/staff/patients/new');
    watch.expectStatus(409);
    await fillIn(desk, 'Mueller', 'Rike', BORN);
    await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Ist das schon bekannt?');
    await expect(desk.locator('main')).toContainText('Erika Müller');
    await expect(desk.locator('main')).toContainText('Übereinstimmung: Nachname und Geburtsdatum');
    await expectAccessible(desk);
    // Back to the form, with everything in it.
    await desk.getByRole('button', { name: 'Angaben ändern' }).click();
    await expect(desk.getByLabel('Nachname')).toHaveValue('Mueller');
    await expect(desk.getByLabel('Jahr')).toHaveValue('1985');
    await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  });

  const letter = await test.step('the letter stays until it is printed, and is gone afterwards', async () => {
    await desk.getByRole('button', { name: 'Für diese Person eine Einladung ausstellen' }).click();
    await desk.waitForURL(LETTER);
    await expect(desk.locator('.letter')).toContainText('Guten Tag Erika Müller,');
    await expect(desk.locator('.letter .qr svg')).toHaveCount(1);
    const address = await desk.locator('.letter ol strong').first().innerText();
    expect(address).toBe(`${portal.origin}/enrol`);
    const read = readLetter(await desk.content());
    expect(read.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    await expect(desk.getByRole('button', { name: 'Brief drucken' })).toBeVisible();
    await expectAccessible(desk);

    // A reload, the other language and the way back do it no harm.
    const place = desk.url();
    await desk.reload();
    expect(readLetter(await desk.content())).toEqual(read);
    await desk.goto(`${place}?lang=en`);
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Invitation letter');
    await desk.goto(`${place}?lang=de`);
    await desk.goto('/staff');
    await desk.goBack();
    expect(readLetter(await desk.content())).toEqual(read);

    await desk.getByRole('button', { name: 'Gedruckt, fertig' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Erika Müller');
    watch.expectStatus(410);
    const again = await desk.goto(place);
    expect(again?.status()).toBe(410);
    expect(await desk.content()).not.toContain(read.code);
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Dieser Brief ist nicht mehr da');
    await expectAccessible(desk);
    return read;
  });

  await test.step('whoever has printed a letter cannot use it on the same browser', async () => {
    await desk.goto('/enrol');
    await desk.getByLabel('Code aus dem Brief').fill(letter.code);
    await typeBirthDate(desk, BORN);
    await desk.getByRole('button', { name: 'Weiter' }).click();
    await expect(desk.locator('#code-error')).toContainText('passen nicht zusammen');
  });

  const context = await browser.newContext({ ...from(HOME), locale: 'de-DE' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: portal.origin });
  const patient = await context.newPage();
  const key = await authenticator(patient);

  await test.step('the code from the QR code goes into the form, and out of address and history', async () => {
    const asked: string[] = [];
    patient.on('request', (request) => asked.push(request.url()));
    await patient.goto('about:blank');
    await patient.goto(`${portal.origin}/enrol#${letter.code.replaceAll('-', '')}`);
    await expect(patient.getByLabel('Code aus dem Brief')).toHaveValue(letter.code.replaceAll('-', ''));
    await expect(patient).toHaveURL(`${portal.origin}/enrol`);
    await expect(patient.getByLabel('Tag')).toBeFocused();
    expect(await patient.evaluate(() => location.hash + document.referrer + JSON.stringify(history.state))).not.toContain(
      letter.code.slice(0, 4),
    );
    expect(asked.join('\n')).not.toContain(letter.code.replaceAll('-', ''));
    await patient.goBack();
    await patient.goForward();
    expect(patient.url(), 'history').toBe(`${portal.origin}/enrol`);
    await patient.getByLabel('Code aus dem Brief').fill(letter.code.toLowerCase());
  });

  await test.step('a wrong birth date is said beside the field, and what was typed stays', async () => {
    await typeBirthDate(patient, ['28', '3', '1985']);
    await patient.getByRole('button', { name: 'Weiter' }).click();
    await expect(patient.getByRole('alert').first()).toContainText('Bitte prüfen Sie Ihre Angaben');
    const code = patient.getByLabel('Code aus dem Brief');
    await expect(code).toHaveAttribute('aria-invalid', 'true');
    const error = patient.locator(`#${(await code.getAttribute('aria-describedby'))!.split(' ').at(-1)!}`);
    await expect(error).toContainText('Code und Geburtsdatum passen nicht zusammen');
    await expect(code).toHaveValue(letter.code.toLowerCase());
    for (const [label, value] of [['Tag', '28'], ['Monat', '3'], ['Jahr', '1985']] as const) {
      await expect(patient.getByLabel(label)).toHaveValue(value);
    }
    await expectAccessible(patient);
  });

  await test.step('the right one leads on, and a passkey is made', async () => {
    await typeBirthDate(patient, BORN);
    await patient.getByRole('button', { name: 'Weiter' }).click();
    await patient.waitForURL('**/enrol/way');
    await expect(patient.locator('.steps')).toHaveText('Schritt 2 von 3');
    await expectAccessible(patient);
    await patient.getByLabel('Name für dieses Gerät').fill('Mein Handy 📱');
    await patient.getByRole('button', { name: 'Passkey einrichten' }).click();
    await patient.waitForURL('**/enrol/codes');
    expect(await key.count()).toBe(1);
  });

  await test.step('ten recovery codes are shown, can be copied, and have to be kept', async () => {
    const codes = await patient.locator('#recovery-codes li').allInnerTexts();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const [index, code] of codes.entries()) {
      expect(code).toMatch(new RegExp(`^${index}(-[0-9A-HJKMNP-TV-Z]{4}){4}$`));
    }
    await patient.getByRole('button', { name: 'Kopieren' }).click();
    await expect(patient.getByRole('status').filter({ hasText: 'Die Codes sind kopiert.' })).toBeVisible();
    expect(await patient.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
    await expectAccessible(patient);

    await patient.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
    await expect(patient.locator('#kept-error')).toContainText('Bitte bestätigen Sie, dass Sie die Codes aufbewahrt haben.');
    expect(await patient.locator('#recovery-codes li').allInnerTexts(), 'the same codes').toEqual(codes);
    await tick(patient, 'Ich habe die Codes aufbewahrt');
    await patient.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
    await patient.waitForURL('**/home');
  });

  await test.step('the start page says who has invited, and when the session ends', async () => {
    await expect(patient.getByRole('heading', { level: 1 })).toHaveText('Guten Tag, Erika Müller');
    await expect(patient.locator('main')).toContainText('Petra Lindner hat für Sie eine Einladung ausgestellt.');
    await expect(patient.locator('.session-strip')).toContainText(/Angemeldet bis \d{1,2}[:.]\d{2}/);
    await expect(patient).toHaveTitle('Mein Portal – Patientenportal');
    await patient.getByRole('button', { name: 'Gelesen' }).click();
    await patient.waitForURL('**/home');
    await expect(patient.locator('main')).not.toContainText('Petra Lindner');
    await expectAccessible(patient);
  });

  await test.step('signed out, and in again with the passkey and nothing else', async () => {
    const spent = await sessionCookie(context);
    await patient.getByRole('button', { name: 'Abmelden' }).click();
    await patient.waitForURL('**/signed-out');
    expect(await sessionCookie(context)).toBeUndefined();
    expect(await statusWith(portal, browser, spent!), 'the old cookie is worth nothing').toBe(401);
    await patient.goto(`${portal.origin}/sign-in`);
    await patient.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await patient.waitForURL('**/home');
    expect(await sessionCookie(context)).not.toBe(spent);
    await patient.goto(`${portal.origin}/me/security`);
    await expect(patient.getByText('Mein Handy 📱')).toBeVisible();
    await expect(patient.locator('main')).toContainText('Sie haben noch 10 von 10 Ersatzcodes.');
  });

  await test.step('the code cannot be used a second time', async () => {
    const stranger = await browser.newContext({ ...from('203.0.113.78'), locale: 'de-DE' });
    const page = await stranger.newPage();
    await page.goto(`${portal.origin}/enrol#${letter.code}`);
    await typeBirthDate(page, BORN);
    await page.getByRole('button', { name: 'Weiter' }).click();
    await expect(page.locator('#code-error')).toContainText('die Einladung gilt nicht mehr');
    await stranger.close();
  });

  await test.step('without the passkey there is no way in', async () => {
    await patient.getByRole('button', { name: 'Abmelden' }).first().click();
    await key.lose();
    await patient.goto(`${portal.origin}/sign-in`);
    await patient.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await expect(patient.getByRole('alert').filter({ hasText: /abgebrochen|ging nicht/ })).toBeVisible({ timeout: 70_000 });
    await expect(patient).toHaveURL(/\/sign-in$/);
  });
  await context.close();
});

test('five wrong birth dates make a letter worthless', async ({ browser, page, portal }) => {
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
  const desk = new Visitor(page.request, portal);
  const path = await desk.add({ family: 'Wagner', given: 'Ole', born: { day: '1', month: '2', year: '1970' } });
  const { code } = await desk.invite(path);

  const context = await browser.newContext();
  const patient = new Visitor(context.request, portal);
  const redeem = async (year: string) =>
    (await patient.post('/enrol', { code, birth_date_day: '1', birth_date_month: '2', birth_date_year: year })).status();
  for (let attempt = 0; attempt < 5; attempt += 1) expect(await redeem(String(1971 + attempt))).toBe(422);
  expect(await redeem('1970'), 'the right one comes too late').toBe(422);
  await context.close();
});

test('a broken-off enrolment goes on with the same code, also in another browser', async ({ browser, page, portal }) => {
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
  const desk = new Visitor(page.request, portal);
  const born = { day: '1', month: '2', year: '1970' };
  const letter = await desk.invite(await desk.add({ family: 'Wagner', given: 'Ole', born }));
  const redeemed = { code: letter.code, birth_date_day: '1', birth_date_month: '2', birth_date_year: '1970' };

  const first = await browser.newContext();
  const one = new Visitor(first.request, portal);
  await one.proceed('/enrol', '/enrol', redeemed, '/enrol/way');
  await one.proceed('/enrol/passphrase', '/enrol/passphrase', { passphrase: 'ein satz der lang genug ist' }, '/enrol/totp');
  // The same browser goes on where it was, another one begins anew.
  await one.proceed('/enrol', '/enrol', redeemed, '/enrol/way');
  const second = await browser.newContext();
  const access = await new Visitor(second.request, portal).enrol(letter, born);
  expect(access.codes).toHaveLength(10);
  expect(await (await one.get('/enrol/way')).text(), 'the first one is over').toContain('Ihr Zugang ist schon eingerichtet');
  await Promise.all([first.close(), second.close()]);
});

async function sessionCookie(context: BrowserContext): Promise<string | undefined> {
  return (await context.cookies()).find(({ name }) => name === '__Host-sid')?.value;
}

/** What the start page of patients says to whoever brings a cookie. */
async function statusWith(portal: Portal, _: unknown, cookie: string): Promise<number> {
  return (await fetch(`${portal.origin}/home`, { headers: { cookie: `__Host-sid=${cookie}`, accept: 'text/html' } })).status;
}
