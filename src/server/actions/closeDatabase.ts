import type { Binding } from '../analysis/bindings.ts';
import type { RunBy } from '../analysis/mochaModel.ts';
import { hookName } from '../analysis/mochaModel.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, enclosingFunction, enclosingStatement } from '../analysis/syntax.ts';
import type { BlockNode, DeclaratorNode, SyntaxNode, VariableNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertTeardown, lineNumber } from '../edits/hookInsertion.ts';
import { end, freeName, lineEnd } from '../edits/statementInsertion.ts';
import type { StatementList } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { teardownKind, unreleasedDb } from '../rules/unreleasedDb.ts';
import type { OpenDatabase } from '../rules/unreleasedDb.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/**
 * Closes a database in the hook that matches where it is opened. A database that is declared inside a test moves
 * into a `let` of the suite: only a hook is sure to run when the test fails, and an object made with the database
 * may outlive the function it is declared in. Where the suite has no room for the name, or the test has no suite,
 * a `finally` block does it instead.
 */
export const closeDatabase = quickFix({
  id: 'close-database',
  title: 'Close the database in the matching teardown hook',
  rule: unreleasedDb,
  offers(file: TestFile, finding: Finding<OpenDatabase>): readonly Offer[] {
    const { acquired, ownership } = finding.subject;
    const name = ownership.binding?.name ?? 'the database';
    const [way] = finding.subject.runBy;
    const hook = hookName(way === undefined ? 'after' : teardownKind(way), file.mocha.interface);
    const inHook: Offer = {
      title: `Close \`${name}\` in \`${hook}\``,
      key: `hook:${acquired.start}`,
      preferred: true,
      finding,
      edit: () => closeInHook(file, finding.subject),
    };
    if (inFinally(file, finding.subject) === undefined) return [inHook];
    const edit = (): Edit => inFinally(file, finding.subject) ?? impossible('The test has no block to wrap.');
    const possibleInHook = inHook.edit().possible;
    const inBlock: Offer = {
      title: `Close \`${name}\` in a \`finally\` block`,
      key: `finally:${acquired.start}`,
      preferred: !possibleInHook,
      finding,
      edit,
    };
    return possibleInHook ? [inHook, inBlock] : [inBlock];
  },
});

function closeInHook(file: TestFile, subject: OpenDatabase): Edit {
  const { ownership, runBy } = subject;
  const { binding } = ownership;
  const [way] = runBy;
  if (way === undefined || !runBy.every((other) => sameTeardown(file, way, other))) {
    return impossible('The database is opened from several places that need different teardown hooks.');
  }
  const list = teardownList(file, way);
  if (list === undefined) return impossible('There is no single suite whose teardown hook could close it.');
  const name = binding?.name ?? freeName(file, list);
  if (name === undefined)
    return impossible('The names `db`, `database` and `testDb` are all taken in this suite.');
  const async = isAwaited(subject);
  const close = (access: '.' | '?.'): string => `${async ? 'await ' : ''}${name}${access}close()`;
  const request = { list, kind: teardownKind(way), async, looksAt: (word: string) => word === name };
  if (binding === undefined) return giveName(file, subject, name, way, request, close);
  if (file.bindings.lookup(name, list) === binding) {
    return insertTeardown(file, {
      ...request,
      // Only a constant is sure to be there; a variable is still empty when its setup failed.
      statements: [close(binding.kind === 'const' ? '.' : '?.')],
      declarations: [],
      behind: way.by === 'suite' || way.by === 'hook' ? directStatement(list, subject.acquired) : undefined,
    });
  }
  return hoist(file, subject, binding, { ...request, statements: [close('?.')] });
}

interface HookRequest {
  readonly list: StatementList;
  readonly kind: 'after' | 'afterEach';
  readonly async: boolean;
  readonly looksAt: (word: string) => boolean;
}

type HoistRequest = HookRequest & { readonly statements: readonly string[] };

