import assert from 'node:assert/strict';
import { readStandInArguments, StandInUsageError } from '../../support/vscodeHost/standInArguments.ts';

/** What @vscode/test-electron 3 passes for one development path, in its order. */
const fromTestElectron = [
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-updates',
  '--skip-welcome',
  '--skip-release-notes',
  '--no-cached-data',
  '--disable-workspace-trust',
  '--extensionTestsPath=/bundles/all.cjs',
  '--extensionDevelopmentPath=/extension',
  '--user-data-dir=/data/user',
  '--extensions-dir=/data/extensions',
];

describe('readStandInArguments', () => {
  it('reads what test-electron passes, with defaults for the rest', () => {
    assert.deepEqual(readStandInArguments(fromTestElectron, '/here'), {
      version: '1.139.1',
      extensionDevelopmentPath: '/extension',
      extensionTestsPath: '/bundles/all.cjs',
      userData: '/data/user',
      extensions: '/data/extensions',
      workspace: undefined,
      workspaceTrust: false,
      vsix: [],
      settings: undefined,
      screenshots: '/here/out/screenshots',
      size: { width: 1280, height: 800 },
      timeoutMs: 300_000,
      ignored: [],
    });
  });

  it('reads our own arguments and takes paths from the folder', () => {
    const own = [
      'a workspace',
      '--host-version=1.103.2',
      '--host-vsix=one.vsix',
      '--host-vsix=two.vsix',
      '--host-settings=settings.json',
      '--host-screenshots=shots',
      '--host-size=800x600',
      '--host-timeout=2.5',
      '--host-workspace-trust',
    ];
    const request = readStandInArguments([...own, ...fromTestElectron], '/here');
    assert.equal(request.version, '1.103.2');
    assert.equal(request.workspace, '/here/a workspace');
    assert.deepEqual(request.vsix, ['/here/one.vsix', '/here/two.vsix']);
    assert.equal(request.settings, '/here/settings.json');
    assert.equal(request.screenshots, '/here/shots');
    assert.deepEqual(request.size, { width: 800, height: 600 });
    assert.equal(request.timeoutMs, 2_500);
    assert.equal(request.workspaceTrust, true);
  });

  it('names arguments that it does not heed', () => {
    const request = readStandInArguments(['--disable-extensions', ...fromTestElectron], '/here');
    assert.deepEqual(request.ignored, ['--disable-extensions']);
  });

  const wrong: [string, string[], RegExp][] = [
    ['an unknown version', ['--host-version=1.99.0'], /1\.139\.1, 1\.103\.2, not "1\.99\.0"/],
    ['two workspaces', ['one', 'two'], /One workspace can be opened, not 2: one, two/],
    ['a size without a height', ['--host-size=800'], /WIDTHxHEIGHT/],
    ['a time limit of nothing', ['--host-timeout=0'], /seconds above 0/],
    ['a tests path without an ending', ['--extensionTestsPath=/bundles/all'], /\.js, \.cjs or \.mjs/],
  ];
  for (const [title, args, message] of wrong) {
    it(`refuses ${title}`, () => {
      const all = args.some((arg) => arg.startsWith('--extensionTestsPath'))
        ? [...fromTestElectron, ...args]
        : [...args, ...fromTestElectron];
      assert.throws(
        () => readStandInArguments(all, '/here'),
        (error) => error instanceof StandInUsageError && message.test(error.message),
      );
    });
  }

  it('names a missing argument', () => {
    const args = fromTestElectron.filter((arg) => !arg.startsWith('--user-data-dir'));
    assert.throws(() => readStandInArguments(args, '/here'), /--user-data-dir is missing/);
  });
});
