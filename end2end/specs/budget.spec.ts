// What the first visit costs somebody with an old telephone far from the next mast.
import { brotliCompressSync } from 'node:zlib';
import { awake, noteAwakening } from '../support/island';
import { expect, test } from '../support/watch';

// Bytes in brotli; the figures of a run stand in docs/PERFORMANCE.md.
const PAGE_AND_STYLES = 40_000;
const MODULE_AND_SCRIPT = 110_000;

test('the first visit to the sign-in page stays within its budget', async ({ page, context }) => {
  await noteAwakening(context);
  const finished = new Map<string, { bytes: number; encoding: string | null }[]>();
  const measuring: Promise<unknown>[] = [];
  page.on('requestfinished', (request) => {
    const measure = async () => {
      const response = (await request.response())!;
      const html = request.isNavigationRequest();
      // Pages are sent as they are, because compressing them beside secrets would tell their length.
      const bytes = html ? brotliCompressSync(await response.body()).length : (await request.sizes()).responseBodySize;
      const kind = html ? 'html' : new URL(request.url()).pathname.split('.').pop()!;
      const encoding = html ? 'br' : await response.headerValue('content-encoding');
      finished.set(kind, [...(finished.get(kind) ?? []), { bytes, encoding }]);
    };
    measuring.push(measure());
  });
  await page.goto('/sign-in');
  await awake(page);
  await Promise.all(measuring);

  const sizes = ['html', 'css', 'wasm', 'js'].map((kind) => {
    const transfers = finished.get(kind) ?? [];
    expect(transfers, `${kind} is transferred once, in brotli`).toEqual([{ bytes: expect.any(Number), encoding: 'br' }]);
    return transfers[0]!.bytes;
  });
  const [html, css, wasm, js] = sizes as [number, number, number, number];
  console.log(`First visit to /sign-in, bytes in brotli: HTML ${html}, CSS ${css}, WASM ${wasm}, JS ${js}`);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(html + css).toBeLessThanOrEqual(PAGE_AND_STYLES);
  expect(wasm + js).toBeLessThanOrEqual(MODULE_AND_SCRIPT);
});