/** `new Repository(open())`: the database first needs a name of its own, in a statement in front. */
function giveName(
  file: TestFile,
  subject: OpenDatabase,
  name: string,
  way: RunBy,
  request: HookRequest,
  close: (access: '.' | '?.') => string,
): Edit {
  const { text, style } = file;
  const opened = withAwait(subject);
  const statement = enclosingStatement(opened);
  const block = statement?.parent;
  if (statement === undefined || enclosingFunction(statement) !== enclosingFunction(opened)) {
    return impossible('The database has no name to close it by. Keep it in a variable first.');
  }
  if (block === undefined || !contains(request.list, statement) || isInLoop(statement, request.list)) {
    return impossible('It is opened where one variable could not close every database.');
  }
  const isConstant = block === request.list && way.by === 'suite';
  const giving = `${isConstant ? 'const ' : ''}${name} = ${text.slice(opened.start, opened.end)}`;
  const teardown = insertTeardown(file, {
    ...request,
    statements: [close(isConstant ? '.' : '?.')],
    declarations: isConstant ? [] : [declaration(file, name, hoistedType(file, subject, undefined))],
    behind: way.by === 'test' ? undefined : directStatement(request.list, statement),
  });
  if (!teardown.possible) return teardown;
  if (opened.parent === statement && statement.kind === 'ExpressionStatement') {
    return possible([
      { start: opened.start, end: opened.start, text: giving.slice(0, -(opened.end - opened.start)) },
      ...teardown.changes,
    ]);
  }
  const isFirst = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start).trim() === '';
  const gap = isFirst ? style.eol + lineIndent(text, statement.start) : ' ';
  const needsMark = style.semicolons || !isFirst || /[([`/+\-*]/.test(text[statement.start] ?? '');
  return possible([
    { start: statement.start, end: statement.start, text: giving + (needsMark ? ';' : '') + gap },
    { start: opened.start, end: opened.end, text: name },
    ...teardown.changes,
  ]);
}

/** The opening call with the `await` and parentheses around it. */
function withAwait(subject: OpenDatabase): SyntaxNode {
  let at: SyntaxNode = subject.acquired;
  if (!isAwaited(subject)) return at;
  while (at.parent !== undefined && at.kind !== 'Await') at = at.parent;
  return at;
}

function declaration(file: TestFile, name: string, type: string | undefined): string {
  return `let ${name}${file.style.typescript && type !== undefined ? `: ${type}` : ''}`;
}

/** `const db = open()` in a test becomes `db = open()`, with `let db` and the hook in the suite. */
function hoist(file: TestFile, subject: OpenDatabase, binding: Binding, request: HoistRequest): Edit {
  const declared = soleDeclaration(subject, binding);
  if (declared === undefined || !contains(request.list, declared.variable)) {
    return impossible(`\`${binding.name}\` is not declared where a hook of the suite could be given it.`);
  }
  if (isInLoop(declared.variable, request.list)) {
    return impossible('It is opened in a loop, so one variable could close only the last one.');
  }
  const { variable, declarator } = declared;
  const drop: TextChange = {
    start: variable.start,
    end: declarator.type === undefined ? declarator.target.end : declarator.type.end,
    text: binding.name,
  };
  const known = file.bindings.scopeAt(request.list).names.get(binding.name);
  if (known !== undefined) {
    return isHoistedAlready(file, known, request)
      ? possible([drop])
      : impossible(
          `The suite has another \`${binding.name}\`: line ${lineNumber(file.text, known.declaration.start)}.`,
        );
  }
  const captured = file.bindings.references.find(
    (reference) =>
      reference.name === binding.name &&
      contains(request.list, reference) &&
      isDeclaredOutside(file, file.bindings.resolve(reference), request.list),
  );
  if (captured !== undefined) {
    return impossible(
      `\`${binding.name}\` means something else in line ${lineNumber(file.text, captured.start)} of the same suite.`,
    );
  }
  const type = hoistedType(file, subject, declarator);
  const teardown = insertTeardown(file, {
    ...request,
    declarations: [declaration(file, binding.name, type)],
    behind: undefined,
  });
  return teardown.possible ? possible([drop, ...teardown.changes]) : teardown;
}

/** A variable of the suite that tests fill and a teardown hook closes: left by the same fix in another test. */
function isHoistedAlready(file: TestFile, known: Binding, request: HoistRequest): boolean {
  if (known.kind !== 'let' || known.initial !== undefined) return false;
  const closes = known.references.some((reference) => {
    const member = reference.parent;
    if (member?.kind !== 'Member' || member.property !== 'close') return false;
    const ways = file.mocha.runBy(member) ?? [];
    return ways.some((way) => way.by === 'hook' && way.hook.kind === request.kind);
  });
  const filled = known.references.filter((reference) => {
    const assign = reference.parent;
    return assign?.kind === 'Assign' && assign.left === reference;
  });
  const inTests = filled.every(
    (reference) => file.mocha.runBy(reference)?.every((way) => way.by === 'test') ?? false,
  );
  return closes && inTests;
}

function isDeclaredOutside(file: TestFile, binding: Binding | undefined, list: StatementList): boolean {
  if (binding === undefined) return true;
  return !contains(list, binding.declaration) || file.bindings.scopeAt(list) === binding.scope;
}

function soleDeclaration(
  subject: OpenDatabase,
  binding: Binding,
): { readonly variable: VariableNode; readonly declarator: DeclaratorNode } | undefined {
  const { given } = subject.ownership;
  if (given?.kind !== 'Declarator' || given.target !== binding.declaration) return undefined;
  const variable = given.parent;
  if (variable?.kind !== 'Variable' || variable.declarators.length !== 1) return undefined;
  return { variable, declarator: given };
}

