// A patient who has lost every way in comes back with a new letter: with a recovery code, or with a second pair of eyes.
import type { APIRequestContext, Page, PlaywrightWorkerArgs } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { authenticator } from '../support/passkey';
import { birthFields, enrolStaff, LETTER, somebody, staffLink, Visitor, type Access, type Letter } from '../support/people';
import { expect, test } from '../support/practice';

const HOUR = 3_600_000;

interface Scene {
  desk: Page;
  lead: Page;
  /** The patient's page at reception. */
  path: string;
  lost: Access;
  person: ReturnType<typeof somebody>;
  home: APIRequestContext;
}

/** Two members of the team in browsers of their own, and a patient who has enrolled and lost everything but paper. */
async function scene(desk: Page, portal: ConstructorParameters<typeof Visitor>[1], playwright: PlaywrightWorkerArgs['playwright']): Promise<Scene> {
  await authenticator(desk);
  await enrolStaff(desk, await staffLink(portal, 'Petra Lindner', 'reception'));
  const context = await desk.context().browser()!.newContext({ locale: 'de-DE', baseURL: portal.origin });
  const lead = await context.newPage();
  await authenticator(lead);
  await enrolStaff(lead, await staffLink(portal, 'Tarek Holm', 'team-lead'));
  const office = new Visitor(desk.request, portal);
  const person = somebody({ given: 'Frieda' });
  const path = await office.add(person);
  const letter = await office.invite(path);
  const home = await playwright.request.newContext();
  const lost = await new Visitor(home, portal).enrol(letter, person.born);
  return { desk, lead, path, lost, person, home };
}

async function redeem(page: Page, origin: string, { code }: Letter, born: Scene['person']['born']): Promise<void> {
  await page.goto(`${origin}/enrol`);
  await page.getByLabel('Code aus dem Brief').fill(code);
  await page.getByLabel('Tag').fill(born.day);
  await page.getByLabel('Monat').fill(born.month);
  await page.getByLabel('Jahr').fill(born.year);
  await page.getByRole('button', { name: 'Weiter' }).click();
}

async function makePasskey(page: Page): Promise<void> {
  await authenticator(page);
  await page.getByRole('button', { name: 'Passkey einrichten' }).click();
  await page.waitForURL('**/enrol/codes');
  await page.getByText('Ich habe die Codes aufbewahrt', { exact: true }).click();
  await page.getByRole('button', { name: 'Fertig, zu meinem Portal' }).click();
  await page.waitForURL('**/home');
}

const statusOf = async (request: APIRequestContext, origin: string) =>
  (await request.get(`${origin}/home`, { headers: { accept: 'text/html' } })).status();

test('a second letter needs a recovery code, ends all sessions and holds content back for a day', async ({
  page,
  browser,
  portal,
  playwright,
  watch,
}) => {
  test.slow();
  const { desk, path, lost, person, home, lead } = await scene(page, portal, playwright);
  const letter = await new Visitor(desk.request, portal).invite(path);
  // Until the letter is used, nothing has happened to the way in there is.
  expect(await statusOf(home, portal.origin)).toBe(200);

  const context = await browser.newContext({ locale: 'de-DE' });
  const patient = await context.newPage();
  await redeem(patient, portal.origin, letter, person.born);
  await expect(patient).toHaveURL(`${portal.origin}/enrol/recovery-code`);
  await expect(patient.locator('.lead')).toContainText('Sie haben schon einen Zugang.');
  await expectAccessible(patient);
  // No step can be left out.
  await patient.goto(`${portal.origin}/enrol/way`);
  await expect(patient).toHaveURL(`${portal.origin}/enrol/recovery-code`);

  watch.expectStatus(422);
  await patient.getByLabel('Ersatzcode', { exact: true }).fill('3-AAAA-BBBB-CCCC-DDDD');
  await patient.getByRole('button', { name: 'Weiter' }).click();
  await expect(patient.locator('#recovery_code-error')).toContainText('Dieser Ersatzcode passt nicht oder wurde schon benutzt.');
  await expectAccessible(patient);
  await patient.getByLabel('Ersatzcode', { exact: true }).fill(lost.codes[7]!);
  await patient.getByRole('button', { name: 'Weiter' }).click();
  await expect(patient).toHaveURL(`${portal.origin}/enrol/way`);
  expect(await statusOf(home, portal.origin), 'until the end nothing has changed').toBe(200);
  await makePasskey(patient);

  await expect(patient.getByRole('heading', { name: 'Inhalte sind noch verborgen' })).toBeVisible();
  await expect(patient.locator('main')).toContainText('Zu Ihrem Schutz zeigen wir Ihre Daten erst wieder ab');
  await expect(patient.locator('main')).toContainText('Ihr Zugang wurde wiederhergestellt');
  await expectAccessible(patient);
  expect(await statusOf(home, portal.origin), 'the other sessions have ended').toBe(401);

  await portal.advance(25 * HOUR);
  await patient.goto(`${portal.origin}/sign-in`);
  await patient.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
  await patient.waitForURL('**/home');
  await expect(patient.getByRole('heading', { name: 'Inhalte sind noch verborgen' })).toHaveCount(0);
  await context.close();
  await lead.context().close();
});

