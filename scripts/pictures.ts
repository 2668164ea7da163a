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
      timeoutMs: 420_000,
      env: { ITLAB_PICTURES: name },
      pageSize: { width: 1180, height: 860 },
    });
    if (failed > 0) throw new Error(`The ${name} pictures could not be taken. ${problem ?? ''}`);
    const taken = readdirSync(screenshots)
      .filter((one) => one.endsWith('.png'))
      .sort();
    const read = (file: string): Buffer => readFileSync(path.join(screenshots, file));
    for (const file of taken.filter((one) => !one.startsWith('frame-'))) write(file, slim([read(file)]));
    const frames = taken.filter((one) => one.startsWith('frame-')).map(read);
    if (name === 'dark') write('first-fix.png', slim(frames, 2200));
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function write(file: string, png: Buffer): void {
  writeFileSync(path.join(target, file), png);
  console.log(`media/readme/${file} ${Math.round(png.length / 1024)} KB`);
}

/**
 * Screenshots with one palette, which is enough for a workbench and a quarter of the size. Several become an animated
 * PNG, which shows its first frame where it cannot move.
 * @param frameMs how long each frame stays
 */
function slim(screenshots: readonly Buffer[], frameMs = 0): Buffer {
  const pictures = screenshots.map((png) => UPNG.decode(new Uint8Array(png).buffer));
  const [first] = pictures;
  if (first === undefined) throw new Error('No picture was taken.');
  const pixels = pictures.map((picture) => UPNG.toRGBA8(picture)).flat();
  const colours = pixels.length > 1 ? 96 : 256;
  const delays = pixels.map(() => frameMs);
  return Buffer.from(UPNG.encode(pixels, first.width, first.height, colours, delays));
}
