import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSlashes } from '../../src/course/platform/paths.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Every file that asks which platform it runs on, and why. Another one belongs here only when none of these can answer
 * for it; what it then decides takes the platform as a parameter and is tested with the rules of each.
 */
const asking: Readonly<Record<string, string>> = {
  'src/course/platform/paths.ts': 'drives, shares, slashes and cases in paths',
  'src/course/platform/files.ts': 'modes, files that are held open, folders that are synced',
  'src/course/platform/programs.ts': 'names of programs',
  'src/course/running/processTree.ts': 'groups of processes, and the tools that list and kill them',
  'src/course/running/orphanGuard.ts':
    'a shell that outlives us, where the system does not end children by itself',
  'src/course/running/temporaryPlace.ts': 'a folder in memory, which only Linux has',
  'src/course/check/mochaCommand.ts': 'the shell that npm gives scripts to',
  'src/course/doctor/checks/fileSystem.ts': 'what the number of a file system means',
  'src/course/doctor/checks/pathNames.ts': 'how long paths may be, and what they may hold',
  'src/course/doctor/checks/temporaryFolder.ts': 'whether a script can be started there',
  'src/extension/testing/exerciseDisk.ts': 'whether VS Code watches folder by folder, as on Linux',
  'scripts/toolchain.ts': 'which package fits this machine',
  'scripts/start.ts': 'whether there is a screen',
  'scripts/test.ts': 'which VS Code can be tested with',
  'test/support/vscodeHost/desktop.ts': 'where a desktop VS Code lies',
  'test/support/vscodeHost/install.ts': 'which Node and browser npm holds',
  'test/support/vscodeHost/processTree.ts': 'how the processes of a VS Code are found and ended',
};

/** `process.platform`, or what comes to the same: `os.platform()`, `path.sep`, the line end of the system. */
const asks = [
  /\bprocess\s*\.\s*platform\b|\bprocess\[(['"`])platform\1\]|\bplatform\b[^{}]*\}\s*=\s*process\b/,
  /\bos\s*\.\s*(platform|type|EOL)\b|import\s*\{[^}]*\b(platform|EOL)\b[^}]*\}\s*from\s*'(node:)?os'/,
  /\b(path|nodePath)\s*\.\s*sep\b|import\s*\{[^}]*\bsep\b[^}]*\}\s*from\s*'(node:)?path'/,
];
const asksForPlatform = (text: string): boolean => asks.some((pattern) => pattern.test(text));

describe('which platform it is', () => {
  const files = globSync(['src/**/*.ts', 'scripts/**/*.ts', 'test/support/**/*.ts', 'esbuild.mjs'], {
    cwd: repository,
  }).map((name) => withSlashes(name));

  it('is asked in few files, each for a reason of its own', () => {
    const found = files.filter((file) => asksForPlatform(readFileSync(join(repository, file), 'utf8')));
    assert.ok(files.length > 300, 'the sources are where they are looked for');
    assert.deepEqual(found.toSorted(), Object.keys(asking).toSorted());
    for (const [file, why] of Object.entries(asking)) assert.ok(why.length > 10, file);
  });

  it('is found however it is asked', () => {
    for (const text of [
      "if (process.platform === 'win32') return;",
      'const { arch, platform } = process;',
      "process['platform']",
      "import { platform, tmpdir } from 'node:os';",
      'os.EOL',
      "import { join, sep } from 'node:path';",
      'path.sep',
    ]) {
      assert.ok(asksForPlatform(text), text);
    }
    for (const text of [
      "import { tmpdir } from 'node:os';",
      'function nameOf(platform: NodeJS.Platform) {}',
      "esbuild.build({ platform: 'node' });",
      'const { pid } = process;',
    ]) {
      assert.ok(!asksForPlatform(text), text);
    }
  });
});
