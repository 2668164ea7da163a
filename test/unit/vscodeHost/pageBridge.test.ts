import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { pageBridgeAddress, pageBridgeToken } from '../../support/vscodeHost/pageBridge.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';
import {
  screenshotFile,
  startPageBridge,
  type PageBridge,
} from '../../support/vscodeHost/pageBridgeServer.ts';

describe('page bridge', () => {
  let bridge: PageBridge;
  beforeEach(async () => {
    bridge = await startPageBridge();
  });
  afterEach(() => bridge.close());

  it('listens on the loopback address and refuses a request without the token', async () => {
    const address = bridge.env[pageBridgeAddress] ?? '';
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${address}/press`, { method: 'POST', body: '{"key":"F1"}' });
    assert.equal(response.status, 403);
  });

  it('refuses a wrong token', async () => {
    const page = pageFrom({ ...bridge.env, [pageBridgeToken]: 'guessed' });
    assert.ok(page);
    await assert.rejects(page.ask('press', { key: 'F1' }), /could not do "press": Wrong token/);
  });

  it('refuses names that every object has', async () => {
    const response = await fetch(`${bridge.env[pageBridgeAddress]}/toString`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bridge.env[pageBridgeToken]}` },
    });
    assert.equal(response.status, 404);
  });

  it('answers what was asked between two windows by the one that comes', async () => {
    const page = pageFrom(bridge.env);
    assert.ok(page);
    const first = keyboard();
    const second = keyboard();
    const window = { screenshots: '/screenshots', openAnother: () => Promise.reject(new Error('none')) };
    bridge.serve(first.page, window);
    await page.ask('press', { key: 'F1' });
    bridge.leave();
    const between = page.ask('press', { key: 'F2' });
    bridge.serve(second.page, window);
    await between;
    assert.deepEqual([first.pressed, second.pressed], [['F1'], ['F2']]);
  });

  it('is not there on the desktop', () => assert.equal(pageFrom({}), undefined));
});

/** Of a page, as much as pressing a key needs. */
function keyboard(): { page: Page; pressed: string[] } {
  const pressed: string[] = [];
  const page = { keyboard: { press: async (key: string) => void pressed.push(key) } };
  return { page: page as unknown as Page, pressed };
}

describe('screenshotFile', () => {
  it('stays in its folder', () => {
    assert.equal(screenshotFile('/shots', 'lesson-1.dark'), '/shots/lesson-1.dark.png');
    for (const name of ['../up', 'a/b', '', '.hidden']) {
      assert.throws(() => screenshotFile('/shots', name), /no screenshot name/);
    }
  });
});
