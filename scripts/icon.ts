/** `npm run icon`: draws media/icon.png, which the Marketplace asks for, from media/icon.svg. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser, openProfile } from '../test/support/vscodeHost/browser.ts';
import { newestHost } from '../test/support/vscodeHost/hostVersions.ts';
import { installHost } from '../test/support/vscodeHost/install.ts';

const media = path.join(import.meta.dirname, '../media');
const side = 256;

const install = await installHost(newestHost, console.log);
const browser = await launchBrowser(install.browser);
try {
  const { page } = await openProfile(browser, { width: side, height: side });
  const svg = readFileSync(path.join(media, 'icon.svg'), 'utf8');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  writeFileSync(path.join(media, 'icon.png'), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
