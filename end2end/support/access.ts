// A patient with passphrase and app, enrolled a moment ago in a browser of their own.
import { somebody, Visitor, type Access } from './people';
import { test as alone } from './practice';

export const test = alone.extend<{ access: Access }>({
  house: { demo: true, clock: true },

  access: async ({ portal, playwright }, use) => {
    const requests = await Promise.all([playwright.request.newContext(), playwright.request.newContext()]);
    const [desk, patient] = requests.map((request) => new Visitor(request, portal)) as [Visitor, Visitor];
    await desk.play(portal.players().find(({ role }) => role === 'reception')!);
    const person = somebody();
    const access = await patient.enrol(await desk.invite(await desk.add(person)), person.born);
    await use(access);
    await Promise.all(requests.map((request) => request.dispose()));
  },
});
