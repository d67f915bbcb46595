// What went wrong is nobody's business: refused attempts are answered with the same bytes.
import { birthFields, PASSPHRASE, somebody, Visitor } from '../support/people';
import { bare } from '../support/bare';
import { expect, test } from '../support/practice';
import { STEP, totp } from '../support/totp';

test.use({ house: { demo: true, clock: true } });

test('unknown name, wrong passphrase, wrong code, used code and too many tries are one answer', async ({
  portal,
  playwright,
}) => {
  const [desk, patient] = [
    new Visitor(await playwright.request.newContext(), portal),
    new Visitor(await playwright.request.newContext(), portal),
  ];
  await desk.play(portal.players().find(({ role }) => role === 'reception')!);
  const [one, two] = [somebody(), somebody()];
  const access = await patient.enrol(await desk.invite(await desk.add(one)), one.born);
  // Invited, but not enrolled.
  const { signInName: idle } = await desk.invite(await desk.add(two));
  const unknown = `${access.signInName.split('-')[0]}-00000`;

  // A new browser each time, because a cookie would be part of the answer.
  const refused = async (name: string, passphrase: string, code: string) => {
    const request = await playwright.request.newContext();
    const answer = await new Visitor(request, portal).post('/sign-in', { sign_in_name: name, passphrase, code });
    const seen = await bare(answer, [name]);
    await request.dispose();
    return seen;
  };
  const used = totp(access.secret, portal.now());
  await portal.advance(10 * STEP);
  const fresh = () => totp(access.secret, portal.now());
  const wrong = () => (fresh() === '000000' ? '111111' : '000000');

  const first = await refused(unknown, PASSPHRASE, fresh());
  expect(first.status).toBe(422);
  expect(first.html).toContain('Das hat nicht gepasst.');
  expect(await refused(access.signInName, 'eine andere passphrase', fresh()), 'wrong passphrase').toEqual(first);
  expect(await refused(access.signInName, PASSPHRASE, wrong()), 'wrong code').toEqual(first);
  expect(await refused(access.signInName, PASSPHRASE, used), 'used code').toEqual(first);
  expect(await refused(idle, PASSPHRASE, '123456'), 'not enrolled').toEqual(first);
  expect(await refused(access.signInName, PASSPHRASE, fresh()), 'right, but too soon').toEqual(first);
  expect(await refused('🙂', 'kurz', 'abc'), 'nothing of it could be right').toEqual(first);

  // Also for those who replace a lost app.
  const recovering = async (name: string, passphrase: string, recovery_code: string) => {
    const request = await playwright.request.newContext();
    const answer = await new Visitor(request, portal).post('/recover', { sign_in_name: name, passphrase, recovery_code });
    const seen = await bare(answer, [name]);
    await request.dispose();
    return seen;
  };
  await portal.advance(3_600_000);
  const lost = await recovering(unknown, PASSPHRASE, access.codes[0]!);
  expect(lost.status).toBe(422);
  expect(await recovering(access.signInName, 'eine andere passphrase', access.codes[0]!)).toEqual(lost);
  expect(await recovering(access.signInName, PASSPHRASE, access.codes[0]!.replace(/.{4}$/, 'AAAA'))).toEqual(lost);
  expect(await recovering(idle, PASSPHRASE, access.codes[0]!)).toEqual(lost);
});

test('strangers slow down only themselves: a browser the patient has used still gets in', async ({ portal, playwright }) => {
  const newVisitor = async () => new Visitor(await playwright.request.newContext(), portal);
  const [desk, patient, stranger] = [await newVisitor(), await newVisitor(), await newVisitor()];
  await desk.play(portal.players().find(({ role }) => role === 'reception')!);
  const person = somebody();
  const access = await patient.enrol(await desk.invite(await desk.add(person)), person.born);
  await patient.submit('/home', '/sign-out', {});

  const attempt = async (who: Visitor, passphrase: string) => {
    const form = { sign_in_name: access.signInName, passphrase, code: totp(access.secret, portal.now()) };
    return (await who.post('/sign-in', form)).status();
  };
  for (let failures = 0; failures < 9; failures += 1) {
    // Just long enough for the try to be counted.
    await portal.advance(failures < 3 ? 0 : 1_000 * 2 ** (failures - 3));
    expect(await attempt(stranger, 'geraten und geraten')).toBe(422);
  }
  await portal.advance(STEP);
  expect(await attempt(stranger, access.passphrase), 'right, but too soon').toBe(422);
  expect(await attempt(patient, access.passphrase)).toBe(200);
  // Whoever waits gets in.
  await patient.submit('/home', '/sign-out', {});
  await portal.advance(10 * STEP);
  expect(await attempt(stranger, access.passphrase)).toBe(200);
});

test('unknown, used, foreign, withdrawn and expired letters and a wrong birth date are one answer', async ({
  portal,
  playwright,
}) => {
  const newVisitor = async () => new Visitor(await playwright.request.newContext(), portal);
  const desk = await newVisitor();
  await desk.play(portal.players().find(({ role }) => role === 'reception')!);
  const people = [somebody(), somebody(), somebody(), somebody()] as const;
  const paths = [];
  for (const person of people) paths.push(await desk.add(person));
  const used = await desk.invite(paths[0]!);
  await (await newVisitor()).enrol(used, people[0].born);
  const withdrawn = await desk.invite(paths[1]!);
  await desk.invite(paths[1]!);
  const foreign = await desk.invite(paths[2]!);
  const good = await desk.invite(paths[3]!);

  const refused = async (code: string, born = people[0].born) => {
    const request = await playwright.request.newContext();
    const answer = await new Visitor(request, portal).post('/enrol', { code, ...birthFields(born) });
    const seen = await bare(answer, [code, ...Object.values(born).map((part) => `value="${part}"`)]);
    await request.dispose();
    return seen;
  };
  const first = await refused('0000-1111-2222-3333-4444-5555');
  expect(first.status).toBe(422);
  expect(first.html).toContain('Code und Geburtsdatum passen nicht zusammen');
  expect(await refused(used.code), 'used').toEqual(first);
  expect(await refused(withdrawn.code), 'withdrawn').toEqual(first);
  expect(await refused(foreign.code), 'of somebody else').toEqual(first);
  expect(await refused(good.code, { ...people[3].born, day: '26' }), 'wrong birth date').toEqual(first);
  await portal.advance(15 * 24 * 3_600_000);
  expect(await refused(good.code), 'expired').toEqual(first);
});

test('a link for staff says the same whether it is unknown, used or made for a patient', async ({ portal, playwright }) => {
  const desk = new Visitor(await playwright.request.newContext(), portal);
  await desk.play(portal.players().find(({ role }) => role === 'reception')!);
  const letter = await desk.invite(await desk.add(somebody()));
  const start = async (code: string) => {
    const request = await playwright.request.newContext();
    const answer = await request.post(`${portal.origin}/staff/enrol/start`, {
      headers: { accept: 'application/json', origin: portal.origin },
      data: { code },
    });
    const seen = await bare(answer, []);
    await request.dispose();
    return seen;
  };
  const first = await start('000011112222333344445555');
  expect(first.status).toBe(422);
  expect(await start(letter.code)).toEqual(first);
  expect(await start('')).toEqual(first);
  expect(await start('🙂'.repeat(500))).toEqual(first);
});
