// What belongs to somebody else is answered like what does not exist, to the last byte.
import { randomUUID } from 'node:crypto';
import { bare, type Bare } from '../support/bare';
import { STAFF_ROLES, expect, test } from '../support/cast';
import { somebody, Visitor } from '../support/people';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

test('every id of one patient is a missing one for another', async ({ page, browser, cast, portal }) => {
  // Everything somebody has: sessions, a passkey, an invitation, and their own id at reception.
  await cast.asKeyholder(page);
  const owner = new Visitor(page.request, portal);
  const security = await owner.html('/me/security');
  const ids = (pattern: string) => [...security.matchAll(new RegExp(`${pattern}/(${UUID.source})/`, 'g'))].map(([, id]) => id!);
  const [session] = ids('sessions');
  const [passkey] = ids('passkeys');
  const invitations = await cast.staff('team-lead').html('/staff/invitations');
  const invitation = new RegExp(`/staff/invitations/(${UUID.source})/approval`).exec(invitations)?.[1];
  const person = UUID.exec(cast.patient.path)?.[0];
  for (const id of [session, passkey, invitation, person]) expect(id).toMatch(UUID);

  const context = await browser.newContext();
  const stranger = await context.newPage();
  await cast.asPatient(stranger);
  const other = new Visitor(stranger.request, portal);
  expect((await other.get('/me/security')).status()).toBe(200);

  const places: { method: 'GET' | 'POST'; of: (id: string) => string; form?: Record<string, string> }[] = [
    { method: 'POST', of: (id) => `/me/security/sessions/${id}/end` },
    { method: 'POST', of: (id) => `/me/security/passkeys/${id}/name`, form: { name: 'Meins' } },
    { method: 'POST', of: (id) => `/me/security/passkeys/${id}/remove` },
    { method: 'GET', of: (id) => `/staff/patients/${id}` },
    { method: 'POST', of: (id) => `/staff/patients/${id}/invitation` },
    { method: 'POST', of: (id) => `/staff/invitations/${id}/approval` },
    { method: 'GET', of: (id) => `/staff/letters/${id}` },
    { method: 'POST', of: (id) => `/staff/letters/${id}/done` },
    { method: 'POST', of: (id) => `/staff/enrolments/${id}` },
  ];
  const ask = async ({ method, of, form = {} }: (typeof places)[number], id: string): Promise<Bare> => {
    const answer = method === 'GET' ? await other.get(of(id)) : await other.submit('/me/security', of(id), form);
    expect(new URL(answer.url()).pathname).toBe(of(id));
    return bare(answer, [id]);
  };
  for (const place of places) {
    const missing = await ask(place, randomUUID());
    expect(missing.status, place.of('…')).toBe(404);
    for (const id of [session!, passkey!, invitation!, person!]) {
      expect(await ask(place, id), `${place.method} ${place.of(id)}`).toEqual(missing);
    }
    // What is no id at all is missing as well.
    for (const id of ['0', '%27--', 'ä'.repeat(40)]) {
      const odd = await (place.method === 'GET' ? other.get(place.of(id)) : other.submit('/me/security', place.of(id), {}));
      expect(odd.status(), place.of(id)).toBe(404);
    }
  }
  // Nothing has happened to the owner.
  expect(await owner.html('/me/security')).toContain(passkey);
  await context.close();
});