test('without a recovery code somebody else of the team approves, and never the one who issued it', async ({
  page,
  browser,
  portal,
  playwright,
  watch,
}) => {
  test.slow();
  const { desk, lead, path, person } = await scene(page, portal, playwright);
  await desk.goto(path);
  await expect(desk.locator('main'), 'said before anything is printed').toContainText('Diese Person hat schon einen Zugang');
  const letter = await new Visitor(desk.request, portal).invite(path);

  await desk.goto('/staff/invitations');
  const entry = (of: Page) => of.locator('.item-list:not(#ended-invitations) > li', { hasText: person.family });
  await expect(entry(desk)).toContainText('Ersetzt einen verlorenen Zugang');
  await expect(entry(desk)).toContainText('Jemand anderes aus dem Team muss freigeben');
  await expect(entry(desk).getByRole('button', { name: 'Freigeben' })).toHaveCount(0);
  await expectAccessible(desk);

  await lead.goto('/staff/invitations');
  const approval = await entry(lead).locator('form').getAttribute('action');
  expect(approval).toMatch(/^\/staff\/invitations\/[0-9a-f-]{36}\/approval$/);
  // Nor by leaving out the page.
  const tried = await new Visitor(desk.request, portal).submit('/staff/patients/new', approval!, {});
  expect(tried.status()).toBe(404);

  const context = await browser.newContext({ locale: 'de-DE' });
  const patient = await context.newPage();
  await redeem(patient, portal.origin, letter, person.born);
  await expect(patient).toHaveURL(`${portal.origin}/enrol/recovery-code`);
  await expect(patient.locator('main')).toContainText('Danach lösen Sie denselben Code noch einmal ein.');

  await expectAccessible(lead);
  await entry(lead).getByRole('button', { name: 'Freigeben' }).click();
  // An approval outlasts the session, so it takes a fresh proof, for this invitation and for once.
  await expect(lead.getByRole('heading', { level: 1 })).toHaveText('Bitte bestätigen Sie, dass Sie es sind');
  await expect(lead.locator('main')).toContainText('Sie möchten eine Einladung freigeben');
  await expect(lead.locator('main')).toContainText('von Petra Lindner');
  await expectAccessible(lead);
  await lead.getByRole('button', { name: 'Mit Passkey bestätigen' }).click();
  await lead.waitForURL('**/staff/invitations');
  await expect(lead.locator('main')).toContainText('Sie haben bestätigt, dass Sie es sind.');
  await expect(lead.getByRole('heading', { name: 'Noch ein Schritt' })).toBeVisible();
  await entry(lead).getByRole('button', { name: 'Freigeben' }).click();
  await expect(lead.locator('main')).toContainText('Die Einladung ist freigegeben.');
  await expect(entry(lead)).toContainText('Freigegeben');
  await expect(entry(lead).getByRole('button', { name: 'Freigeben' })).toHaveCount(0);

  await redeem(patient, portal.origin, letter, person.born);
  await expect(patient).toHaveURL(`${portal.origin}/enrol/way`);
  await makePasskey(patient);
  await expect(patient.getByRole('heading', { name: 'Inhalte sind noch verborgen' })).toBeVisible();
  await context.close();

  // The team confirms who it was, and again not the one who invited.
  await desk.goto('/staff/enrolments');
  await expect(entry(desk)).toContainText('Sie haben diese Person eingeladen. Bestätigen muss jemand anderes.');
  await lead.goto('/staff/enrolments');
  await expect(lead.locator('main')).toContainText('Haben Sie diesen Zugang selbst eingerichtet?');
  await expect(entry(lead)).toContainText('von Petra Lindner');
  await expectAccessible(lead);
  await entry(lead).getByRole('button', { name: 'Identität bestätigen' }).click();
  await expect(lead.locator('main')).toContainText('Die Identität ist bestätigt.');
  await expect(entry(lead)).toHaveCount(0);
  watch.tolerate('console error', /status of 404/);
  await lead.context().close();
});

test('a new letter asks before it makes an open one worthless, with JavaScript off as well', async ({ page, portal, browser, watch }) => {
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
  const path = await new Visitor(page.request, portal).add(somebody());
  await new Visitor(page.request, portal).invite(path);
  const { cookies } = await page.context().storageState();
  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled: false });
  await context.addCookies(cookies);
  const plain = await context.newPage();
  await plain.goto(path);
  await expect(plain.locator('main')).toContainText('Einladung offen');
  await expect(plain.locator('main')).toContainText('von Petra Lindner');
  await plain.getByRole('button', { name: 'Neue Einladung drucken' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Es gibt schon eine offene Einladung');
  await plain.getByRole('link', { name: 'Alte Einladung behalten' }).click();
  await expect(plain.locator('main'), 'nothing has happened').toContainText('Einladung offen');
  await plain.getByRole('button', { name: 'Neue Einladung drucken' }).click();
  await plain.getByRole('button', { name: 'Neu drucken, alte ungültig machen' }).click();
  await expect(plain).toHaveURL(LETTER);
  await context.close();

  watch.expectStatus(409);
  await page.goto(path);
  await page.getByRole('button', { name: 'Neue Einladung drucken' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Es gibt schon eine offene Einladung');
  await expectAccessible(page);
});

test('a newer letter makes the older one worthless, and one that is too old is worthless as well', async ({
  page,
  portal,
  playwright,
}) => {
  await authenticator(page);
  await enrolStaff(page, await staffLink(portal, 'Petra Lindner', 'reception'));
  const desk = new Visitor(page.request, portal);
  const person = somebody();
  const path = await desk.add(person);
  const [older, newer] = [await desk.invite(path), await desk.invite(path)];
  const home = new Visitor(await playwright.request.newContext(), portal);
  const redeemed = async ({ code }: Letter) => (await home.post('/enrol', { code, ...birthFields(person.born) })).status();
  expect(await redeemed(older)).toBe(422);
  await portal.advance(14 * 24 * HOUR + 1_000);
  expect(await redeemed(newer)).toBe(422);
});
