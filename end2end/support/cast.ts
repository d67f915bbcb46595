// Everybody a portal knows, signed in once for each worker: the roles of a demo, two patients, and the pages only they see.
import type { APIRequestContext, BrowserContext, Page, Response } from '@playwright/test';
import type { Tag } from './pages';
import { authenticator } from './passkey';
import { birthFields, LETTER, somebody, Visitor, type Access, type Letter, type NewPatient } from './people';
import { Portal, START_TIME, STOP_TIME } from './portal';
import { STEP } from './totp';
import { test as base } from './watch';

export { expect } from '@playwright/test';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

export const STAFF_ROLES = ['reception', 'clinician', 'team-lead', 'privacy-officer', 'administrator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export class Cast {
  /** Somebody with passphrase and app. */
  patient!: Access & { path: string };
  /** Somebody who has been invited and has not enrolled. */
  guest!: Letter & { path: string; person: NewPatient };
  /** The page of somebody with a record, whose identity has been confirmed. */
  recordedPath!: string;
  /** Somebody with a passkey. */
  #keyholder!: Visitor;
  readonly #staff = new Map<StaffRole, Visitor>();
  #patient!: Visitor;
  #recorded!: Visitor;

  constructor(
    readonly portal: Portal,
    private readonly newRequest: (storageState?: State) => Promise<APIRequestContext>,
  ) {}

  async prepare(page: Page): Promise<void> {
    const players = this.portal.players();
    for (const player of players.filter(({ role }) => role !== 'patient')) {
      const visitor = new Visitor(await this.newRequest(), this.portal);
      await visitor.play(player);
      this.#staff.set(player.role as StaffRole, visitor);
    }
    this.#recorded = await this.visitor();
    await this.#recorded.play(players.find(({ name }) => name === 'Anna Muster')!);
    const desk = this.staff('reception');
    this.recordedPath = await desk.find('Muster', { day: '4', month: '5', year: '1980' });
    const person = somebody({ given: 'Frieda' });
    const path = await desk.add({ ...person, further: { email: 'frieda.musterfrau@example.org', phone: '030 1234567' } });
    this.#patient = await this.visitor();
    this.patient = { ...(await this.#patient.enrol(await desk.invite(path), person.born)), path };
    const invited = somebody({ given: 'Gustav' });
    const invitedPath = await desk.add(invited);
    this.guest = { ...(await desk.invite(invitedPath)), path: invitedPath, person: invited };
    this.#keyholder = await this.#makeKeyholder(page, desk);
    // Somebody whose letter waits for a second pair of eyes.
    await desk.invite(path);
  }

  /** A browser without a window that nobody knows. */
  async visitor(): Promise<Visitor> {
    return new Visitor(await this.newRequest(), this.portal);
  }

  staff(role: StaffRole): Visitor {
    return this.#staff.get(role)!;
  }

  /** Turns the clock to the next code without letting anybody else's session end. */
  async nextStep(): Promise<void> {
    await this.portal.advance(STEP);
    await this.stir();
  }

  /** Everybody does something, so that nobody's session ends while others are on stage. */
  async stir(): Promise<void> {
    const homes: [Visitor, string][] = [
      ...[...this.#staff.values()].map((visitor): [Visitor, string] => [visitor, '/staff']),
      ...[this.#patient, this.#recorded, this.#keyholder].map((visitor): [Visitor, string] => [visitor, '/home']),
    ];
    await Promise.all(
      homes.map(async ([visitor, home]) => {
        const answer = await visitor.get(home);
        if (answer.status() !== 200) throw new Error(`somebody of the cast is signed out: ${home} answers ${answer.status()}`);
      }),
    );
  }

  async asStaff(page: Page, role: StaffRole): Promise<void> {
    await page.context().addCookies((await this.staff(role).request.storageState()).cookies);
  }

  async asPatient(page: Page): Promise<void> {
    await page.context().addCookies((await this.#patient.request.storageState()).cookies);
  }

  /** Somebody who has a record with a document in it. */
  get recorded(): Visitor {
    return this.#recorded;
  }

  async asRecorded(page: Page): Promise<void> {
    await page.context().addCookies((await this.#recorded.request.storageState()).cookies);
  }

  async asKeyholder(page: Page): Promise<void> {
    await page.context().addCookies((await this.#keyholder.request.storageState()).cookies);
  }

  /** A session of the patient's that has just been proven for a deed. */
  async steppedUp(page: Page, deed: string): Promise<Visitor> {
    const me = new Visitor(page.request, this.portal);
    await me.signIn(this.patient);
    await me.stepUp(deed, this.patient);
    await this.nextStep();
    return me;
  }

  /** The page of somebody new, whom nobody has invited yet. */
  newcomer(): Promise<string> {
    return this.staff('reception').add(somebody({ given: 'Jakob' }));
  }

  /** The session of somebody who has redeemed a letter; each time a new person. */
  async enrolling(page: Page): Promise<{ me: Visitor; letter: Letter }> {
    const person = somebody({ given: 'Henriette' });
    const letter = await this.staff('reception').invite(await this.staff('reception').add(person));
    const me = new Visitor(page.request, this.portal);
    await me.proceed('/enrol', '/enrol', { code: letter.code, ...birthFields(person.born) }, '/enrol/way');
    return { me, letter };
  }

  async #makeKeyholder(page: Page, desk: Visitor): Promise<Visitor> {
    const person = somebody({ given: 'Ida' });
    const letter = await desk.invite(await desk.add(person));
    const me = new Visitor(page.request, this.portal);
    await me.proceed('/enrol', '/enrol', { code: letter.code, ...birthFields(person.born) }, '/enrol/way');
    await authenticator(page);
    await page.goto(`${this.portal.origin}/enrol/way`);
    await page.locator('#device_name').fill('Handy mit einem ziemlich langen Namen 📱');
    await page.locator('.passkey button').click();
    await page.waitForURL('**/enrol/codes');
    await me.proceed('/enrol/codes', '/enrol/codes', { kept: 'yes' }, '/home');
    return new Visitor(await this.newRequest(await page.context().storageState()), this.portal);
  }
}

/** A page that is there for somebody only, and how one gets there. */
export interface InnerPage {
  name: string;
  status: number;
  heading: Record<Tag, string> | RegExp;
  open: (page: Page, cast: Cast) => Promise<Response | null>;
}

const staffPage = (
  name: string,
  path: string | ((cast: Cast) => string),
  heading: InnerPage['heading'],
  role: StaffRole = 'reception',
): InnerPage => ({
  name,
  status: 200,
  heading,
  open: async (page, cast) => {
    await cast.asStaff(page, role);
    return page.goto(typeof path === 'string' ? path : path(cast));
  },
});

/** A page of somebody's own, opened as the patient of the cast. */
const patientPage = (name: string, path: string, heading: InnerPage['heading']): InnerPage => ({
  name,
  status: 200,
  heading,
  open: async (page, cast) => {
    await cast.asPatient(page);
    return page.goto(path);
  },
});

/** Sends a form, and gives the answer the browser then shows. */
async function sent(page: Page, fields: Record<string, string>): Promise<Response | null> {
  for (const [name, value] of Object.entries(fields)) {
    const input = page.locator(`main form[method="post"] [name="${name}"]`).first();
    await input.fill(value);
  }
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main form[method="post"]:has([name]) button[type="submit"]').first().click();
  const answer = await answered;
  await page.waitForLoadState();
  return answer;
}

const invalid = (name: string, path: string, fields: Record<string, string>, heading: InnerPage['heading']): InnerPage => ({
  name,
  status: 422,
  heading,
  open: async (page) => {
    await page.goto(path);
    return sent(page, fields);
  },
});

const publicPage = (name: string, path: string, heading: InnerPage['heading'], status = 200): InnerPage => ({
  name,
  status,
  heading,
  open: async (page) => page.goto(path),
});

export const INNER_PAGES: readonly InnerPage[] = [
  publicPage('enrol', '/enrol', { de: 'Zugang einrichten', en: 'Set up your access' }),
  publicPage('recover', '/recover', { de: 'Zugang wiederherstellen', en: 'Recover your access' }),
  publicPage('staff-enrol', '/staff/enrol', { de: 'Zugang für das Team einrichten', en: 'Set up team access' }),
  publicPage('signed-out', '/signed-out', { de: 'Sie sind abgemeldet', en: 'You are signed out' }),
  publicPage('sign-in-required', '/home', { de: 'Bitte melden Sie sich an', en: 'Please sign in' }, 401),

  // For nobody in particular, because they come after a form.
  invalid('sign-in-refused', '/sign-in', { sign_in_name: 'ahorn-48213', passphrase: 'falsch geraten', code: '123456' }, { de: 'Anmelden', en: 'Sign in' }),
  invalid('sign-in-empty', '/sign-in', {}, { de: 'Anmelden', en: 'Sign in' }),
  invalid('enrol-refused', '/enrol', { code: '0000-1111-2222-3333-4444-5555', birth_date_day: '1' }, { de: 'Zugang einrichten', en: 'Set up your access' }),
  {
    name: 'enrol-way',
    status: 200,
    heading: { de: 'Wie möchten Sie sich anmelden?', en: 'How would you like to sign in?' },
    open: async (page, cast) => {
      await cast.enrolling(page);
      return page.goto('/enrol/way');
    },
  },
  {
    name: 'enrol-passphrase-refused',
    status: 422,
    heading: { de: 'Wählen Sie eine Passphrase', en: 'Choose a passphrase' },
    open: async (page, cast) => {
      await cast.enrolling(page);
      await page.goto('/enrol/passphrase');
      return sent(page, { passphrase: 'zu kurz' });
    },
  },
  {
    name: 'enrol-app',
    status: 200,
    heading: { de: 'Verbinden Sie Ihre App', en: 'Connect your app' },
    open: async (page, cast) => {
      const { me } = await cast.enrolling(page);
      await me.submit('/enrol/passphrase', '/enrol/passphrase', { passphrase: 'vier zufaellige woerter hier' });
      return page.goto('/enrol/totp');
    },
  },
  {
    name: 'recover-app',
    status: 200,
    heading: { de: 'Neue App einrichten', en: 'Set up a new app' },
    open: async (page, cast) => {
      const { me, letter } = await cast.enrolling(page);
      const { signInName, passphrase, codes } = await me.chooseWayT(letter.signInName);
      await page.context().clearCookies({ name: '__Host-sid' });
      await me.post('/recover', { sign_in_name: signInName, passphrase, recovery_code: codes[0]! });
      return page.goto('/recover/totp');
    },
  },
  {
    name: 'enrol-recovery-code',
    status: 200,
    heading: { de: 'Ein Ersatzcode, bitte', en: 'A recovery code, please' },
    open: async (page, cast) => {
      const desk = cast.staff('reception');
      const person = somebody({ given: 'Jonna' });
      const path = await desk.add(person);
      await (await cast.visitor()).enrol(await desk.invite(path), person.born);
      const { code } = await desk.invite(path);
      await new Visitor(page.request, cast.portal).post('/enrol', { code, ...birthFields(person.born) });
      return page.goto('/enrol/recovery-code');
    },
  },

  // For patients.
  {
    name: 'home',
    status: 200,
    heading: /^(Guten Tag|Hello), Frieda Musterfrau$/,
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/home');
    },
  },
  {
    name: 'home-new',
    status: 200,
    heading: /^(Guten Tag|Hello), Ida Musterfrau$/,
    open: async (page, cast) => {
      await cast.asKeyholder(page);
      return page.goto('/home');
    },
  },
  {
    name: 'me',
    status: 200,
    heading: { de: 'Ihre Daten', en: 'Your details' },
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/me');
    },
  },
  {
    name: 'record',
    status: 200,
    heading: { de: 'Ihre Akte', en: 'Your record' },
    open: async (page, cast) => {
      await cast.asRecorded(page);
      return page.goto('/me/record');
    },
  },
  {
    name: 'record-closed',
    status: 200,
    heading: { de: 'Ihre Akte', en: 'Your record' },
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/me/record');
    },
  },
  patientPage('consents', '/consents', { de: 'Ihre Einwilligungen', en: 'Your consents' }),
  patientPage('consents-text', '/consents/texts/prevention-recall/1', /./),
  patientPage('consents-history', '/consents/history', { de: 'Was Sie entschieden haben', en: 'What you have decided' }),
  patientPage('consents-all', '/consents/withdraw-all', { de: 'Alles widerrufen', en: 'Take everything back' }),
  patientPage('consents-exports', '/consents/exports', { de: 'Nachweis Ihrer Einwilligungen', en: 'Proof of your consents' }),
  patientPage('contact', '/me/contact', { de: 'So erreichen wir Sie', en: 'How we reach you' }),
  staffPage('templates', '/staff/templates', { de: 'Texte', en: 'Texts' }, 'team-lead'),
  staffPage('templates-kind', '/staff/templates/consent-ending', /./, 'team-lead'),
  staffPage('templates-edit', '/staff/templates/consent-ending/edit', /./, 'team-lead'),
  staffPage('letters', '/staff/post', { de: 'Briefe', en: 'Letters' }, 'reception'),
  staffPage('sending', '/staff/sending', { de: 'Versand', en: 'Sending' }, 'administrator'),
  {
    name: 'access-log',
    status: 200,
    heading: { de: 'Wer hat zugegriffen?', en: 'Who had access?' },
    open: async (page, cast) => {
      await cast.asRecorded(page);
      return page.goto('/me/access-log');
    },
  },
  {
    name: 'security',
    status: 200,
    heading: { de: 'Anmeldung und Sicherheit', en: 'Sign-in and security' },
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/me/security');
    },
  },
  {
    name: 'security-passkey-renaming',
    status: 200,
    heading: { de: 'Anmeldung und Sicherheit', en: 'Sign-in and security' },
    open: async (page, cast) => {
      await cast.asKeyholder(page);
      const response = await page.goto('/me/security');
      await page.locator('details > summary').first().click();
      return response;
    },
  },
  {
    name: 'step-up',
    status: 200,
    heading: { de: 'Bitte bestätigen Sie, dass Sie es sind', en: 'Please confirm that it is you' },
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/step-up/add-passkey');
    },
  },
  {
    name: 'add-passkey',
    status: 200,
    heading: { de: 'Passkey hinzufügen', en: 'Add a passkey' },
    open: async (page, cast) => {
      await cast.steppedUp(page, 'add-passkey');
      return page.goto('/me/security/passkey');
    },
  },
  {
    name: 'renew-codes',
    status: 200,
    heading: { de: 'Neue Ersatzcodes', en: 'New recovery codes' },
    open: async (page, cast) => {
      await cast.steppedUp(page, 'renew-codes');
      return page.goto('/me/security/codes');
    },
  },
  {
    name: 'recovery-codes',
    status: 422,
    heading: { de: 'Ihre zehn Ersatzcodes', en: 'Your ten recovery codes' },
    open: async (page, cast) => {
      const { me } = await cast.enrolling(page);
      await page.goto('/enrol/passphrase');
      const access = { passphrase: 'vier zufaellige woerter hier' };
      const html = await me.proceed('/enrol/passphrase', '/enrol/passphrase', access, '/enrol/totp');
      await me.confirm(html);
      await page.goto('/enrol/codes');
      return sent(page, {});
    },
  },
  {
    name: 'not-found-for-patients',
    status: 404,
    heading: { de: 'Diese Seite gibt es nicht', en: 'This page does not exist' },
    open: async (page, cast) => {
      await cast.asPatient(page);
      return page.goto('/staff');
    },
  },

  // For the team.
  staffPage('staff', '/staff', /^(Guten Tag|Hello), Petra Lindner$/),
  staffPage('staff-administrator', '/staff', /^(Guten Tag|Hello), Arne Kessler$/, 'administrator'),
  staffPage('staff-search', '/staff/patients', { de: 'Person suchen', en: 'Find a person' }),
  {
    name: 'staff-hits',
    status: 200,
    heading: { de: 'Person suchen', en: 'Find a person' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      await page.goto('/staff/patients');
      return sent(page, { email: 'frieda.musterfrau@example.org' });
    },
  },
  staffPage('staff-new', '/staff/patients/new', { de: 'Person anlegen', en: 'Add a person' }),
  {
    name: 'staff-new-refused',
    status: 422,
    heading: { de: 'Person anlegen', en: 'Add a person' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      await page.goto('/staff/patients/new');
      return sent(page, { birth_date_day: '31', birth_date_month: '2', email: 'keine Adresse', phone: '12' });
    },
  },
  {
    name: 'staff-duplicates',
    status: 409,
    heading: { de: 'Ist das schon bekannt?', en: 'Is this person known already?' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      await page.goto('/staff/patients/new');
      const { family, born } = cast.guest.person;
      return sent(page, { family_name: family, given_name: 'Gustaf', ...birthFields(born) });
    },
  },
  staffPage('staff-person', (cast) => cast.patient.path, /^Frieda Musterfrau$/),
  staffPage('staff-person-clinician', (cast) => cast.patient.path, /^Frieda Musterfrau$/, 'clinician'),
  staffPage('staff-record', (cast) => `${cast.recordedPath}/record`, /^Anna Muster$/, 'clinician'),
  staffPage('staff-record-empty', (cast) => `${cast.guest.path}/record`, /^Gustav Musterfrau$/, 'clinician'),
  staffPage('staff-search-reason', '/staff/patients', { de: 'Person suchen', en: 'Find a person' }, 'privacy-officer'),
  staffPage('staff-person-reason', (cast) => cast.recordedPath, { de: 'Warum brauchen Sie das?', en: 'Why do you need this?' }, 'privacy-officer'),
  staffPage(
    'staff-access-log-reason',
    (cast) => `${cast.recordedPath}/access-log`,
    { de: 'Warum brauchen Sie das?', en: 'Why do you need this?' },
    'privacy-officer',
  ),
  {
    name: 'staff-access-log',
    status: 200,
    heading: { de: 'Zugriffsprotokoll', en: 'Access log' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'privacy-officer');
      await page.goto(`${cast.recordedPath}/access-log`);
      return sent(page, { reason: 'Beschwerde vom 3. Mai' });
    },
  },
  {
    name: 'staff-letter',
    status: 200,
    heading: { de: 'Einladungsbrief', en: 'Invitation letter' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      await page.goto(await cast.newcomer());
      const shown = page.waitForResponse((response) => LETTER.test(new URL(response.url()).pathname));
      await page.locator('main form button[type="submit"]').click();
      await page.waitForLoadState();
      return shown;
    },
  },
  {
    name: 'staff-letter-gone',
    status: 410,
    heading: { de: 'Dieser Brief ist nicht mehr da', en: 'This letter is no longer here' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      const path = await cast.newcomer();
      await page.goto(path);
      await page.locator('main form button[type="submit"]').click();
      await page.waitForURL(LETTER);
      const letter = page.url();
      await page.locator('main form button[type="submit"]').click();
      await page.waitForURL(`**${path}`);
      return page.goto(letter);
    },
  },
  staffPage('staff-person-invited', (cast) => cast.guest.path, /^Gustav Musterfrau$/),
  {
    name: 'staff-invitation-asks',
    status: 409,
    heading: { de: 'Es gibt schon eine offene Einladung', en: 'There is an open invitation already' },
    open: async (page, cast) => {
      await cast.asStaff(page, 'reception');
      await page.goto(cast.guest.path);
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.locator('main form[action$="/invitation"] button').click();
      const answer = await answered;
      await page.waitForLoadState();
      return answer;
    },
  },
  staffPage('staff-invitations', '/staff/invitations', { de: 'Einladungen', en: 'Invitations' }, 'team-lead'),
  staffPage('staff-enrolments', '/staff/enrolments', { de: 'Neue Zugänge prüfen', en: 'Check new access' }, 'team-lead'),
  staffPage('staff-correct-details', (cast) => `${cast.patient.path}/details`, { de: 'Angaben berichtigen', en: 'Correct the details' }),
  staffPage('staff-security', '/me/security', { de: 'Anmeldung und Sicherheit', en: 'Sign-in and security' }),
];

export const test = base.extend<{ stirred: void }, { portal: Portal; cast: Cast }>({
  portal: [
    async ({}, use) => {
      const portal = await Portal.start({ demo: true, clock: true });
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: START_TIME + STOP_TIME },
  ],

  cast: [
    async ({ portal, playwright, browser }, use) => {
      const requests: APIRequestContext[] = [];
      const newRequest = async (storageState?: State) => {
        const request = await playwright.request.newContext(storageState && { storageState });
        requests.push(request);
        return request;
      };
      const cast = new Cast(portal, newRequest);
      const page = await browser.newPage();
      await cast.prepare(page);
      await page.context().close();
      await use(cast);
      await Promise.all(requests.map((request) => request.dispose()));
    },
    // Everybody signs in, and passphrases cost time on purpose.
    { scope: 'worker', timeout: 3 * START_TIME },
  ],

  // A worker has many tests, and those before this one may have taken longer than a session lasts.
  stirred: [
    async ({ cast }, use) => {
      await cast.stir();
      await use();
    },
    { auto: true },
  ],
});
