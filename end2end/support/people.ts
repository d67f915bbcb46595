// People and what they do, by the same pages as everybody but without a window, so that a test begins where it wants to.
import { expect, type APIRequestContext, type APIResponse, type Page } from '@playwright/test';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Player, Portal } from './portal';
import { STEP, totp } from './totp';

export const PASSPHRASE = 'violette lampe neben sechs steinen';

export interface Born {
  day: string;
  month: string;
  year: string;
}

export interface NewPatient {
  family: string;
  given: string;
  born: Born;
  further?: Record<string, string>;
}

export interface Letter {
  code: string;
  signInName: string;
}

/** Somebody who signs in with passphrase and app. */
export interface Access {
  signInName: string;
  passphrase: string;
  secret: string;
  codes: string[];
}

/** Where a letter can be looked at until it is printed. */
export const LETTER = /\/staff\/letters\/[0-9a-f-]{36}$/;

let people = 0;

/** Somebody whom no other test knows, not even by birth date. */
export function somebody(changed: Partial<NewPatient> = {}): NewPatient {
  people += 1;
  const born = { day: '27', month: String(1 + (people % 12)), year: String(1940 + (people % 60)) };
  return { family: 'Musterfrau', given: 'Erika', born, ...changed };
}

export const birthFields = ({ day, month, year }: Born): Record<string, string> => ({
  birth_date_day: day,
  birth_date_month: month,
  birth_date_year: year,
});

/** A browser without a window: it keeps cookies, sends forms, and follows where it is sent. */
export class Visitor {
  constructor(
    readonly request: APIRequestContext,
    readonly portal: Portal,
  ) {}

  get(path: string): Promise<APIResponse> {
    return this.request.get(this.portal.origin + path, { headers: { accept: 'text/html' } });
  }

