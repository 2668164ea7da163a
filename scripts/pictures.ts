/**
 * `npm run pictures`: takes the README's pictures in the real workbench, in a light and a dark theme, into
 * media/readme/. Needs a build (`npm run build`) and the web host.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import UPNG from 'upng-js';
import { runVscodeTests } from '../test/support/vscodeHost/runVscodeTests.ts';

const repository = path.join(import.meta.dirname, '..');
const bundle = path.join(repository, 'out/pictures/pictures.cjs');
const target = path.join(repository, 'media/readme');
const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };

await build({
  entryPoints: [path.join(repository, 'test/pictures/pictures.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode', 'mocha'],
});
mkdirSync(target, { recursive: true });
for (const [name, theme] of Object.entries(themes)) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'itlab-p-'));
  const screenshots = path.join(scratch, 'screenshots');
  const workspace = path.join(scratch, 'workspace');
  mkdirSync(workspace);
  try {
    const { failed, problem } = await runVscodeTests({
      version: '1.139.1',
      host: 'web',
      mode: 'development',
      testsBundle: bundle,
      workspace,
      screenshots,
      settings: { 'workbench.colorTheme': theme },
      env: { ITLAB_PICTURES: name },
      pageSize: '1180x860',
    });
    if (failed > 0) throw new Error(`The ${name} pictures could not be taken. ${problem ?? ''}`);
    for (const file of readdirSync(screenshots).filter((one) => one.endsWith('.png'))) {
      writeFileSync(path.join(target, file), slim(readFileSync(path.join(screenshots, file))));
      console.log(`media/readme/${file}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The picture with a palette: a workbench has few colours, and they travel with every installation. */
function slim(png: Buffer): Buffer {
  const picture = UPNG.decode(new Uint8Array(png).buffer);
  const pixels = UPNG.toRGBA8(picture);
  return Buffer.from(UPNG.encode(pixels, picture.width, picture.height, 256));
}
