// A device that keeps passkeys, without anybody having to touch it.
import type { Page } from '@playwright/test';

export interface Authenticator {
  /** How many passkeys it keeps. */
  count(): Promise<number>;
  /** It is lost, with everything in it. */
  lose(): Promise<void>;
}

/** Gives a page a built-in authenticator that verifies its user. */
export async function authenticator(page: Page): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    lose: async () => void (await devtools.send('WebAuthn.clearCredentials', { authenticatorId })),
  };
}
