// A portal for one test alone: empty and real unless the test wants a demo, with a clock the test may turn.
import { test as base } from '@playwright/test';
import { type House, Portal, attachLog } from './portal';
import { type Watch, watching } from './watch';

export { expect } from '@playwright/test';

export const test = base.extend<{ house: House; portal: Portal; portalLog: void; watch: Watch }>({
  house: [{ clock: true }, { option: true }],

  portal: async ({ house }, use) => {
    const portal = await Portal.start(house);
    await use(portal);
    await portal.stop();
  },

  baseURL: async ({ portal }, use) => use(portal.origin),

  portalLog: [
    async ({ portal }, use, testInfo) => {
      await use();
      await attachLog(portal, 0, testInfo);
    },
    { auto: true },
  ],

  watch: [async ({ browser, portal }, use) => watching(browser, portal, use), { auto: true }],
});
