// What people type although it cannot be right: it is said beside the field what to do, and nothing typed is lost.
import type { Page } from '@playwright/test';
import { authenticator } from '../support/passkey';
import { PASSPHRASE, somebody, Visitor, type Access } from '../support/people';
import { expect, test as alone } from '../support/practice';
import { STEP } from '../support/totp';

const SCRIPT = '</textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>';
const LONG = 'x'.repeat(5_000);
const EMOJI = '👩🏽‍⚕️🙂';
const RTL = 'مريم\u202eםירמ';
const NASTY = { nothing: '', spaces: '   ', 'far too much': LONG, emoji: EMOJI, 'from right to left': RTL, 'a script': SCRIPT };
type Nasty = keyof typeof NASTY;
const ALL = Object.keys(NASTY) as Nasty[];

/** A patient with passphrase and app whose browser is signed in, and a receptionist without a window. */
const test = alone.extend<{ access: Access; desk: Visitor }>({
  house: { demo: true, clock: true },

  desk: async ({ portal, playwright }, use) => {
    const desk = new Visitor(await playwright.request.newContext(), portal);
    await desk.play(portal.players().find(({ role }) => role === 'reception')!);
    await use(desk);
  },

  access: async ({ page, portal, desk }, use) => {
    const person = somebody();
    await use(await new Visitor(page.request, portal).enrol(await desk.invite(await desk.add(person)), person.born));
  },
});

interface Form {
  path: string;
  /** Where the form is sent; where there is only one, that one. */
  action?: string;
  /** Names of fields, and what is typed into them unless the test says otherwise. */
  fields: Record<string, string>;
  /** What may be typed into a field although it looks odd. */
  fine?: Partial<Record<string, readonly Nasty[]>>;
  /** The control with the message, where it is not the field itself. */
  beside?: Partial<Record<string, string>>;
  /** Never shown again. */
  secret?: readonly string[];
}

/** Types and sends as somebody whose browser keeps to no limit on the length. */
async function send(page: Page, { path, action }: Form, fields: Record<string, string>): Promise<number> {
  if (new URL(page.url()).pathname !== path) await page.goto(path);
  const form = page.locator(`form[method="post"]${action ? `[action="${action}"]` : '[action]'}`).filter({
    has: page.locator(`[name="${Object.keys(fields)[0]}"]`),
  });
  await form.evaluate((element, typed) => {
    for (const [name, value] of Object.entries(typed)) (element.querySelector(`[name="${name}"]`) as HTMLInputElement).value = value;
    element.closest('details')?.setAttribute('open', '');
  }, fields);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await form.getByRole('button', { name: /^(?!Passphrase anzeigen)/ }).first().click();
  const status = (await answered).status();
  await page.waitForLoadState();
  return status;
}

/** All fields get everything that cannot be right. */
async function expectPatience(page: Page, form: Form): Promise<void> {
  page.on('dialog', () => {
    throw new Error('a script has run');
  });
  const names = Object.keys(form.fields);
  for (const what of ALL) {
    const wrong = names.filter((name) => !form.fine?.[name]?.includes(what));
    if (wrong.length === 0) continue;
    const typed = Object.fromEntries(names.map((name) => [name, NASTY[what]]));
    expect(await send(page, form, typed), what).toBe(422);
    const summary = page.locator('.error-summary');
    await expect(summary, what).toBeVisible();
    for (const name of wrong) {
      const beside = form.beside?.[name] ?? name;
      const error = page.locator(`#${beside}-error`);
      await expect(error, `${what} in ${name}`).toBeVisible();
      expect((await error.innerText()).length, `${what} in ${name}`).toBeGreaterThan(15);
      // The summary at the top leads there.
      await expect(summary.locator(`a[href="#${beside}"]`), `${what} in ${name}`).toHaveCount(1);
      await expect(page.locator(`input#${beside}`), `${what} in ${name}`).toHaveCount(1);
    }
    for (const name of names) {
      const input = page.locator(`main [name="${name}"]`).first();
      // Browsers themselves take the spaces away from around an e-mail address.
      const kept = name === 'email' ? typed[name]!.trim() : typed[name]!;
      await expect(input, `${what} in ${name} comes back`).toHaveValue(form.secret?.includes(name) ? '' : kept);
    }
    expect(await page.evaluate(() => [...document.scripts].some((script) => script.text.includes('alert('))), what).toBe(false);
  }
}