function isInLoop(node: SyntaxNode, within: SyntaxNode): boolean {
  for (let at = node.parent; at !== undefined && at !== within; at = at.parent) {
    if (at.kind === 'Function') return false;
    if (at.kind === 'Loop') return true;
  }
  return false;
}

/** The written type, or one made from what opens the database; undefined in JavaScript. */
function hoistedType(
  file: TestFile,
  subject: OpenDatabase,
  declarator: DeclaratorNode | undefined,
): string | undefined {
  if (!file.style.typescript) return undefined;
  if (declarator?.type !== undefined) return file.text.slice(declarator.type.start, declarator.type.end);
  const { callee } = subject.acquired;
  const written = file.text.slice(callee.start, callee.end);
  const origin = file.bindings.origin(callee);
  if (origin?.module === 'better-sqlite3' && callee.kind === 'Identifier') {
    const binding = file.bindings.resolve(callee);
    return binding?.imported === undefined ? `InstanceType<typeof ${written}>` : `${written}.Database`;
  }
  if (subject.acquired.kind === 'New') return written;
  const returned = `ReturnType<typeof ${written}>`;
  return isAwaited(subject) ? `Awaited<${returned}>` : returned;
}

function isAwaited(subject: OpenDatabase): boolean {
  let at: SyntaxNode | undefined = subject.acquired.parent;
  while (at?.kind === 'Wrapped') at = at.parent;
  return at?.kind === 'Await';
}

function sameTeardown(file: TestFile, a: RunBy, b: RunBy): boolean {
  return teardownKind(a) === teardownKind(b) && teardownList(file, a) === teardownList(file, b);
}

/** The statements among which the matching teardown hook belongs. */
function teardownList(file: TestFile, way: RunBy): StatementList | undefined {
  if (way.by === 'test') return bodyOf(way.test.suite?.body?.body);
  if (way.by === 'suite') return bodyOf(way.suite.body?.body);
  if (way.by === 'hook') {
    const around = way.hook.statement?.parent;
    return around?.kind === 'Block' || around?.kind === 'File' ? around : undefined;
  }
  // A hook outside the suites would run for other files as well.
  const [only, ...others] = file.mocha.roots;
  return only?.kind === 'suite' && others.length === 0 ? bodyOf(only.body?.body) : undefined;
}

function bodyOf(node: SyntaxNode | undefined): BlockNode | undefined {
  return node?.kind === 'Block' ? node : undefined;
}

function directStatement(list: StatementList, node: SyntaxNode): SyntaxNode | undefined {
  return list.body.find((statement) => contains(statement, node));
}

/** Only for a variable of a test's own block: everything behind the declaration goes into `try`. */
function inFinally(file: TestFile, subject: OpenDatabase): Edit | undefined {
  const { binding } = subject.ownership;
  const [way, ...others] = subject.runBy;
  if (binding === undefined || way?.by !== 'test' || others.length > 0) return undefined;
  const declared = soleDeclaration(subject, binding);
  const block = declared?.variable.parent;
  if (declared === undefined || block?.kind !== 'Block' || block.parent !== way.test.body) return undefined;
  if (
    enclosingFunction(block) !== way.test.body ||
    enclosingStatement(subject.acquired) !== declared.variable
  ) {
    return undefined;
  }
  return wrapInTry(
    file,
    block,
    declared.variable,
    `${isAwaited(subject) ? 'await ' : ''}${binding.name}.close()`,
  );
}

function wrapInTry(
  file: TestFile,
  block: BlockNode,
  declaration: VariableNode,
  close: string,
): Edit | undefined {
  const { text, style } = file;
  const from = lineEnd(text, declaration.end);
  const last = block.body.at(-1);
  const closing = text.lastIndexOf('\n', block.end - 1);
  const indent = lineIndent(text, declaration.start);
  const multiLine =
    closing >= from &&
    text.slice(text.lastIndexOf('\n', declaration.start - 1) + 1, declaration.start).trim() === '';
  if (last === undefined || last === declaration || !multiLine) return undefined;
  // `var` and functions declared behind would be used outside the block they move into.
  if (block.body.some((statement) => statement.kind === 'Function' && statement.start > declaration.start))
    return undefined;
  const to = text[closing - 1] === '\r' ? closing - 1 : closing;
  const changes: TextChange[] = [{ start: from, end: from, text: `${style.eol}${indent}try {` }];
  for (let line = text.indexOf('\n', from); line !== -1 && line < to; line = text.indexOf('\n', line + 1)) {
    const start = line + 1;
    const isEmpty = text.slice(start, lineEnd(text, start)).trim() === '';
    const inLiteral = file.literalSpans.some((span) => span.start < start && start < span.end);
    if (!isEmpty && !inLiteral) changes.push({ start, end: start, text: style.indent });
  }
  const final = [`} finally {`, `${style.indent}${close}${end(file)}`, '}'];
  changes.push({ start: to, end: to, text: final.map((one) => style.eol + indent + one).join('') });
  return possible(changes);
}
