import { opensDatabase } from '../analysis/databases.ts';
import { contains, unwrap } from '../analysis/syntax.ts';
import type { CallNode, FunctionNode, NewNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { hasMocha, isExpectedToFail, returnedValues, allValuesOf } from '../analysis/values.ts';
import type { Finding, Rule } from './rule.ts';

/** An async function that is handed to `transaction` of better-sqlite3. */
export interface AsyncTransaction {
  readonly call: CallNode;
  readonly callback: FunctionNode;
}

export const asyncDbTransaction: Rule<AsyncTransaction> = {
  id: 'async-db-transaction',
  title: 'A transaction of better-sqlite3 is given an async function',
  fix: 'automatic',
  severity: 'error',
  lesson: '02-database',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<AsyncTransaction>[] {
  if (!hasMocha(file.mocha)) return [];
  const findings: Finding<AsyncTransaction>[] = [];
  for (const node of file.all('Call')) {
    const finding = judge(file, node);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function judge(file: TestFile, call: CallNode): Finding<AsyncTransaction> | undefined {
  const { callee } = call;
  const argument = call.args[0];
  if (callee.kind !== 'Member' || callee.property !== 'transaction' || argument === undefined)
    return undefined;
  const callback = file.bindings.functionOf(argument);
  if (callback === undefined || !callback.async || callback.generator) return undefined;
  const kind = libraryOf(file, callee.object, 0);
  // A project's own factory may open anything; only better-sqlite3 gives back a function that is then called.
  if (kind === undefined || (kind === 'own' && !isSurelySynchronous(file, call, callback))) return undefined;
  if (isExpectedToFail(call, file.bindings)) return undefined;
  const isInline = contains(argument, callback);
  return {
    start: isInline ? callback.start : argument.start,
    end: isInline ? callback.start + 'async'.length : argument.end,
    message:
      'A transaction of better-sqlite3 ends when its function returns, so it refuses an async one: “Transaction function cannot return a promise”.',
    related: [],
    subject: { call, callback },
  };
}

/** `own`: made by a factory of the project, which may be anybody's. */
type Library = 'better-sqlite3' | 'own';

function libraryOf(file: TestFile, expression: SyntaxNode, depth: number): Library | undefined {
  // Names given to each other in a circle, in broken code, come to no end.
  if (depth > 5) return undefined;
  const node = unwrap(expression);
  if (node.kind === 'Await') {
    const awaited = libraryOf(file, node.operand, depth + 1);
    // better-sqlite3 opens at once; a factory that takes its time may give anything of that form.
    return awaited === 'own' ? undefined : awaited;
  }
  if (node.kind === 'Call' || node.kind === 'New') {
    // With its type spelt out it does not narrow: a call that opens nothing is a call still.
    const opens: boolean = opensDatabase(node, file.bindings);
    if (opens) return openedKind(file, node);
    const made = node.kind === 'Call' ? file.bindings.functionOf(node.callee) : undefined;
    return made === undefined ? undefined : same(file, returnedValues(made), depth);
  }
  if (node.kind !== 'Identifier') return undefined;
  const binding = file.bindings.resolve(node);
  if (binding === undefined) return undefined;
  if (isTypedDatabase(file, binding.declaration)) return 'better-sqlite3';
  return same(file, allValuesOf(binding) ?? [], depth);
}

function openedKind(file: TestFile, { callee }: CallNode | NewNode): Library | undefined {
  const module = file.bindings.origin(callee)?.module;
  // The database of node:sqlite has no `transaction`.
  if (module === 'sqlite') return undefined;
  return module === 'better-sqlite3' ? module : 'own';
}

function same(file: TestFile, values: readonly SyntaxNode[], depth: number): Library | undefined {
  const kinds = new Set(values.map((value) => libraryOf(file, value, depth + 1)));
  const [only, ...others] = kinds;
  return others.length === 0 ? only : undefined;
}

/** `let db: Database.Database`, with the name imported from better-sqlite3. */
function isTypedDatabase(file: TestFile, declaration: SyntaxNode): boolean {
  const declarator = declaration.parent;
  if (declarator?.kind !== 'Declarator' || declarator.type === undefined) return false;
  const written = file.text.slice(declarator.type.start, declarator.type.end);
  const [, root, member] = /^(\w+)(?:\.(\w+))?(?:\s*\|\s*(?:undefined|null))?$/.exec(written) ?? [];
  if (root === undefined) return false;
  const imported = file.bindings.lookup(root, declarator)?.imported;
  if (imported?.source !== 'better-sqlite3') return false;
  return (member ?? imported.name) === 'Database';
}

/** Only better-sqlite3 gives back a function; wrappers of other databases that copy this are awaited. */
function isSurelySynchronous(file: TestFile, call: CallNode, callback: FunctionNode): boolean {
  const runs = callsOfResult(file, call);
  return (
    runs.length > 0 &&
    !runs.some(isAwaited) &&
    !/\bawait\b/.test(file.text.slice(callback.start, callback.end))
  );
}

function isAwaited(call: SyntaxNode): boolean {
  const parent = call.parent;
  if (parent?.kind === 'Wrapped') return isAwaited(parent);
  return parent?.kind === 'Await' || parent?.kind === 'Return';
}

/** `db.transaction(f)()`, `db.transaction(f).immediate()`, and the calls of a name for the result. */
function callsOfResult(file: TestFile, call: CallNode): readonly CallNode[] {
  let at: SyntaxNode = call;
  while (at.parent?.kind === 'Wrapped') at = at.parent;
  const parent = at.parent;
  if (parent?.kind === 'Declarator' && parent.target.kind === 'Identifier') {
    const references = file.bindings.resolve(parent.target)?.references ?? [];
    return references.flatMap((reference) => callOf(reference) ?? []);
  }
  return [callOf(at) ?? []].flat();
}

/** The call of this function, or of one of its variants. */
function callOf(node: SyntaxNode): CallNode | undefined {
  const parent = node.parent;
  if (parent?.kind === 'Member' && /^(deferred|immediate|exclusive)$/.test(parent.property))
    return callOf(parent);
  return parent?.kind === 'Call' && parent.callee === node ? parent : undefined;
}
