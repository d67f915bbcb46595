// How the journeys run: in the Chromium of the distribution, against a portal that each worker starts for itself.
import { defineConfig } from '@playwright/test';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { portalBinary } from './support/portal';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

// Nothing is downloaded: a browser somebody else keeps up to date is one we do not have to.
function chromium(): string {
  const named = process.env['CHROMIUM'] ?? process.env['CHROMIUM_BIN'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const usual = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const found = (named ? [named] : usual).find(isExecutable);
  if (!found) {
    throw new Error(
      named
        ? `There is no browser at ${named}, which CHROMIUM names.`
        : 'There is no Chromium on PATH; install the package chromium, or name one in CHROMIUM.',
    );
  }
  return found;
}

// Asked here already, so that a missing binary is one sentence and not one failure for each test.
portalBinary();

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  reporter: 'list',
  workers: 2,
  // Passphrases cost time on purpose, and some journeys type many of them.
  timeout: 90_000,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  use: {
    locale: 'de-DE',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium(),
      // Chromium refuses its sandbox to root, and Playwright would switch it off for everybody.
      chromiumSandbox: process.getuid?.() !== 0,
      // What tests do not answer themselves finds no way out of this machine.
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
    },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
