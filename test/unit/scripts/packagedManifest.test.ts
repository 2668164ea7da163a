import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createVSIX } from '@vscode/vsce';
import yauzl from 'yauzl';
import { packagedManifest, repositoryAddress } from '../../../scripts/packagedManifest.ts';
import { packagedReadme } from '../../../scripts/packagedReadme.ts';

const repository = path.join(import.meta.dirname, '../../..');
const source = (name: string): string => readFileSync(path.join(repository, name), 'utf8');
const manifest = JSON.parse(source('package.json')) as Record<string, unknown>;
const address = 'https://github.com/octo-org/a.course';
const at = (value: unknown): Record<string, unknown> => ({ ...manifest, itlab: { repository: value } });

describe('the manifest of a package', () => {
  it('has three fields that lead to the repository once its address is known', () => {
    const { repository, bugs, homepage } = packagedManifest(at(address));
    assert.deepEqual(repository, { type: 'git', url: `${address}.git` });
    assert.deepEqual(bugs, { url: `${address}/issues` });
    assert.equal(homepage, `${address}#readme`);
  });

  it('has none of them as long as it is not', () => {
    for (const unknown of [at(''), at(undefined), { ...manifest, itlab: undefined }]) {
      const packaged = packagedManifest(unknown);
      for (const field of ['repository', 'bugs', 'homepage']) assert.ok(!(field in packaged), field);
    }
  });

  it('says nothing that only the repository needs', () => {
    const packaged = packagedManifest(manifest);
    for (const field of ['scripts', 'devDependencies', 'allowScripts', 'itlab'])
      assert.ok(!(field in packaged), field);
    assert.equal(packaged['name'], manifest['name']);
    assert.deepEqual(packaged['contributes'], manifest['contributes']);
  });

  it('takes no address that would make links which lead nowhere', () => {
    for (const wrong of [
      `${address}.git`,
      `${address}/`,
      `${address}/issues`,
      'http://github.com/a/b',
      'git@github.com:a/b.git',
      'https://github.com/a',
      'https://github.com/a/..',
      'a/b',
      ' ',
      5,
    ]) {
      assert.throws(() => repositoryAddress(at(wrong)), /itlab\.repository in package\.json/, String(wrong));
    }
  });
});

describe('what vsce makes of it', () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'packaged-manifest-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** The README and the manifest of a small package, made as scripts/package.ts does. */
  async function packaged(itlab: string): Promise<{ readme: string; vsixManifest: string }> {
    const { name, version, publisher, engines, repository, bugs, homepage } = packagedManifest(at(itlab));
    const hasRepository = repository !== undefined;
    const small = { name, version, publisher, engines, repository, bugs, homepage, description: 'Small.' };
    const folder = mkdtempSync(path.join(scratch, 'package-'));
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(small));
    writeFileSync(
      path.join(folder, 'README.md'),
      packagedReadme(source('README.md'), hasRepository, (file: string) =>
        readFileSync(path.join(import.meta.dirname, '../../..', file)),
      ),
    );
    writeFileSync(path.join(folder, 'LICENSE'), source('LICENSE'));
    const vsix = path.join(folder, 'small.vsix');
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: hasRepository,
    });
    const texts = new Map<string, string>();
    const zip = await yauzl.openPromise(vsix);
    for await (const entry of zip.eachEntry())
      texts.set(entry.fileName, String(await buffer(await zip.openReadStreamPromise(entry))));
    return {
      readme: texts.get('extension/readme.md') ?? '',
      vsixManifest: texts.get('extension.vsixmanifest') ?? '',
    };
  }

  const pictures = [...source('README.md').matchAll(/^!\[[^\]]*\]\(([^)]+)\)/gm)].map(
    ([, file]) => file ?? '',
  );
  const links = [...source('README.md').matchAll(/(?<!!)\[[^\]]*\]\(((?!https:|#)[^)]+)\)/g)].map(
    ([, file]) => file ?? '',
  );

  it('is a README with all its pictures and links, by their addresses', async () => {
    assert.ok(pictures.length > 3 && links.length > 40);
    const { readme, vsixManifest } = await packaged(address);
    for (const file of pictures) assert.ok(readme.includes(`](${address}/raw/HEAD/${file})`), file);
    for (const file of links) assert.ok(readme.includes(`](${address}/blob/HEAD/${file})`), file);
    assert.ok(!/\]\((?!https:|#)/.test(readme), 'a link that leads nowhere');
    for (const link of [`${address}.git`, `${address}/issues`, `${address}#readme`])
      assert.ok(vsixManifest.includes(`"${link}"`), link);
  });

  it('is a README with everything in itself, without an address', async () => {
    const { readme, vsixManifest } = await packaged('');
    assert.ok(!/\]\((?!https:|#|data:image\/png;base64,)/.test(readme), 'a link that leads nowhere');
    assert.equal([...readme.matchAll(/!\[[^\]]*\]\(data:/g)].length, 2);
    const anchors = [...readme.matchAll(/\]\(#([\w-]+)\)/g)].map(([, name]) => name);
    assert.ok(anchors.length > 50);
    for (const name of anchors) assert.match(readme, new RegExp(`^#+ ${name}$`, 'm'));
    assert.ok(readme.includes('`unreleased-db`'));
    assert.ok(!vsixManifest.includes('github.com'));
  });
});
