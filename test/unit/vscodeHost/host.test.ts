import assert from 'node:assert/strict';
import { testAddress } from '../../support/vscodeHost/browser.ts';
import { executablesFor } from '../../support/vscodeHost/desktop.ts';
import { brokenExtensionHost, isRoutine } from '../../support/vscodeHost/hostOutput.ts';
import { cleanEnvironment, readyPort } from '../../support/vscodeHost/server.ts';

describe('testAddress', () => {
  const test = {
    port: 8123,
    extensionDevelopmentPath: '/my extension#1',
    extensionTestsPath: '/out/all.cjs',
    workspace: '/some folder',
  };

  it('carries the workspace and the payload', () => {
    const address = new URL(testAddress(test));
    assert.equal(address.origin, 'http://127.0.0.1:8123');
    assert.equal(address.searchParams.get('folder'), '/some folder');
    assert.deepEqual(JSON.parse(address.searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8123/my%20extension%231'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8123/out/all.cjs'],
      ['skipWelcome', 'true'],
    ]);
  });

  it('opens a workspace file, or nothing', () => {
    const file = new URL(testAddress({ ...test, workspace: '/a.code-workspace' }));
    assert.equal(file.searchParams.get('workspace'), '/a.code-workspace');
    assert.equal(file.searchParams.get('folder'), null);
    const empty = new URL(testAddress({ ...test, workspace: undefined }));
    assert.equal(empty.searchParams.get('ew'), 'true');
  });
});

describe('readyPort', () => {
  it('finds the port once the server is ready', () => {
    assert.equal(readyPort('Server bound to 127.0.0.1:4000 (IPv4)\n'), undefined);
    assert.equal(readyPort('noise\nWeb UI available at http://localhost:4000?tkn=x\n'), 4000);
  });
});

describe('cleanEnvironment', () => {
  it('keeps what is the user’s and drops the marks of npm and of a VS Code around us', () => {
    const env = {
      PATH: '/bin',
      HOME: '/home/me',
      NODE_OPTIONS: '--inspect',
      npm_lifecycle_event: 'test',
      VSCODE_IPC_HOOK_CLI: '/x',
      ELECTRON_RUN_AS_NODE: '1',
    };
    assert.deepEqual(cleanEnvironment(env), { PATH: '/bin', HOME: '/home/me' });
  });
});

describe('isRoutine', () => {
  it('hides what VS Code says in every run', () => {
    assert.ok(isRoutine('Creating a socket (renderer-Management-1)...'));
    assert.ok(isRoutine('Error: Could not locate the bindings file. Tried:\n → spdlog.node'));
  });

  it('shows what tests say', () => {
    assert.ok(!isRoutine('  ✔ creates a socket'));
    assert.ok(!isRoutine('Error: Cannot find module "./fixture"'));
  });
});

describe('brokenExtensionHost', () => {
  const line = (code: string, signal: string): string =>
    `[14:00:00] [127.0.0.1][1] <9> Extension Host Process exited with code: ${code}, signal: ${signal}.`;

  it('tells a crash from an ordinary end', () => {
    assert.match(brokenExtensionHost(line('null', 'SIGKILL')) ?? '', /signal SIGKILL/);
    assert.match(brokenExtensionHost(line('134', 'null')) ?? '', /status 134/);
    assert.equal(brokenExtensionHost(line('0', 'null')), undefined);
    assert.equal(brokenExtensionHost('Extension host agent started.'), undefined);
  });

  it('does not take the end of a window before for one', () => {
    const before = line('null', 'SIGKILL');
    assert.equal(brokenExtensionHost(before, new Set([9])), undefined);
    const own = before.replace('<9>', '<10>');
    assert.match(brokenExtensionHost(`${before}\n${own}`, new Set([9])) ?? '', /signal SIGKILL/);
  });
});

describe('executablesFor', () => {
  it('finds the program beside "code" on each platform', () => {
    assert.deepEqual(executablesFor('/usr/share/code/bin/code', 'linux'), ['/usr/share/code/code']);
    assert.deepEqual(executablesFor('/Apps/Code.app/Contents/Resources/app/bin/code', 'darwin'), [
      '/Apps/Code.app/Contents/MacOS/Code',
      '/Apps/Code.app/Contents/MacOS/Electron',
    ]);
    assert.deepEqual(executablesFor('C:\\VS Code\\bin\\code.cmd', 'win32'), ['C:\\VS Code\\Code.exe']);
  });
});
