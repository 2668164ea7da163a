import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-parser';
import { withSlashes } from '../../../../src/course/platform/paths.ts';

const sources = fileURLToPath(new URL('../../../../src', import.meta.url));

/**
 * Every call in `src/` that can change a disk, by file, with what it is there for. A file of a user is replaced by
 * `writing/atomicWrite.ts` and nothing else: whoever adds a line here says why what is written is none, or is none yet.
 */
const allowed: Readonly<Record<string, { readonly calls: readonly string[]; readonly why: string }>> = {
  // ---- The one way
  'course/writing/atomicWrite.ts': {
    calls: [
      'fchmodSync',
      'fchownSync',
      'linkSync',
      'mkdirSync',
      'openSync',
      'renameSync',
      'symlinkSync',
      'unlinkSync',
      'writeSync',
    ],
    why: 'It is the one way. What it removes is what waited under a name of ours.',
  },
  'course/writing/leftovers.ts': {
    calls: ['rmSync'],
    why: 'Only what bears a name of ours whose owner is dead, or that nobody has touched for an hour.',
  },
  'course/writing/lock.ts': {
    calls: ['linkSync', 'rmSync', 'writeFileSync'],
    why: 'Locks and what becomes one: files that hold a token of ours.',
  },
  'course/writing/replaceFile.ts': {
    calls: ['openSync', 'writeFileSync'],
    why: 'Asks whether a file may be written. Writes to pipes, terminals and /dev/stdout, which cannot be replaced.',
  },
  'course/writing/temporaryFolder.ts': {
    calls: ['copyFileSync', 'mkdirSync', 'rm', 'writeFileSync'],
    why: 'Folders for temporary files, of this user and with a name of ours, and the copies that processes work in.',
  },
  'course/writing/waitingPlace.ts': { calls: ['mkdirSync'], why: 'The folder `.itlab/tmp` of a course.' },
  // ---- Files of learners go where the learner has agreed, and after they were kept
  'course/attempts/changes.ts': {
    calls: ['rmSync', 'rmdirSync'],
    why: 'A reset removes what a model answer has brought; it was kept before. Folders only when they are empty.',
  },
  'course/toolchainLinks.ts': {
    calls: ['mkdirSync', 'symlinkSync', 'unlinkSync'],
    why: 'Links in node_modules, which are there as a whole or not at all; only links are removed.',
  },
  // ---- Folders, which hold nothing by themselves
  'course/courseRecord.ts': { calls: ['mkdirSync'], why: 'The folder `.itlab` of a course.' },
  'course/progress/lastResults.ts': { calls: ['mkdirSync'], why: 'A folder in the editor’s storage.' },
  'course/progress/progressFile.ts': { calls: ['mkdirSync'], why: 'The folder of the progress.' },
  'extension/progress/learnerProgress.ts': { calls: ['mkdirSync'], why: 'The folder of the progress.' },
  // ---- Our own storage
  'course/attempts/attemptStore.ts': {
    calls: ['rmSync', 'utimesSync'],
    why: 'In the editor’s storage: the oldest attempts, and bytes that no attempt names.',
  },
  // ---- What was not there before
  'course/authoring/newFolder.ts': {
    calls: ['mkdirSync', 'renameSync', 'rmSync', 'writeFileSync'],
    why: 'A new folder is written under a name of ours and gets its own when it is whole.',
  },
  'course/doctor/checks/courseFolder.ts': {
    calls: ['mkdirSync', 'rmdirSync'],
    why: 'A folder with a name of ours, made and removed to see whether one can be.',
  },
  'course/doctor/checks/symbolicLinks.ts': {
    calls: ['mkdirSync', 'rmSync', 'symlinkSync', 'writeFileSync'],
    why: 'The same, with a link in it.',
  },
  // ---- What reads
  'course/regularFile.ts': { calls: ['openSync'], why: 'Opens to read only, and never waits at a pipe.' },
  'server/readText.ts': { calls: ['openSync'], why: 'The same in the language server.' },
  'cli/namedFiles.ts': {
    calls: ['*'],
    why: 'Takes globSync, which the oldest Nodes that start us have not, so it cannot be imported by its name.',
  },
  // ---- In folders for temporary files
  'course/check/projectRun.ts': {
    calls: ['mkdirSync', 'openSync', 'rm', 'writeFileSync'],
    why: 'The events of a run, in its temporary folder.',
  },
  'course/doctor/checks/temporaryFolder.ts': {
    calls: ['rmSync', 'writeFileSync'],
    why: 'A program that does nothing, in a temporary folder.',
  },
  'course/running/runSession.ts': { calls: ['rm'], why: 'The temporary folder of a run.' },
  'course/validation/typeCheck.ts': {
    calls: ['mkdirSync', 'rmSync', 'symlinkSync', 'writeFileSync'],
    why: 'Copies of an exercise for the compiler, in a temporary folder.',
  },
  'runner/attach.ts': { calls: ['openSync'], why: 'The events of a run, in its temporary folder.' },
  'runner/channel.ts': { calls: ['writeSync'], why: 'The descriptor that events go out on.' },
  'runner/hygiene/temporaryFiles.ts': { calls: ['*'], why: 'Watches the calls of tests; makes none.' },
  'runner/roundFolder.ts': { calls: ['mkdirSync', 'rmSync'], why: 'The temporary folder of a round.' },
  // ---- Beyond the disk
  'extension/writeChosen.ts': {
    calls: ['fs.writeFile'],
    why: 'An export or a report to a place that is no file of this machine.',
  },
};

