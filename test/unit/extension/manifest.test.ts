import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  engines: { vscode: string };
  main: string;
  contributes: {
    commands: { command: string; title: string; category: string }[];
    jsonValidation: { url: string }[];
    configuration: { properties: Record<string, unknown> };
  };
  devDependencies: Record<string, string>;
};
const texts = JSON.parse(readFileSync(join(repository, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

describe('package.json', () => {
  it('contributes exactly the commands of the command map', () => {
    const map = [...read('src/extension/commands.ts').matchAll(/^ {2}'(itlab\.\w+)':/gm)].map(
      ([, name]) => name,
    );
    assert.ok(map.length > 0);
    assert.deepEqual(new Set(manifest.contributes.commands.map(({ command }) => command)), new Set(map));
  });

  it('has a text for every placeholder, and uses every text', () => {
    const used = [...read('package.json').matchAll(/"%([\w.-]+)%"/g)].map(([, name]) => name ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('names settings that the sources read', () => {
    const sources = `${read('src/extension/settings.ts')}${read('src/server/main.ts')}${read('src/server/languageService.ts')}`;
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
      assert.match(sources, new RegExp(`['"\`.]${setting.replace('itlab.', '')}\\b`), setting);
    }
  });

  it('validates manifests with schemas that exist', () => {
    for (const { url } of manifest.contributes.jsonValidation)
      assert.ok(existsSync(join(repository, url)), url);
  });

  it('pins what ships, and builds against the least VS Code it supports', () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.match(version, /^(npm:typescript@)?\d+\.\d+\.\d+$/, name);
    }
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });
});
