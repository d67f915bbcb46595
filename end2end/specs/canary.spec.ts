// Unusual strings typed into every personal field come out on the pages they are meant for, and nowhere else.
import type { BrowserContext } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { authenticator } from '../support/passkey';
import { enrolStaff, LETTER, readLetter, readSecret, readCodes, staffLink, tick, Visitor } from '../support/people';
import { expect, test } from '../support/practice';
import { STEP, totp } from '../support/totp';

test.use({ house: { settings: { OBHUT_LOG: 'trace', OBHUT_TRUSTED_PROXIES: '127.0.0.1/32' } } });

// Nobody is called that, so wherever it is found it was put there.
const CANARY = {
  staffGiven: 'Zwirbelgunde',
  staffFamily: 'Quastenflosser',
  family: 'Kranewitterzapf',
  given: 'Xaverlinde',
  email: 'quietschvergnuegt@wolpertinger.example',
  phone: '0171 5550192837',
  insurance: 'PKVQX7731XW',
  device: 'Schnabeltierhandy',
  renamed: 'Blaufussadler',
  passphrase: 'siebzehn kichererbsen unterm regenschirm',
  address: '203.0.113.213',
};

/** A string as it might stand in a file: in UTF-8, UTF-16, base 64 at every offset, in hexadecimal digits, in a URL. */
function spellings(text: string): Buffer[] {
  const plain = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -4);
  });
  return [
    plain,
    Buffer.from(text.toLowerCase()),
    Buffer.from(text.toUpperCase()),
    Buffer.from(text, 'utf16le'),
    Buffer.from(plain.toString('hex')),
    Buffer.from(encodeURIComponent(text)),
    ...base64.map((encoded) => Buffer.from(encoded)),
  ];
}