const SIGN_IN: Form = {
  path: '/sign-in',
  fields: { sign_in_name: 'ahorn-48213', passphrase: PASSPHRASE, code: '123456' },
  // A name nobody has, a wrong passphrase and a wrong code are one answer, which stands beside the name.
  beside: {},
  secret: ['passphrase', 'code'],
};

test('signing in', async ({ page, watch }) => {
  watch.expectStatus(422);
  await expectPatience(page, {
    ...SIGN_IN,
    fine: { passphrase: ['emoji', 'from right to left', 'a script'], code: ['emoji', 'from right to left', 'a script'] },
  });
});

test('what could be right but is not stands beside the name, whatever it was', async ({ page, watch }) => {
  watch.expectStatus(422);
  for (const [name, what] of [['passphrase', 'a script'], ['passphrase', 'emoji'], ['code', 'a script'], ['code', 'from right to left']] as const) {
    expect(await send(page, SIGN_IN, { ...SIGN_IN.fields, [name]: NASTY[what] })).toBe(422);
    await expect(page.locator('#sign_in_name-error')).toContainText('Das hat nicht gepasst.');
    await expect(page.locator('#sign_in_name')).toHaveValue('ahorn-48213');
  }
});

test('redeeming a letter', async ({ page, watch }) => {
  watch.expectStatus(422);
  const beside = { code: 'code', birth_date_day: 'code', birth_date_month: 'code', birth_date_year: 'code' };
  await expectPatience(page, {
    path: '/enrol',
    fields: { code: '0000-1111-2222-3333-4444-5555', birth_date_day: '1', birth_date_month: '2', birth_date_year: '1970' },
    beside,
  });
});

test('replacing a lost app', async ({ page, watch }) => {
  watch.expectStatus(422);
  const odd = ['emoji', 'from right to left', 'a script'] as const;
  await expectPatience(page, {
    path: '/recover',
    fields: { sign_in_name: 'ahorn-48213', passphrase: PASSPHRASE, recovery_code: '3-AAAA-BBBB-CCCC-DDDD' },
    fine: { passphrase: odd, recovery_code: odd },
    secret: ['passphrase', 'recovery_code'],
  });
});

test('choosing a passphrase and typing the first code', async ({ page, portal, desk, watch }) => {
  watch.expectStatus(422);
  const person = somebody();
  const letter = await desk.invite(await desk.add(person));
  const me = new Visitor(page.request, portal);
  const { day, month, year } = person.born;
  const redeemed = { code: letter.code, birth_date_day: day, birth_date_month: month, birth_date_year: year };
  await me.proceed('/enrol', '/enrol', redeemed, '/enrol/way');
  // A script of more than twelve characters is a passphrase like any other.
  const passphrase: Form = {
    path: '/enrol/passphrase',
    fields: { passphrase: PASSPHRASE },
    fine: { passphrase: ['a script'] },
    secret: ['passphrase'],
  };
  await expectPatience(page, passphrase);
  expect(await send(page, passphrase, { passphrase: SCRIPT })).toBe(303);
  await expectPatience(page, { path: '/enrol/totp', fields: { code: '12345' }, secret: ['code'] });
});

