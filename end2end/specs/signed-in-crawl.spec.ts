// A walk along every link as everybody who can sign in: nobody but the portal is asked, and nothing may be kept.
import type { Page } from '@playwright/test';
import { STAFF_ROLES, expect, test, type Cast } from '../support/cast';
import { awake, noteAwakening } from '../support/island';

const WALKS: { who: string; start: string; enter: (page: Page, cast: Cast) => Promise<void>; passes: string[]; never: string[] }[] = [
  {
    who: 'a patient',
    start: '/home',
    enter: (page, cast) => cast.asPatient(page),
    passes: ['/home', '/me', '/me/record', '/me/access-log', '/me/security', '/me/contact', '/consents', '/consents/history', '/consents/exports', '/consents/verify', '/consents/texts/practice-news/1', '/privacy', '/imprint', '/accessibility', '/step-up/add-passkey', '/step-up/renew-codes'],
    never: ['/staff'],
  },
  {
    who: 'a patient with a record',
    start: '/home',
    enter: (page, cast) => cast.asRecorded(page),
    passes: ['/home', '/me', '/me/record', '/me/record/documents/{id}'],
    never: ['/staff'],
  },
  {
    who: 'a patient with a passkey',
    start: '/home',
    enter: (page, cast) => cast.asKeyholder(page),
    passes: ['/home', '/me/security', '/step-up/add-passphrase'],
    never: ['/staff'],
  },
  ...STAFF_ROLES.map((role) => ({
    who: `staff as ${role}`,
    start: '/staff',
    enter: (page: Page, cast: Cast) => cast.asStaff(page, role),
    passes: ['reception', 'clinician', 'team-lead'].includes(role)
      ? ['/staff', '/staff/patients', '/staff/patients/new', '/staff/patients/{id}/details', '/staff/invitations', '/staff/enrolments', '/me/security', ...(role === 'clinician' ? ['/staff/patients/{id}/record'] : []), ...(role === 'team-lead' ? ['/staff/templates', '/staff/sending'] : []), ...(role === 'clinician' ? [] : ['/staff/post', '/staff/calls'])]
      : ['/staff', '/me/security', ...(role === 'privacy-officer' ? ['/staff/patients', '/staff/templates', '/staff/consents', '/staff/consents/new'] : ['/staff/sending'])],
    // Nobody of the team has a record of their own.
    never: [
      ...['/home', '/me', '/me/record', '/me/access-log'],
      ...(['privacy-officer', 'administrator'].includes(role) ? ['/staff/patients/new', '/staff/invitations'] : []),
      ...(role === 'administrator' ? ['/staff/patients'] : []),
    ],
  })),
];

for (const { who, start, enter, passes, never } of WALKS) {
  test(`${who} walks along every link, and nobody else is asked for anything`, async ({ page, context, cast, portal }) => {
    test.slow();
    await noteAwakening(context);
    await enter(page, cast);
    const odd: string[] = [];
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      const caching = response.headers()['cache-control'];
      if (response.status() >= 400) odd.push(`${pathname} answered ${response.status()}`);
      if (!/^\/(pkg|favicon)/.test(pathname) && caching !== 'no-store') odd.push(`${pathname} may be kept: ${caching}`);
    });
    // One person is like another.
    const kind = (path: string) => path.replace(/[0-9a-f-]{36}/g, '{id}');
    const ways = [start];
    const landed: string[] = [];
    for (const way of ways) {
      if (way.includes('/documents/')) {
        // A document is no page: it is kept and not shown.
        const headers = (await page.request.get(way)).headers();
        expect(headers['content-disposition'], way).toMatch(/^attachment; filename="[a-z]+\.pdf"$/);
        expect(headers['cache-control'], way).toBe('no-store');
        landed.push(kind(way));
        continue;
      }
      await page.goto(way);
      // Only then has everything been loaded that a page ever loads.
      await awake(page);
      landed.push(kind(new URL(page.url()).pathname));
      const links = await page.evaluate(() => [...document.querySelectorAll<HTMLAnchorElement>('a:not([download])')].map(({ href }) => href));
      for (const link of links.filter((href) => !/^(tel|mailto|otpauth):/.test(href))) {
        expect(new URL(link).origin, `a link on ${way}`).toBe(portal.origin);
        const next = new URL(link).pathname;
        if (!ways.map(kind).includes(kind(next))) ways.push(next);
      }
    }
    expect(landed).toEqual(expect.arrayContaining(passes));
    for (const path of never) expect(landed).not.toContain(path);
    expect(odd).toEqual([]);
  });
}
