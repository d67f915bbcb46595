// The check of a signed file in the browser. The files are signed here, by another implementation than the portal's.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { awake, noteAwakening } from '../support/island';
import { expect, test } from '../support/watch';

interface Signer {
  kid: string;
  x: string;
  key: KeyObject;
}

function signer(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x!;
  // RFC 7638, section 3.
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  return { kid, x, key: privateKey };
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** A file as the portal signs it, or under another header. */
function signed({ kid, key }: Signer, header = `{"alg":"EdDSA","kid":"${kid}","typ":"obhut-consents+jws"}`): string {
  const content = { version: 7, created_at: '2026-11-24T08:02:00Z', note: 'Grüße' };
  const input = `${base64url(header)}.${base64url(JSON.stringify(content))}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}\n`;
}

/** Opens the page as a portal with this key would send it, and then cuts the network. */
async function openWith({ kid, x }: Signer, page: Page, context: BrowserContext): Promise<void> {
  await noteAwakening(context);
  await page.route('**/consents/verify', async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replace(/&quot;x&quot;:&quot;[\w-]{43}&quot;/, `&quot;x&quot;:&quot;${x}&quot;`)
      .replace(/&quot;kid&quot;:&quot;[\w-]{43}&quot;/, `&quot;kid&quot;:&quot;${kid}&quot;`);
    await route.fulfill({ response, body });
  });
  await page.goto('/consents/verify');
  await awake(page);
  await context.setOffline(true);
}

async function verdict(page: Page, file: string | Buffer): Promise<string> {
  const buffer = Buffer.from(file);
  const status = page.locator('.verdict');
  const field = page.getByLabel('Unterschriebene Datei');
  await field.setInputFiles([]);
  await expect(status).toBeEmpty();
  await field.setInputFiles({ name: 'einwilligungen-v7.jws', mimeType: 'application/jose', buffer });
  await expect(status).toHaveText(/^(Gültig|Nicht gültig|Dieser Browser)/);
  return (await status.textContent())!;
}

test('without the network a file is valid, altered, of another key, or no proof at all', async ({ page, context }) => {
  const [ours, theirs] = [signer(), signer()];
  await openWith(ours, page, context);
  const file = signed(ours);
  expect(await verdict(page, file)).toMatch(
    /^Gültig: .* Fassung 7, erstellt Dienstag, 24\. November 2026 (um|,) ?\d\d:02\.$/,
  );
  for (let place = 0; place < file.length; place += 50) {
    const altered = Buffer.from(file);
    altered[place]! ^= 1;
    expect(await verdict(page, altered), `byte ${place}`).toMatch(/^Nicht gültig: /);
  }
  expect(await verdict(page, file.trimEnd())).toContain('wurde verändert');
  expect(await verdict(page, signed(theirs))).toContain('mit einem anderen Schlüssel');
  const jwk = `{"kty":"OKP","crv":"Ed25519","x":"${theirs.x}"}`;
  const bringing = `{"alg":"EdDSA","jwk":${jwk},"typ":"obhut-consents+jws"}`;
  expect(await verdict(page, signed(theirs, bringing))).toContain('bringt ihren eigenen Schlüssel mit');
  expect(await verdict(page, 'etwas anderes')).toContain('kein Nachweis');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what to do instead', async ({ page, watch }) => {
    watch.withoutJavaScript();
    await page.goto('/consents/verify');
    await expect(page.getByText('Dafür braucht es JavaScript.')).toBeVisible();
    await expect(page.getByText('obhut consents verify einwilligungen-v1.jws --key keys.json')).toBeVisible();
    await expect(page.getByLabel('Unterschriebene Datei')).toBeHidden();
  });
});