test('adding a patient, and searching for one', async ({ page, desk, watch }) => {
  watch.expectStatus(422);
  await page.context().addCookies((await desk.request.storageState()).cookies);
  const beside = { birth_date_day: 'birth_date', birth_date_month: 'birth_date', birth_date_year: 'birth_date' };
  const freely = ['nothing', 'spaces'] as const;
  const others = {
    email: 'erika@example.org',
    phone: '030 1234567',
    insurance_number: 'A123456780',
  };
  const birth = { birth_date_day: '27', birth_date_month: '3', birth_date_year: '1985' };
  await expectPatience(page, {
    path: '/staff/patients/new',
    fields: { family_name: 'Muster', given_name: 'Erika', ...birth, ...others },
    beside,
    // Names may be anything with a letter in it, and what is asked freely may be left out.
    fine: {
      family_name: ['from right to left', 'a script'],
      given_name: ['from right to left', 'a script'],
      email: freely,
      phone: freely,
      insurance_number: freely,
    },
  });
  await expectPatience(page, {
    path: '/staff/patients',
    fields: { family_name: 'Muster', ...birth, ...others, patient_number: '7K3M-Q0ZT' },
    beside,
    fine: {
      family_name: ['from right to left', 'a script'],
      birth_date_day: freely,
      birth_date_month: freely,
      birth_date_year: freely,
      email: freely,
      phone: freely,
      insurance_number: freely,
      patient_number: freely,
    },
  });
});

test('a name that looks like a script is a name, on every page that shows it', async ({ page, desk, portal, watch }) => {
  await page.context().addCookies((await desk.request.storageState()).cookies);
  page.on('dialog', () => {
    throw new Error('a script has run');
  });
  const person = somebody({ family: SCRIPT, given: RTL });
  const path = await desk.add(person);
  const { code, signInName } = await desk.invite(path);
  expect(code).toHaveLength(29);
  const shown = async () => {
    expect(await page.evaluate(() => [...document.scripts].some((script) => script.text.includes('alert(')))).toBe(false);
    await expect(page.locator('main')).toContainText(SCRIPT);
  };
  await page.goto(path);
  await shown();
  await page.goto('/staff/invitations');
  await shown();
  // Somebody like that is known already.
  watch.expectStatus(409);
  await page.goto('/staff/patients/new');
  await send(page, { path: '/staff/patients/new', fields: {} }, {
    family_name: SCRIPT,
    given_name: 'A',
    birth_date_day: person.born.day,
    birth_date_month: person.born.month,
    birth_date_year: person.born.year,
  });
  await shown();
  expect(signInName).toMatch(/^[a-z]+-\d{5}$/);
  expect(portal.lines.join('')).not.toContain('alert(');
});

test('naming a passkey, and proving who one is', async ({ page, portal, access, watch }) => {
  watch.expectStatus(422);
  const key = await authenticator(page);
  const me = new Visitor(page.request, portal);
  await me.stepUp('add-passkey', access);
  await page.goto('/me/security/passkey');
  // The name of a new passkey is only a suggestion, and cut to what fits.
  await page.getByLabel('Name für dieses Gerät').evaluate((input) => input.removeAttribute('maxlength'));
  await page.getByLabel('Name für dieses Gerät').fill(SCRIPT);
  await page.getByRole('button', { name: 'Passkey einrichten' }).click();
  await page.waitForURL('**/me/security');
  expect(await key.count()).toBe(1);
  await expect(page.locator('main strong bdi')).toHaveText([SCRIPT.slice(0, 40)]);

  const action = await page.locator('form[action$="/name"]').getAttribute('action');
  for (const [typed, why] of [
    ['', 'Geben Sie einen Namen ein.'],
    [LONG, 'höchstens 40 Zeichen'],
    [SCRIPT, 'höchstens 40 Zeichen'],
  ] as const) {
    await page.goto('/me/security');
    expect(await send(page, { path: '/me/security', action: action!, fields: {} }, { name: typed })).toBe(422);
    await expect(page.locator('#name-error')).toContainText(why);
    await expect(page.locator('#name')).toHaveValue(typed);
  }
  for (const odd of [EMOJI, RTL]) {
    await page.goto('/me/security');
    expect(await send(page, { path: '/me/security', action: action!, fields: {} }, { name: odd })).toBe(303);
    // What turns the letters of others around is left out.
    await expect(page.locator('main strong bdi')).toHaveText([odd.replace('\u202e', '')]);
  }

  await page.goto('/step-up/renew-codes');
  for (const [passphrase, code] of [['', ''], [LONG, '123456'], [SCRIPT, RTL], [access.passphrase, EMOJI]] as const) {
    await portal.advance(60 * STEP * 20);
    await me.signIn(access);
    await page.goto('/step-up/renew-codes');
    expect(await send(page, { path: '/step-up/renew-codes', action: '/step-up', fields: {} }, { passphrase, code })).toBe(422);
    await expect(page.locator('#passphrase-error')).toBeVisible();
    await expect(page.locator('#passphrase')).toHaveValue('');
  }
});

