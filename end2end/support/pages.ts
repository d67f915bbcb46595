// The pages everybody can see, and what they are called in either language.
import type { Page, Response } from '@playwright/test';
import type { Watch } from './watch';

export const LANGUAGES = [
  { tag: 'de', locale: 'de-DE', name: 'German', other: 'en' },
  { tag: 'en', locale: 'en-GB', name: 'English', other: 'de' },
] as const;

export type Tag = (typeof LANGUAGES)[number]['tag'];

export interface PublicPage {
  name: string;
  path: string;
  status: number;
  /** What the heading says; with the prefix, it is also what the window is called. */
  heading: Record<Tag, string>;
  titlePrefix?: Record<Tag, string>;
}

export const PUBLIC_PAGES: readonly PublicPage[] = [
  { name: 'start', path: '/', status: 200, heading: { de: 'Willkommen', en: 'Welcome' } },
  { name: 'sign-in', path: '/sign-in', status: 200, heading: { de: 'Anmelden', en: 'Sign in' } },
  { name: 'privacy', path: '/privacy', status: 200, heading: { de: 'Datenschutz', en: 'Privacy' } },
  {
    name: 'consent-check',
    path: '/consents/verify',
    status: 200,
    heading: { de: 'Nachweis einer Einwilligung prüfen', en: 'Check a proof of consent' },
  },
  {
    name: 'accessibility',
    path: '/accessibility',
    status: 200,
    heading: { de: 'Barrierefreiheit', en: 'Accessibility' },
  },
  { name: 'imprint', path: '/imprint', status: 200, heading: { de: 'Impressum', en: 'Imprint' } },
  {
    name: 'not-found',
    path: '/no-such-page',
    status: 404,
    heading: { de: 'Diese Seite gibt es nicht', en: 'This page does not exist' },
    titlePrefix: { de: 'Fehler: ', en: 'Error: ' },
  },
];

/** What stands behind every title: neutral, because titles end up in histories other people read. */
export const TITLE_SUFFIX: Record<Tag, string> = { de: ' – Patientenportal', en: ' – Patient portal' };

/** Opens one of them and checks that it is answered as it should be. */
export async function open(page: Page, watch: Watch, { path, status }: PublicPage): Promise<Response> {
  if (status >= 400) watch.expectStatus(status);
  const response = await page.goto(path);
  if (response?.status() !== status) {
    throw new Error(`${path} was answered with ${response?.status()} instead of ${status}`);
  }
  return response;
}
