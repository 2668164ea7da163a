import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { faultsOfLockFile, type LockFile } from '../../../scripts/lockFile.ts';

const repository = path.join(import.meta.dirname, '../../..');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(repository, name), 'utf8'));

const whole = { version: '1.0.0', integrity: 'sha512-x' };
const sample = (): LockFile => ({
  lockfileVersion: 3,
  packages: {
    '': { devDependencies: { tool: '1.0.0' } },
    'node_modules/tool': {
      ...whole,
      optionalDependencies: { '@tool/linux': '1.0.0', '@tool/win32': '1.0.0' },
      peerDependencies: { host: '*', other: '*' },
      peerDependenciesMeta: { other: { optional: true } },
    },
    'node_modules/tool/node_modules/@tool/linux': { ...whole, dependencies: { '@tool/win32': '1.0.0' } },
    'node_modules/@tool/win32': { ...whole },
    'node_modules/host': { ...whole },
  },
});

describe('the lock file', () => {
  it('has every package of every platform, so that npm ci takes it everywhere', () => {
    assert.deepEqual(faultsOfLockFile(read('package-lock.json') as LockFile), []);
  });

  it('is about the packages of package.json', () => {
    const lock = read('package-lock.json') as LockFile;
    const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> };
    assert.deepEqual(lock.packages['']?.devDependencies, devDependencies);
  });

  it('is complete when each package finds what it names', () => {
    assert.deepEqual(faultsOfLockFile(sample()), []);
  });

  for (const [missing, sentence] of [
    ['node_modules/@tool/win32', 'node_modules/tool needs @tool/win32, which has no entry.'],
    [
      'node_modules/tool/node_modules/@tool/linux',
      'node_modules/tool needs @tool/linux, which has no entry.',
    ],
    ['node_modules/host', 'node_modules/tool needs host, which has no entry.'],
    ['node_modules/tool', 'The project needs tool, which has no entry.'],
  ] as const) {
    it(`is not complete without ${missing}`, () => {
      const lock = sample();
      delete lock.packages[missing];
      assert.equal(faultsOfLockFile(lock)[0], sentence);
    });
  }

  it('names an entry without a version or a sum, and one with an address', () => {
    const lock = sample();
    lock.packages['node_modules/host'] = { resolved: 'https://registry.example/host-1.0.0.tgz' };
    assert.deepEqual(faultsOfLockFile(lock), [
      'node_modules/host has no version.',
      'node_modules/host has no integrity.',
      'node_modules/host has an address (resolved).',
    ]);
  });

  it('names an entry that the npm of Node 20 would write otherwise', () => {
    const lock = sample();
    lock.packages['node_modules/host'] = { ...whole, libc: ['musl'] };
    assert.match(faultsOfLockFile(lock).join(), /^node_modules\/host has a libc, which npm 10 takes out/);
  });

  it('is of the version that npm 9 to 12 write', () => {
    assert.equal(faultsOfLockFile({ ...sample(), lockfileVersion: 2 }).length, 1);
  });
});
