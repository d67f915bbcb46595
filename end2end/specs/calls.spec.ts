// A telephone number from the first wish to the consent: its code is read out by the team, from a script that tells nobody else anything.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { somebody, Visitor } from '../support/people';
import { expect, test } from '../support/practice';

test.use({ house: { demo: true, clock: true, settings: { OBHUT_QUIET_HOURS: '00:00-00:00' } } });

const MINUTE = 60_000;

/** Takes the next call and gives the code that is to be read out. */
async function take(desk: Page): Promise<string> {
  await desk.goto('/staff/calls');
  await desk.getByRole('button', { name: 'Nächsten Anruf übernehmen' }).click();
  await desk.waitForURL(/\/staff\/calls\/[0-9a-f-]{36}$/);
  return (await desk.locator('strong.code').textContent()) ?? '';
}

test('a code is read out on the telephone, without JavaScript at the desk, and a wrong number is called once', async ({ page, portal, browser, watch }) => {
  test.slow();
  watch.withoutJavaScript();
  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin, javaScriptEnabled: false });
  const desk = await context.newPage();
  const reception = new Visitor(context.request, portal);
  await reception.play(portal.players().find(({ role }) => role === 'reception')!);
  const person = somebody({ given: 'Frieda' });
  const patient = new Visitor(page.request, portal);
  const access = await patient.enrol(await reception.invite(await reception.add(person)), person.born);
  await desk.goto('/staff/calls');
  await expect(desk.locator('main')).toContainText('Es wartet kein Anruf.');

  // The patient asks for a call.
  await patient.stepUp('add-contact', access);
  await page.goto('/me/contact/add');
  await page.getByLabel('Telefonnummer', { exact: true }).fill('0171 5550123');
  await page.getByRole('button', { name: 'Anruf mit Code anfordern' }).click();
  await page.waitForURL('**/confirm');
  await expect(page.locator('main')).toContainText('Die Praxis ruft Sie an und liest Ihnen einen Code vor unter: 0171 5550123');
  await expectAccessible(page);

  // Nobody answers; some hours later somebody does.
  const first = await take(desk);
  await expect(desk.locator('main')).toContainText('Frieda Musterfrau');
  await desk.getByRole('button', { name: 'Nicht erreicht' }).click();
  await expect(desk.locator('main')).toContainText('Der Anruf kommt in drei Stunden wieder.');
  await expect(desk.locator('main')).toContainText('Es wartet kein Anruf.');
  // Somebody stays at the desk meanwhile: a session ends when nothing is done.
  for (let minutes = 0; minutes <= 180; minutes += 10) {
    await desk.goto('/staff/calls');
    await portal.advance(10 * MINUTE);
  }
  const code = await take(desk);
  expect(code).toBe(first);
  await expect(desk.locator('main')).toContainText('Danke, ich melde mich wieder.');
  await desk.getByRole('button', { name: 'Person erreicht und gesagt' }).click();
  await expect(desk.locator('main')).toContainText('Der Anruf ist erledigt.');

  await patient.signIn(access);
  await page.goto('/me/contact');
  await page.getByRole('link', { name: /^Code eingeben/ }).click();
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Nummer bestätigen' }).click();
  await page.waitForURL('**/me/contact');
  await expect(page.locator('main')).toContainText('0171 5550123');
  await page.goto('/me/access-log');
  await expect(page.locator('main')).toContainText('Sie angerufen und erreicht');

  // A consent by telephone takes a call as well; under this number there is somebody else by now.
  await page.goto('/consents');
  await page.locator('label[for="box-prevention-recall-phone"]').click();
  await page.waitForURL('**/consents/confirm/prevention-recall/phone');
  await expect(page.locator('main')).toContainText('Die Praxis ruft Sie an und liest Ihnen den Code vor');
  await expectAccessible(page);
  await take(desk);
  await desk.getByRole('button', { name: 'Falsche Nummer' }).click();
  await expect(desk.locator('main')).toContainText('Diese Nummer wird nicht mehr angerufen');
  await page.goto('/me/contact');
  await expect(page.locator('main')).toContainText('Noch nicht bestätigt');
  await context.close();
});

test('the page of a call can be used by everybody', async ({ page, portal, browser }) => {
  test.slow();
  const context = await browser.newContext({ locale: 'de-DE', baseURL: portal.origin });
  const desk = await context.newPage();
  const reception = new Visitor(context.request, portal);
  await reception.play(portal.players().find(({ role }) => role === 'reception')!);
  const person = somebody({ given: 'Frieda' });
  const patient = new Visitor(page.request, portal);
  const access = await patient.enrol(await reception.invite(await reception.add(person)), person.born);
  await patient.stepUp('add-contact', access);
  await patient.submit('/me/contact/add', '/me/contact/add', { kind: 'phone', phone: '+49 171 5550124' });
  await desk.goto('/staff/calls');
  await expectAccessible(desk);
  await take(desk);
  await expectAccessible(desk);
  await desk.setViewportSize({ width: 320, height: 640 });
  const wider = await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, 'nothing to scroll sideways').toBeLessThanOrEqual(0);
  await context.close();
});
