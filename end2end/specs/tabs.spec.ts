// One browser, several tabs, and fingers that press twice.
import type { Page } from '@playwright/test';
import { test } from '../support/access';
import { awake, noteAwakening } from '../support/island';
import { Visitor, type Access } from '../support/people';
import type { Portal } from '../support/portal';
import { expect } from '../support/practice';
import { STEP, totp } from '../support/totp';

const MINUTE = 60_000;

async function fillIn(page: Page, portal: Portal, access: Access): Promise<void> {
  await portal.advance(2 * STEP);
  await page.goto('/sign-in');
  await page.getByLabel('Anmeldename').fill(access.signInName);
  await page.getByLabel('Passphrase', { exact: true }).fill(access.passphrase);
  await page.getByLabel('Code aus Ihrer App').fill(totp(access.secret, portal.now()));
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const signOut = (page: Page) => page.locator('#sign-out-form').getByRole('button');

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    test('a double click on the button signs in', async ({ page, context, portal, access }) => {
      if (javaScriptEnabled) await noteAwakening(context);
      await fillIn(page, portal, access);
      if (javaScriptEnabled) await awake(page);
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
      });
      await page.getByRole('button', { name: 'Anmelden', exact: true }).dblclick();
      await expect(page).toHaveURL('/home');
      await page.reload();
      await expect(page, 'and stays signed in').toHaveURL('/home');
      await expect(signOut(page)).toBeVisible();
      if (javaScriptEnabled) expect(sent, 'sent once').toEqual(['/sign-in']);
    });
  });
}

test('the same form sent again before the answer has come gets the same session', async ({ page, context, portal, access }) => {
  await fillIn(page, portal, access);
  const id = await page.locator('input[name="form_id"]').inputValue();
  const form = {
    sign_in_name: access.signInName,
    passphrase: access.passphrase,
    code: totp(access.secret, portal.now()),
    form_id: id,
  };
  const send = () =>
    context.request.post(`${portal.origin}/sign-in`, { form, headers: { origin: portal.origin }, maxRedirects: 0 });
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.map((answer) => [answer.status(), answer.headers()['location']])).toEqual(
    answers.map(() => [303, '/home']),
  );
  const cookies = answers.map((answer) => /__Host-sid=([^;]+)/.exec(answer.headers()['set-cookie'] ?? '')?.[1]);
  expect(cookies[0]).toBeTruthy();
  expect(new Set(cookies).size).toBe(1);
});

test('signing out in one tab takes what the others show away', async ({ page, context, portal, access }) => {
  await noteAwakening(context);
  await new Visitor(page.request, portal).signIn(access);
  await page.goto('/home');
  const other = await context.newPage();
  await other.goto(`${portal.origin}/me`);
  await awake(other);
  await page.bringToFront();
  await awake(page);
  await signOut(page).click();
  await expect(heading(page)).toHaveText('Sie sind abgemeldet');
  await expect(other).toHaveURL(`${portal.origin}/signed-out`);
  await expect(heading(other)).toHaveText('Sie sind abgemeldet');
});

test('a tab of another session is left alone', async ({ page, context, portal, access }) => {
  await noteAwakening(context);
  const visitor = new Visitor(page.request, portal);
  await visitor.signIn(access);
  const older = await context.newPage();
  await older.goto(`${portal.origin}/me`);
  await awake(older);
  // The same browser signs in anew: the first session has ended, and its tab says nothing about the second.
  await visitor.signIn(access);
  await page.goto('/home');
  await awake(page);
  await older.evaluate(() => {
    const session = document.querySelector('leptos-island[data-props*="signed_out"]');
    const own = JSON.parse(session!.getAttribute('data-props')!).session as string;
    new BroadcastChannel('obhut-session').postMessage({ session: own, end: 0 });
  });
  await expect(older).toHaveURL(`${portal.origin}/signed-out`);
  await expect(page).toHaveURL(`${portal.origin}/home`);
  await expect(page.locator('#main')).toBeVisible();
});

test.describe('from an older tab', () => {
  // Nothing announces itself there.
  test.use({ javaScriptEnabled: false });

  test('signing out is never refused', async ({ page, portal, access }) => {
    const visitor = new Visitor(page.request, portal);
    await visitor.signIn(access);
    await page.goto('/me/security');
    await visitor.signIn(access);
    await signOut(page).click();
    await expect(heading(page), 'the form of an older session').toHaveText('Sie sind abgemeldet');
    await page.goto('/sign-in');
    await expect(page, 'and nobody is signed in').toHaveURL('/sign-in');

    // First while the browser of the enrolment is still among the others.
    for (const name of ['Alle anderen abmelden', 'Abmelden']) {
      await visitor.signIn(access);
      await page.goto('/me/security');
      await portal.advance(31 * MINUTE);
      if (name === 'Abmelden') await signOut(page).click();
      else await page.getByRole('button', { name }).click();
      await expect(heading(page), name).toHaveText('Sie sind abgemeldet');
    }
  });
});