test('the title of a page that asks for correction says so first', async ({ page, portal, desk, watch }) => {
  watch.expectStatus(422);
  const titles: Record<string, string> = {};
  const note = async (form: Form) => {
    expect(await send(page, form, form.fields)).toBe(422);
    titles[form.path] = await page.title();
  };
  await note({ path: '/sign-in', fields: { sign_in_name: '', passphrase: '', code: '' } });
  await note({ path: '/enrol', fields: { code: '' } });
  await note({ path: '/recover', fields: { sign_in_name: '', passphrase: '', recovery_code: '' } });
  const person = somebody();
  const letter = await desk.invite(await desk.add(person));
  const { day, month, year } = person.born;
  const me = new Visitor(page.request, portal);
  await me.proceed('/enrol', '/enrol', { code: letter.code, birth_date_day: day, birth_date_month: month, birth_date_year: year }, '/enrol/way');
  await note({ path: '/enrol/passphrase', fields: { passphrase: '' } });
  const access = await me.chooseWayT(letter.signInName);
  await page.goto('/step-up/renew-codes');
  await note({ path: '/step-up/renew-codes', action: '/step-up', fields: { passphrase: '', code: '' } });
  expect(access.codes).toHaveLength(10);
  await page.context().clearCookies();
  await page.context().addCookies((await desk.request.storageState()).cookies);
  await note({ path: '/staff/patients', fields: { family_name: '' } });
  await note({ path: '/staff/patients/new', fields: { family_name: '' } });
  expect(Object.entries(titles).filter(([, title]) => !title.startsWith('Fehler: '))).toEqual([]);
});

test('bodies nobody’s browser sends are refused in words, and nothing breaks', async ({ portal, request }) => {
  const headers = { origin: portal.origin, accept: 'text/html' };
  const post = (path: string, type: string, data: string | Buffer) =>
    request.post(path, { headers: { ...headers, 'content-type': type }, data });
  const form = 'application/x-www-form-urlencoded';
  for (const path of ['/sign-in', '/enrol', '/recover', '/sign-in/passkey/finish', '/staff/enrol/start', '/staff/enrol/finish']) {
    for (const [type, body] of [
      [form, ''],
      [form, 'sign_in_name=%FF%FE&code=%00&passphrase=%00'],
      [form, 'code=a&code=b&sign_in_name=a&sign_in_name=b'],
      ['application/json', '{"ceremony":1,"credential":[[]]}'],
      ['application/json', '{'],
      ['application/json', '['.repeat(10_000)],
      ['multipart/form-data; boundary=x', '--x--'],
      ['text/plain', 'x'],
    ] as const) {
      const status = (await post(path, type, body)).status();
      expect(status, `${type} ${body.slice(0, 40)} to ${path}`).toBeGreaterThanOrEqual(400);
      expect(status, `${type} ${body.slice(0, 40)} to ${path}`).toBeLessThan(500);
    }
  }
  expect(portal.log().filter(({ fields }) => (fields.status ?? 0) >= 500)).toEqual([]);
});

