/** `npm run icon`: draws media/icon.png, which the Marketplace asks for, from media/icon.svg. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../test/support/vscodeHost/browser.ts';
import { newestHost } from '../test/support/vscodeHost/hostVersions.ts';
import { installHost } from '../test/support/vscodeHost/install.ts';

const media = path.join(import.meta.dirname, '../media');
const side = 256;

const { browser } = await installHost(newestHost, console.log);
const host = await openBrowser(browser, { width: side, height: side });
try {
  const svg = readFileSync(path.join(media, 'icon.svg'), 'utf8');
  await host.page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  writeFileSync(path.join(media, 'icon.png'), await host.page.screenshot({ omitBackground: true }));
} finally {
  await host.close();
}
