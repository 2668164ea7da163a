import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { acquiredAround } from '../edits/fixtureInsertion.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { importNames } from '../edits/namedImports.ts';
import { freeName } from '../edits/statementInsertion.ts';
import { fixtureAction } from './fixtureAction.ts';

const prefix = 'test-';

/** Gives each test of a suite an empty folder of its own, and removes it with what is in it. */
export const insertTempDirFixture = fixtureAction({
  id: 'insert-temp-dir-fixture',
  title: 'Insert a fixture for a temporary folder',
  offer: 'Insert temporary folder fixture',
  kind: 'temp-dir-fixture',
  build(file, { suite, block }) {
    const known = acquiredAround(file, suite, (node) => makesTempDir(file, node));
    if (known !== undefined) {
      return {
        reason: `The suite makes a temporary folder already: line ${lineNumber(file.text, known.start)}.`,
      };
    }
    const dir = freeName(file, block, ['dir', 'folder', 'tempDir']);
    if (dir === undefined)
      return { reason: 'The names `dir`, `folder` and `tempDir` are all taken in this suite.' };
    const imports = importNames(file, block, [
      { module: 'node:fs', name: 'mkdtempSync' },
      { module: 'node:fs', name: 'rmSync' },
      { module: 'node:os', name: 'tmpdir' },
      { module: 'node:path', name: 'join' },
    ]);
    if ('reason' in imports) return imports;
    const [mkdtempSync, rmSync, tmpdir, join] = imports.written;
    const { quote, typescript } = file.style;
    return {
      declarations: [`let ${dir}${typescript ? ': string' : ''}`],
      setup: {
        kind: 'beforeEach',
        statements: [`${dir} = ${mkdtempSync}(${join}(${tmpdir}(), ${quote}${prefix}${quote}))`],
        async: false,
      },
      teardown: {
        kind: 'afterEach',
        // Without a folder, because a hook in front failed, there is nothing to remove.
        statements: [`if (${dir}) ${rmSync}(${dir}, { recursive: true, force: true, maxRetries: 3 })`],
        async: false,
      },
      imports: imports.changes,
      stops: [{ number: 1, placeholder: prefix, behind: quote }],
    };
  },
});

function makesTempDir(file: TestFile, node: SyntaxNode): boolean {
  if (node.kind !== 'Call') return false;
  const origin = file.bindings.origin(node.callee);
  const isFs = origin?.module === 'fs' || origin?.module === 'fs/promises';
  return isFs && /^mkdtemp(Sync)?$/.test(origin.path.at(-1) ?? '');
}
