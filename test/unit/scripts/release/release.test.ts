import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changelogSection } from '../../../../scripts/release/changelogSection.ts';
import { checksums } from '../../../../scripts/release/checksums.ts';
import { packagesIn } from '../../../../scripts/release/packages.ts';
import { publishPlan } from '../../../../scripts/release/publish.ts';
import { releaseFaults } from '../../../../scripts/release/releaseFaults.ts';
import { targets } from '../../../../scripts/toolchain.ts';

const repository = path.join(import.meta.dirname, '../../../..');
const read = (name: string): string => readFileSync(path.join(repository, name), 'utf8');

describe('the release notes', () => {
  const changelog =
    '# Changelog\n\n## 0.10.0\n\n- Ten.\n\n### Fixed\n\n- More.\n\n## [0.1.0] - 2026-12-01\n\n- One.\n';

  it('are what the changelog says of the version', () => {
    assert.equal(changelogSection(changelog, '0.10.0'), '- Ten.\n\n### Fixed\n\n- More.');
    assert.equal(changelogSection(changelog, '0.1.0'), '- One.');
    assert.equal(changelogSection(changelog.replaceAll('\n', '\r\n'), '0.1.0'), '- One.');
  });

  it('are none for a version that it does not name, or says nothing of', () => {
    assert.equal(changelogSection(changelog, '0.1'), undefined);
    assert.equal(changelogSection('## 0.2.0\n\n## 0.1.0\n\n- One.\n', '0.2.0'), undefined);
  });

  it('are there for the version that package.json has now', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    assert.match(changelogSection(read('CHANGELOG.md'), version) ?? '', /^- /);
  });
});

describe('a release', () => {
  const address = 'https://github.com/octo-org/course';
  const good = {
    tag: 'v1.2.3',
    manifest: { version: '1.2.3', itlab: { repository: address } },
    changelog: '## 1.2.3\n\n- Something.\n',
    releasedFrom: address,
  };

  it('may go on when tag, version, changelog and address agree', () => {
    assert.deepEqual(releaseFaults(good), []);
    assert.deepEqual(releaseFaults({ ...good, releasedFrom: 'https://github.com/Octo-Org/course' }), []);
  });

  it('may not when the tag names another version', () => {
    for (const tag of ['1.2.3', 'v1.2.4', 'v1.2.3-rc.1', 'main'])
      assert.match(releaseFaults({ ...good, tag }).join(), /^The tag is .* the tag must be v1\.2\.3\.$/);
  });

  it('may not when the changelog does not name it', () => {
    assert.match(releaseFaults({ ...good, changelog: '## 1.2.2\n\n- Old.\n' }).join(), /^CHANGELOG\.md says/);
  });

  it('may not from a repository whose address package.json does not have', () => {
    const without = { ...good, manifest: { version: '1.2.3', itlab: { repository: '' } } };
    assert.match(releaseFaults(without).join(), /itlab\.repository in package\.json is ""/);
    assert.match(releaseFaults({ ...good, releasedFrom: `${address}-fork` }).join(), /itlab\.repository/);
    // Tried on a developer's machine, which knows no address.
    assert.deepEqual(releaseFaults({ ...without, releasedFrom: undefined }), []);
  });
});

describe('the packages of a release', () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'release-'));
  const nameOf = (target: string): string => `integration-testing-lab-${target}-1.2.3.vsix`;
  const folderOf = (name: string, files: readonly string[]): string => {
    const folder = path.join(scratch, name);
    mkdirSync(folder);
    for (const file of files) writeFileSync(path.join(folder, file), file);
    return folder;
  };
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('are one for each platform', () => {
    const folder = folderOf('whole', [...targets.map(nameOf), 'SHA256SUMS', 'notes.md']);
    assert.deepEqual(
      packagesIn(folder, '1.2.3'),
      targets.map((target) => path.join(folder, nameOf(target))),
    );
  });

  it('are refused when one is missing', () => {
    const folder = folderOf('half', targets.slice(1).map(nameOf));
    assert.throws(() => packagesIn(folder, '1.2.3'), {
      message: /\n +missing: integration-testing-lab-linux-x64-1\.2\.3\.vsix$/,
    });
  });

  it('are refused when one of another version lies there, too', () => {
    const old = 'integration-testing-lab-linux-x64-1.2.2.vsix';
    const folder = folderOf('mixed', [...targets.map(nameOf), old]);
    assert.throws(() => packagesIn(folder, '1.2.3'), { message: /\n +not one of them: .*-1\.2\.2\.vsix$/ });
  });

  it('have sums that the usual tool reads', function () {
    const folder = folderOf('sums', ['b.vsix', 'a.vsix']);
    const sums = checksums(['b.vsix', 'a.vsix'].map((name) => path.join(folder, name)));
    assert.match(sums, /^[\da-f]{64} {2}a\.vsix\n[\da-f]{64} {2}b\.vsix\n$/);
    if (process.platform !== 'linux') this.skip();
    writeFileSync(path.join(folder, 'SHA256SUMS'), sums);
    const check = (): string =>
      execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
    assert.equal(check(), 'a.vsix: OK\nb.vsix: OK\n');
    writeFileSync(path.join(folder, 'a.vsix'), 'another');
    assert.throws(check);
  });
});

describe('publishing', () => {
  const packages = ['a.vsix', 'b.vsix'];

  it('is left out, and says so, where the secret is missing', () => {
    for (const env of [{}, { VSCE_PAT: '' }, { OVSX_PAT: 'of the other registry' }]) {
      const { skipped } = publishPlan('marketplace', packages, env, 'node_modules');
      assert.match(
        skipped ?? '',
        /^Nothing was published to the Visual Studio Marketplace: .* VSCE_PAT is not set/,
      );
    }
    assert.match(publishPlan('open-vsx', packages, {}, 'node_modules').skipped ?? '', /Open VSX.* OVSX_PAT/);
  });

  it('takes the packages as they are, and never names the secret', () => {
    const plan = publishPlan('open-vsx', packages, { OVSX_PAT: 'hidden' }, 'tools');
    const [program = '', ...args] = plan.args ?? [];
    assert.equal(program, path.join('tools', 'ovsx/bin/ovsx'));
    assert.deepEqual(args, ['publish', '--skip-duplicate', '--packagePath', 'a.vsix', 'b.vsix']);
  });
});