/** Calls of `node:fs` that change a disk, or could; each also with `Sync`. */
const changing: ReadonlySet<string> = new Set(
  [
    'appendFile',
    'chmod',
    'chown',
    'copyFile',
    'cp',
    'createWriteStream',
    'fchmod',
    'fchown',
    'ftruncate',
    'futimes',
    'lchmod',
    'lchown',
    'link',
    'lutimes',
    'mkdir',
    'mkdtemp',
    'mkdtempDisposable',
    'open',
    'rename',
    'rm',
    'rmdir',
    'symlink',
    'truncate',
    'unlink',
    'utimes',
    'write',
    'writeFile',
    'writev',
  ].flatMap((name) => [name, `${name}Sync`]),
);

/** What reaches a disk through the editor. */
const ofEditor: ReadonlySet<string> = new Set(['writeFile', 'delete', 'rename', 'copy', 'createDirectory']);

const isFs = (module: string): boolean => /^(node:)?fs(\/promises)?$/.test(module);

/** The calls of a source that can change a disk; `*` where all of `node:fs` is taken, so that any could be made. */
function changingCalls(text: string): string[] {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      if (isFs(node.moduleSpecifier.text)) takeImport(node.importClause, found);
    } else if (
      ts.isCallExpression(node) &&
      node.arguments.some((one) => ts.isStringLiteralLike(one) && isFs(one.text))
    ) {
      if (/(^|\.)(import|require|getBuiltinModule)$|^createRequire\(/.test(node.expression.getText()))
        found.add('*');
    } else if (ts.isPropertyAccessExpression(node)) {
      const { expression, name } = node;
      const isOfEditor = ts.isPropertyAccessExpression(expression) && expression.name.text === 'fs';
      if (isOfEditor && ofEditor.has(name.text)) found.add(`fs.${name.text}`);
      if (name.text === 'applyEdit') found.add('applyEdit');
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'WorkspaceEdit') {
      found.add('WorkspaceEdit');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found].sort();
}

function takeImport(clause: ts.ImportClause | undefined, found: Set<string>): void {
  if (clause === undefined || clause.isTypeOnly) return;
  if (clause.name || (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings))) found.add('*');
  if (clause.namedBindings === undefined || !ts.isNamedImports(clause.namedBindings)) return;
  for (const { name, propertyName, isTypeOnly } of clause.namedBindings.elements) {
    const imported = (propertyName ?? name).text;
    if (isTypeOnly) continue;
    if (imported === 'promises' || imported === 'default') found.add('*');
    else if (changing.has(imported)) found.add(imported);
  }
}

describe('what changes a disk', () => {
  it('is known, file by file and call by call', () => {
    const found: Record<string, readonly string[]> = {};
    for (const path of globSync('**/*.ts', { cwd: sources }).sort()) {
      const calls = changingCalls(readFileSync(join(sources, path), 'utf8'));
      if (calls.length > 0) found[withSlashes(path)] = calls;
    }
    const expected = Object.fromEntries(
      Object.entries(allowed).map(([path, { calls }]) => [path, [...calls].sort()]),
    );
    assert.deepEqual(found, expected);
  });

  for (const [source, calls] of [
    [`import { writeFileSync } from 'node:fs';`, ['writeFileSync']],
    [`import { readFileSync, rmSync as remove } from 'fs';`, ['rmSync']],
    [`import { rename } from 'node:fs/promises';`, ['rename']],
    [`import { promises } from 'node:fs';`, ['*']],
    [`import * as fs from 'fs/promises';`, ['*']],
    [`import fs from 'node:fs';`, ['*']],
    [`const { writeFile } = await import('node:fs/promises');`, ['*']],
    [`const fs = require("fs");`, ['*']],
    [`const fs = process.getBuiltinModule('node:fs');`, ['*']],
    [`import { createWriteStream, type WriteStream } from 'node:fs';`, ['createWriteStream']],
    [`await workspace.fs.writeFile(uri, bytes);`, ['fs.writeFile']],
    [`await vscode.workspace.applyEdit(new WorkspaceEdit());`, ['WorkspaceEdit', 'applyEdit']],
    [`import { readFileSync, type Stats } from 'node:fs'; import type fs from 'node:fs';`, []],
    [`createRequire(import.meta.url)('fs').rmSync(file);`, ['*']],
    [`importNamed(file, 'fs', 'rmSync', at);`, []],
  ] as const) {
    it(`is found in: ${source}`, () => assert.deepEqual(changingCalls(source), calls));
  }
});
