// A patient whose portal has a mail server: a real conversation over STARTTLS, and the mails to look at.
import { expect, type Page } from '@playwright/test';
import { type Mail, MailServer, mailSettings } from './mail';
import { somebody, Visitor, type Access } from './people';
import { test as alone } from './practice';

// Else what these tests wait for would wait for the morning whenever they run at night.
const AWAKE = { OBHUT_QUIET_HOURS: '00:00-00:00' };

export const ADDRESS = 'frieda@post.example';

export const test = alone.extend<{ mailServer: MailServer; access: Access }>({
  mailServer: async ({}, use) => {
    const server = await MailServer.start();
    await use(server);
    await server.stop();
  },

  house: async ({ mailServer }, use) =>
    use({ demo: true, clock: true, settings: { ...mailSettings(mailServer), ...AWAKE } }),

  /** Somebody who has enrolled in the browser of the page. */
  access: async ({ page, portal, playwright }, use) => {
    const request = await playwright.request.newContext();
    const desk = new Visitor(request, portal);
    await desk.play(portal.players().find(({ role }) => role === 'reception')!);
    const person = somebody({ given: 'Frieda' });
    await use(await new Visitor(page.request, portal).enrol(await desk.invite(await desk.add(person)), person.born));
    await request.dispose();
  },
});

/** The code of a mail, in two groups as it is written. */
export function codeOf(mail: Mail): string {
  const code = /^(\d{4} \d{4})\r?$/m.exec(mail.text)?.[1];
  if (!code) throw new Error(`there is no code in:\n${mail.text}`);
  return code;
}

/** Waits for the mail with a code that has not been used yet. */
export async function nextCode(server: MailServer, used: Set<string>): Promise<string> {
  const mail = await server.waitFor(({ to, subject, text }) => {
    const code = /^(\d{4} \d{4})\r?$/m.exec(text)?.[1];
    return to === ADDRESS && subject === 'Ihr Bestätigungscode' && code !== undefined && !used.has(code);
  });
  const code = codeOf(mail);
  used.add(code);
  return code;
}

/** Confirms an address, with the fresh proof that adding one needs. */
export async function confirmAddress(page: Page, visitor: Visitor, access: Access, server: MailServer, used: Set<string>): Promise<void> {
  await visitor.stepUp('add-contact', access);
  await page.goto('/me/contact/add');
  await page.getByLabel('E-Mail-Adresse').fill(ADDRESS);
  await page.getByRole('button', { name: 'Code schicken' }).click();
  await page.waitForURL('**/confirm');
  await page.getByLabel('Code', { exact: true }).fill(await nextCode(server, used));
  await page.getByRole('button', { name: 'Adresse bestätigen' }).click();
  await page.waitForURL('**/me/contact');
  await expect(page.locator('main')).toContainText(ADDRESS);
}
