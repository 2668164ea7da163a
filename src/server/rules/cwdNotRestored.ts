import { knownValuesOf } from '../analysis/values.ts';
import type { Bindings } from '../analysis/bindings.ts';
import { lastingChanges, takingBack } from '../analysis/lastingChanges.ts';
import type { LastingChange } from '../analysis/lastingChanges.ts';
import { hookName } from '../analysis/mochaModel.ts';
import { forEachChild, unwrap } from '../analysis/syntax.ts';
import type { CallNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

export type LastingDirectory = LastingChange<CallNode>;

export const cwdNotRestored: Rule<LastingDirectory> = {
  id: 'cwd-not-restored',
  title: 'The working directory stays where a test has put it',
  fix: 'preferred',
  severity: 'warning',
  lesson: '03-isolation',
  aboutAbsence: true,
  find,
};

const undoer = /cwd|chdir|(working|current)_?dir|restore|reset|revert|undo|clean_?up|tear_?down|sandbox/i;

function find(file: TestFile): readonly Finding<LastingDirectory>[] {
  if (!file.text.includes('chdir')) return [];
  const { bindings } = file;
  const calls: CallNode[] = [];
  const undone: SyntaxNode[] = [];
  let isReplaced = false;
  const visit = (node: SyntaxNode): void => {
    if ((node.kind === 'Member' || node.kind === 'Identifier') && isOfProcess(node, 'chdir', bindings)) {
      const user = node.parent;
      if (user?.kind === 'Call' && user.callee === node) calls.push(user);
      else if (user?.kind === 'Assign' && user.left === node) isReplaced = true;
      else if (user?.kind !== 'ImportedName') undone.push(node);
    }
    if (node.kind === 'Call' && isStub(node, bindings)) isReplaced = true;
    forEachChild(node, visit);
  };
  visit(file.tree);
  // A hook outside the suites says where all of the file's tests are to run.
  if (isReplaced || calls.some((call) => isRunByRootHook(file, call))) return [];

  const later = takingBack(file, calls);
  const back = calls.filter((call) => isOldDirectory(call.args[0], bindings) || later.has(call));
  return lastingChanges(file, { changes: calls, undone: [...undone, ...back], undoer }).map((change) => {
    const [first, ...others] = change.changes;
    const hook = hookName(change.undo, file.mocha.interface);
    return {
      start: first.start,
      end: first.end,
      message: `The working directory stays changed when the tests are over, and relative paths of whatever runs next start there. Change it back in \`${hook}\`.`,
      related: others.map(({ start, end }) => ({ start, end, message: 'It is changed here too.' })),
      subject: change,
    };
  });
}

function isRunByRootHook(file: TestFile, call: CallNode): boolean {
  return (file.mocha.runBy(call) ?? []).some((way) => way.by === 'hook' && way.hook.suite === undefined);
}

/** Is this `process.name`, also by import? */
export function isOfProcess(node: SyntaxNode, name: string, bindings: Bindings): boolean {
  const origin = bindings.origin(node);
  if (origin?.module === 'process') return origin.path.length === 1 && origin.path[0] === name;
  return origin?.module === '' && origin.path.length === 2 && origin.path.join('.') === `process.${name}`;
}

/** `stub(process, 'chdir')` and whatever else is told this name: the real directory stays as it is. */
function isStub(call: CallNode, bindings: Bindings): boolean {
  const [target, name] = call.args;
  if (target === undefined || name?.kind !== 'String' || name.value !== 'chdir') return false;
  const origin = bindings.origin(target);
  return origin?.path.at(-1) === 'process' || origin?.module === 'process';
}

const oldName = /^_?(saved?|orig|old|prev|initial|backup|before|former|cwd|root|start)/i;

/** A directory that was read from the process, or is named like one. */
function isOldDirectory(argument: SyntaxNode | undefined, bindings: Bindings): boolean {
  if (argument === undefined) return false;
  let root = unwrap(argument);
  if (root.kind === 'Call') return isOfProcess(root.callee, 'cwd', bindings);
  while (root.kind === 'Member') root = unwrap(root.object);
  if (root.kind !== 'Identifier') return false;
  const binding = bindings.resolve(root);
  const values = binding === undefined ? [] : knownValuesOf(binding).map(unwrap);
  return (
    oldName.test(root.name) ||
    values.some((value) => value.kind === 'Call' && isOfProcess(value.callee, 'cwd', bindings))
  );
}
