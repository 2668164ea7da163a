import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listRulesAndActions } from '../../../src/server/catalog.ts';
import { allRules } from '../../../src/server/rules/index.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'itlab.rules': {
          readonly properties: Readonly<
            Record<string, { readonly default: string; readonly description: string }>
          >;
        };
      };
    };
  };
}

describe('the list of rules and actions', () => {
  it('names each once, with a page that names it and no page left over', () => {
    const entries = listRulesAndActions();
    assert.equal(new Set(entries.map((entry) => entry.id)).size, entries.length);
    for (const { id, fix, docs } of entries) {
      const page = readFileSync(`${repository}${docs}`, 'utf8');
      assert.ok(page.includes(`\`${fix === null || docs.endsWith(`/${id}.md`) ? id : fix}\``), docs);
    }
    const pages = globSync('media/rules/*.md', { cwd: repository }).map((page) => page.replaceAll('\\', '/'));
    assert.deepEqual(pages.sort(), [...new Set(entries.map((entry) => entry.docs))].sort());
  });

  it('names in each page the severity and the lesson of the rule', () => {
    for (const { id, severity, lesson } of allRules) {
      const page = readFileSync(`${repository}media/rules/${id}.md`, 'utf8');
      assert.ok(page.includes(`\`${id}\` · ${severity} · `), id);
      assert.ok(page.includes(`lesson \`${lesson}\``), id);
    }
  });

  it('is the same in the settings and in the README', () => {
    const manifest = JSON.parse(readFileSync(`${repository}package.json`, 'utf8')) as Manifest;
    const texts = JSON.parse(readFileSync(`${repository}package.nls.json`, 'utf8')) as Record<string, string>;
    const { properties } = manifest.contributes.configuration.properties['itlab.rules'];
    assert.deepEqual(
      Object.entries(properties).map(([id, { default: severity, description }]) => [
        id,
        severity,
        texts[description.slice(1, -1)],
      ]),
      allRules.map(({ id, severity, title }) => [id, severity, `${title}.`]),
    );
    const readme = readFileSync(`${repository}README.md`, 'utf8');
    const linked = [...readme.matchAll(/\(media\/rules\/([a-z0-9-]+)\.md\)/g)].map(([, id]) => id);
    const ours = listRulesAndActions().filter(({ kind, fix, id }) =>
      kind === 'diagnostic' ? true : fix === null && id !== 'disable-rule',
    );
    assert.deepEqual(new Set(linked), new Set(ours.map(({ id }) => id)));
  });

  it('lists what the command line prints', () => {
    const some =
      /^(unreleased-db|nock-not-cleaned|close-database|clean-nock|insert-database-fixture|disable-rule)$/;
    const entries = listRulesAndActions().filter(({ id }) => some.test(id));
    assert.deepEqual(entries, [
      {
        id: 'unreleased-db',
        kind: 'diagnostic',
        title: 'A database is opened and never closed',
        fix: 'preferred',
        docs: 'media/rules/unreleased-db.md',
      },
      {
        id: 'nock-not-cleaned',
        kind: 'diagnostic',
        title: 'nock interceptors are left for the next test',
        fix: 'preferred',
        docs: 'media/rules/nock-not-cleaned.md',
      },
      {
        id: 'close-database',
        kind: 'action',
        title: 'Close the database in the matching teardown hook',
        fix: 'unreleased-db',
        docs: 'media/rules/unreleased-db.md',
      },
      {
        id: 'clean-nock',
        kind: 'action',
        title: 'Clean the interceptors in a teardown hook',
        fix: 'nock-not-cleaned',
        docs: 'media/rules/nock-not-cleaned.md',
      },
      {
        id: 'insert-database-fixture',
        kind: 'action',
        title: 'Insert a database fixture',
        fix: null,
        docs: 'media/rules/insert-database-fixture.md',
      },
      {
        id: 'disable-rule',
        kind: 'action',
        title: 'Disable a rule for one line',
        fix: null,
        docs: 'media/rules/disable-rule.md',
      },
    ]);
  });
});