  async html(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  /** Posts to `action` what the form on `page` would post, with these fields filled in. */
  async submit(page: string, action: string, form: Record<string, string>): Promise<APIResponse> {
    const token = /name="form_token" value="([^"]+)"/.exec(await this.html(page))?.[1];
    return this.post(action, { ...(token ? { form_token: token } : {}), ...form });
  }

  post(action: string, form: Record<string, string>): Promise<APIResponse> {
    const headers = { accept: 'text/html', origin: this.portal.origin };
    return this.request.post(this.portal.origin + action, { headers, form });
  }

  /** As `submit`, and the answer has to be the page at `goal`. */
  async proceed(page: string, action: string, form: Record<string, string>, goal: string | RegExp): Promise<string> {
    const answer = await this.submit(page, action, form);
    const path = new URL(answer.url()).pathname;
    const html = await answer.text();
    if (answer.status() !== 200 || !(typeof goal === 'string' ? path === goal : goal.test(path))) {
      const why = [...html.matchAll(/class="field-error"[^>]*>(.*?)<\/p>/gs)].map(([, text]) => text);
      throw new Error(`${action} led to ${path} with ${answer.status()} instead of ${goal}: ${why.join(' ')}`);
    }
    return html;
  }

  /** Signs in with passphrase and app; with a clock, the next time step is waited for first. */
  async signIn({ signInName, passphrase, secret }: Access): Promise<void> {
    await this.portal.advance(STEP);
    const code = totp(secret, this.portal.now());
    const form = { sign_in_name: signInName, passphrase, code };
    await this.proceed('/sign-in', '/sign-in', form, '/home');
  }

  /** Signs in as somebody of the demo, once within a time step. */
  async play({ signInName, passphrase, role }: Player): Promise<void> {
    const code = (await this.portal.command('demo', 'code', signInName)).trim();
    const form = { sign_in_name: signInName, passphrase, code };
    await this.proceed('/sign-in', '/sign-in', form, role === 'patient' ? '/home' : '/staff');
  }

  /** For reception: adds a patient, and gives the path of their page. */
  async add({ family, given, born, further }: NewPatient): Promise<string> {
    const page = '/staff/patients/new';
    const form = { family_name: family, given_name: given, ...birthFields(born), ...further };
    const answer = await this.submit(page, page, form);
    const path = new URL(answer.url()).pathname;
    if (answer.status() !== 200) throw new Error(`the patient was not added, but ${answer.status()} at ${path}`);
    return path;
  }

  /** For the team: finds the one patient of that name and birth date, and gives the path of their page. */
  async find(family: string, born: Born): Promise<string> {
    const form = { family_name: family, ...birthFields(born) };
    const hits = await (await this.submit('/staff/patients', '/staff/patients', form)).text();
    const paths = [...hits.matchAll(/href="(\/staff\/patients\/[0-9a-f-]{36})"/g)].map(([, path]) => path!);
    if (paths.length !== 1) throw new Error(`${paths.length} people were found`);
    return paths[0]!;
  }

  /** For reception: prints a letter for a patient; an open one may become void. */
  async invite(path: string): Promise<Letter> {
    const action = `${path}/invitation`;
    const open = /name="replaces" value="([^"]+)"/;
    const asked = await this.submit(path, action, {});
    if (asked.status() !== 409) return readLetter(await asked.text());
    const replaces = open.exec(await asked.text())?.[1];
    if (!replaces) throw new Error('asked without saying which invitation would become void');
    return readLetter(await this.proceed(path, action, { replaces }, LETTER));
  }

  /** Redeems a letter and chooses passphrase and app; gives what somebody would write down. */
  async enrol({ code, signInName }: Letter, born: Born, passphrase = PASSPHRASE): Promise<Access> {
    await this.proceed('/enrol', '/enrol', { code, ...birthFields(born) }, '/enrol/way');
    return this.chooseWayT(signInName, passphrase);
  }

  async chooseWayT(signInName: string, passphrase = PASSPHRASE): Promise<Access> {
    const html = await this.proceed('/enrol/passphrase', '/enrol/passphrase', { passphrase }, '/enrol/totp');
    const { secret, kept } = await this.confirm(html);
    await this.proceed('/enrol/codes', '/enrol/codes', { kept: 'yes' }, '/home');
    return { signInName, passphrase, secret, codes: readCodes(kept) };
  }

  /** Types the first code of the app that was just shown. */
  async confirm(html: string): Promise<{ secret: string; kept: string }> {
    const secret = readSecret(html);
    const form = { code: totp(secret, this.portal.now()) };
    return { secret, kept: await this.proceed('/enrol/totp', '/enrol/totp', form, '/enrol/codes') };
  }

  /** Proves once more who it is, for a deed that needs it. */
  async stepUp(deed: string, { passphrase, secret }: Access): Promise<void> {
    await this.portal.advance(STEP);
    const code = totp(secret, this.portal.now());
    await this.submit(`/step-up/${deed}`, '/step-up', { deed, passphrase, code });
  }
}

export function readLetter(html: string): Letter {
  const code = /id="invitation-code"[^>]*><strong[^>]*>([^<]+)</.exec(html)?.[1];
  const signInName = /(?:Anmeldename|Sign-in name|sign-in name)(?:<!>|<!---->|: |\s)*<strong[^>]*>([^<]+)</.exec(html)?.[1];
  if (!code || !signInName) throw new Error('this is no letter');
  return { code, signInName };
}

export function readSecret(html: string): string {
  const secret = /id="totp-secret"[^>]*>([^<]+)</.exec(html)?.[1];
  if (!secret) throw new Error('no secret is shown');
  return secret.replaceAll(' ', '');
}

export function readCodes(html: string): string[] {
  const list = /id="recovery-codes"[^>]*>(.*?)<\/ul>/s.exec(html)?.[1] ?? '';
  return [...list.matchAll(/<li>([^<]+)</g)].map(([, code]) => code!);
}

/** Adds a member of staff on the command line, and gives the link. */
export async function staffLink(portal: Portal, name: string, role: string): Promise<string> {
  const file = join(portal.folder, `link-${role}-${name.replaceAll(' ', '-')}`);
  await portal.command('staff', 'add', '--name', name, '--role', role, '--link-file', file);
  return (await readFile(file, 'utf8')).trim();
}

/** Opens such a link in a browser that has an authenticator, and makes the passkey. */
export async function enrolStaff(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Passkey einrichten' }).click();
  await page.waitForURL('**/staff');
}

/** Ticks a box the way people do, by its label, which covers the box as well. */
export async function tick(page: Page, label: string): Promise<void> {
  await page.getByText(label, { exact: true }).click();
  await expect(page.getByLabel(label)).toBeChecked();
}