test('a document and a record of somebody else are missing ones', async ({ cast, portal }) => {
  const idIn = (html: string, path: string) => new RegExp(`${path}/(${UUID.source})`).exec(html)?.[1];
  const document = idIn(await cast.recorded.html('/me/record'), '/me/record/documents')!;
  expect((await cast.recorded.get(`/me/record/documents/${document}`)).headers()['content-type']).toBe('application/pdf');
  // Somebody whose own record is open.
  const desk = cast.staff('reception');
  const person = somebody({ given: 'Konrad' });
  const path = await desk.add(person);
  const other = await cast.visitor();
  await other.enrol(await desk.invite(path), person.born);
  const id = UUID.exec(path)![0];
  await cast.staff('team-lead').submit('/staff/enrolments', `/staff/enrolments/${id}`, {});
  expect(await other.html('/me/record')).toContain('Noch keine Daten');

  const ask = async (path: string) => bare(await other.get(path), [path]);
  const missing = await ask(`/me/record/documents/${randomUUID()}`);
  expect(missing.status).toBe(404);
  for (const odd of [document, id, UUID.exec(cast.recordedPath)![0], '0', '%27--']) {
    expect(await ask(`/me/record/documents/${odd}`), odd).toEqual(missing);
  }
  // The team's way to the same things: for nobody but clinicians, and there only under the right person.
  for (const of of [`${cast.recordedPath}/record`, `${cast.recordedPath}/record/documents/${document}`]) {
    expect(await ask(of), of).toEqual(missing);
    for (const role of STAFF_ROLES) {
      const status = (await cast.staff(role).get(of)).status();
      expect(status, `${of} as ${role}`).toBe(role === 'clinician' ? 200 : 404);
    }
  }
  expect((await cast.staff('clinician').get(`${path}/record/documents/${document}`)).status()).toBe(404);
  for (const role of STAFF_ROLES) expect((await cast.staff(role).get('/me/record')).status(), role).toBe(404);
  expect(portal.log().filter(({ fields }) => (fields.status ?? 0) >= 500)).toEqual([]);
});

test('what a role may not see is missing for it, and nobody in particular is asked to sign in', async ({ cast, portal }) => {
  const person = UUID.exec(cast.patient.path)![0];
  const paths = ['/staff/patients', '/staff/patients/new', `/staff/patients/${person}`, '/staff/invitations', '/staff/enrolments', '/staff/letters/00000000-0000-4000-8000-000000000000'];
  for (const role of STAFF_ROLES.filter((role) => role === 'privacy-officer' || role === 'administrator')) {
    const visitor = cast.staff(role);
    const missing = await bare(await visitor.get('/staff/no-such-page'));
    expect(missing.status).toBe(404);
    // The privacy officer finds people, and looks at their details, against a reason.
    const againstReason = role === 'privacy-officer' ? ['/staff/patients', `/staff/patients/${person}`] : [];
    for (const path of paths.filter((path) => !againstReason.includes(path))) {
      expect(await bare(await visitor.get(path)), `${path} as ${role}`).toEqual(missing);
    }
    for (const path of againstReason) {
      const asked = await visitor.html(path);
      expect(asked, path).toContain('name="reason"');
      expect(asked, path).not.toContain('Musterfrau');
    }
  }
  const nobody = await cast.visitor();
  for (const path of [...paths, '/staff', '/home', '/me', '/me/record', `/me/record/documents/${person}`, `/staff/patients/${person}/record`, '/me/security', '/step-up/add-passkey', '/me/security/codes', '/me/security/passkey']) {
    expect((await nobody.get(path)).status(), path).toBe(401);
  }
  const patient = await nobody.post('/staff/patients/new', {});
  expect(patient.status()).toBe(401);
  expect(portal.log().filter(({ fields }) => (fields.status ?? 0) >= 500)).toEqual([]);
});

test('a form without the token of its session is refused, and so is one with the token of another', async ({ cast, page, portal }) => {
  // A session of this test's own, because it is ended below.
  const me = new Visitor(page.request, portal);
  await me.signIn(cast.patient);
  const foreign = /name="form_token" value="([^"]+)"/.exec(await cast.staff('reception').html('/staff'))![1]!;
  const actions = ['/home/notices', '/me/security/sessions/end-others', '/me/security/codes', '/step-up', '/me/security/passphrase/remove'];
  for (const action of actions) {
    const forms: Record<string, string>[] = [{}, { form_token: '' }, { form_token: foreign }];
    for (const form of forms) expect((await me.post(action, form)).status(), action).toBe(403);
  }
  expect((await me.get('/home')).status(), 'still signed in').toBe(200);
  // Whoever wants to leave is let out from a page of any session.
  expect((await me.post('/sign-out', { form_token: foreign })).url()).toBe(`${portal.origin}/signed-out`);
});