/** Waits until a code cannot become too old on its way. */
async function inTheMiddleOfAStep(): Promise<void> {
  const left = STEP - (Date.now() % STEP);
  if (left < 5_000) await pause(left + 100);
}

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('what is typed about people is found in no file, log, address or title', async ({ page: desk, browser, portal, watch }) => {
  test.slow();
  watch.expectStatus(422);
  watch.tolerate('console error', /status of 409/);
  const titles = new Set<string>();
  const addresses = new Set<string>();
  const listen = (context: BrowserContext) => {
    context.on('request', (request) => addresses.add(request.url()));
    context.on('response', async (response) => {
      if (response.request().isNavigationRequest()) await response.frame().page().title().then((title) => titles.add(title), () => {});
    });
  };
  listen(desk.context());

  // Reception.
  await authenticator(desk);
  await enrolStaff(desk, await staffLink(portal, `${CANARY.staffGiven} ${CANARY.staffFamily}`, 'reception'));
  await expect(desk.locator('h1')).toContainText(CANARY.staffFamily);
  await desk.goto('/staff/patients/new');
  const fill = async () => {
    await desk.getByLabel('Nachname').fill(CANARY.family);
    await desk.getByLabel('Tag').fill('29');
    await desk.getByLabel('Monat').fill('2');
    await desk.getByLabel('Jahr').fill('1912');
    await desk.getByLabel('E-Mail-Adresse').fill(CANARY.email);
    await desk.getByLabel('Telefonnummer').fill(CANARY.phone);
    await desk.getByLabel('Versichertennummer').fill(CANARY.insurance);
  };
  await fill();
  // Once without the given name, so that a refused form has gone the same way.
  await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  await expect(desk.locator('#given_name-error')).toBeVisible();
  await desk.getByLabel('Vorname').fill(CANARY.given);
  await desk.getByRole('button', { name: 'Prüfen und anlegen' }).click();
  await expect(desk.locator('h1')).toHaveText(`${CANARY.given} ${CANARY.family}`);
  const path = new URL(desk.url()).pathname;
  await expect(desk.locator('main')).toContainText(CANARY.email);
  const patientNumber = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await desk.locator('dl.summary').innerText())?.[0];
  await desk.goto('/staff/patients');
  await fill();
  await desk.getByRole('button', { name: 'Suchen' }).click();
  await expect(desk.locator('main')).toContainText(CANARY.given);
  await desk.goto(path);
  await desk.getByRole('button', { name: 'Einladung drucken' }).click();
  await desk.waitForURL(LETTER);
  const letter = readLetter(await desk.content());

  // The patient.
  const context = await browser.newContext({ locale: 'de-DE', extraHTTPHeaders: { 'x-forwarded-for': CANARY.address } });
  listen(context);
  const patient = await context.newPage();
  await authenticator(patient);
  await patient.goto(`${portal.origin}/enrol#${letter.code.replaceAll('-', '')}`);
  const birth = async (day: string) => {
    await patient.getByLabel('Tag').fill(day);
    await patient.getByLabel('Monat').fill('2');
    await patient.getByLabel('Jahr').fill('1912');
    await patient.getByRole('button', { name: 'Weiter' }).click();
  };
  await birth('28');
  await birth('29');
  await patient.waitForURL('**/enrol/way');
  await patient.getByLabel('Name für dieses Gerät').fill(CANARY.device);
  await patient.getByRole('button', { name: 'Passkey einrichten' }).click();
  await patient.waitForURL('**/enrol/codes');
  const codes = readCodes(await patient.content());
  await tick(patient, 'Ich habe die Codes aufbewahrt');
  await patient.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
  await patient.waitForURL('**/home');

  await patient.goto(`${portal.origin}/me/security/passphrase`);
  await patient.getByRole('button', { name: 'Mit Passkey bestätigen' }).click();
  await patient.waitForURL('**/me/security/passphrase');
  await patient.getByLabel('Passphrase', { exact: true }).fill(CANARY.passphrase);
  await patient.getByRole('button', { name: 'Weiter' }).click();
  await patient.waitForURL('**/me/security/totp');
  const secret = readSecret(await patient.content());
  // The code before the present one is good as well, so that the present one is left for signing in.
  await inTheMiddleOfAStep();
  await patient.getByLabel('Code aus Ihrer App').fill(totp(secret, Date.now() - STEP));
  await patient.getByRole('button', { name: 'Weiter' }).click();
  await patient.waitForURL('**/me/security');
  await patient.locator('details > summary', { hasText: 'Umbenennen' }).click();
  await patient.getByLabel('Neuer Name').fill(CANARY.renamed);
  await patient.getByRole('button', { name: 'Umbenennen' }).click();
  await expect(patient.locator('main strong bdi')).toHaveText([CANARY.renamed]);
  const cookies = (await context.cookies()).map(({ value }) => value);

  // By passphrase, once wrong and once right.
  await patient.locator('#sign-out-form').getByRole('button').click();
  await patient.waitForURL('**/signed-out');
  const me = new Visitor(context.request, portal);
  const wrong = { sign_in_name: letter.signInName, passphrase: `${CANARY.passphrase}!`, code: '123456' };
  expect((await me.post('/sign-in', wrong)).status()).toBe(422);
  const right = { sign_in_name: letter.signInName, passphrase: CANARY.passphrase, code: totp(secret, Date.now()) };
  await me.proceed('/sign-in', '/sign-in', right, '/home');
  // What somebody types into an address is not ours to keep either.
  expect((await me.get(`/${CANARY.family}`)).status()).toBe(404);
  await context.close();

  const typed: Record<string, string> = {
    ...CANARY,
    day: '1912-02-29',
    'birth date as it is said': '29. Februar 1912',
    code: letter.code.replaceAll('-', ''),
    'code as it is printed': letter.code,
    'sign-in name': letter.signInName,
    'patient number': patientNumber!,
    'patient number without hyphen': patientNumber!.replace('-', ''),
    secret,
    ...Object.fromEntries(codes.flatMap((code, index) => [[`recovery code ${index}`, code], [`recovery code ${index}, bare`, code.replaceAll('-', '')]])),
    ...Object.fromEntries(cookies.map((cookie, index) => [`cookie ${index}`, cookie])),
    phoneDigits: CANARY.phone.replaceAll(' ', ''),
  };

  const places: Record<string, Buffer> = {
    'the log': Buffer.from(portal.lines.join('\n')),
    'standard output': Buffer.from(portal.output),
    addresses: Buffer.from([...addresses].filter((address) => !address.endsWith(`/${CANARY.family}`)).join('\n')),
    titles: Buffer.from([...titles].join('\n')),
  };
  const stored = await files(join(portal.folder, 'data'));
  expect(stored.map((file) => file.replace(/.*\//, '')).join(' ')).toMatch(/\.db(-wal)?/);
  for (const file of stored) places[file] = await readFile(file);
  const size = Object.values(places).reduce((sum, place) => sum + place.length, 0);
  expect(size, 'there was something to look at').toBeGreaterThan(100_000);
  expect(titles.size).toBeGreaterThan(5);
  expect(new Set(portal.log().map(({ level }) => level)), 'the log is as talkative as it can be').toContain('TRACE');

  const found = Object.entries(typed).flatMap(([what, text]) =>
    Object.entries(places)
      .filter(([, place]) => spellings(text).some((spelling) => spelling.length > 3 && place.includes(spelling)))
      .map(([where]) => `${what} (${text}) in ${where}`),
  );
  expect(found).toEqual([]);
});
