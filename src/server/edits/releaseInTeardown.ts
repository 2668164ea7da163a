import type { Binding } from '../analysis/bindings.ts';
import type { RunBy } from '../analysis/mochaModel.ts';
import { traceName } from '../analysis/ownership.ts';
import { runByAtOnce, teardownKind } from '../analysis/resources.ts';
import type { HeldResource } from '../analysis/resources.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, enclosingFunction, enclosingStatement, isAwaited, isInLoop } from '../analysis/syntax.ts';
import type { BlockNode, DeclaratorNode, SyntaxNode, VariableNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertTeardown, lineNumber } from './hookInsertion.ts';
import type { TeardownRequest } from './hookInsertion.ts';
import { mayBeEmpty, releaseTemplate } from './releaseCode.ts';
import type { ImportedName } from './releaseCode.ts';
import { freeName, lineEnd, linesOfStatement } from './statementInsertion.ts';
import type { StatementList } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

/**
 * Releases a resource in the hook that matches where it is acquired. One that is declared inside a test moves into a
 * `let` of the suite: only a hook is sure to run when the test fails, and an object made with it may outlive the
 * function it is declared in.
 */
export function releaseInHook(file: TestFile, subject: HeldResource): Edit {
  const { ownership, runBy, resource } = subject;
  const { binding } = ownership;
  const { noun, acquiredWord, releaseWord } = resource;
  const [way] = runBy;
  if (way === undefined || !runBy.every((other) => sameTeardown(file, way, other))) {
    return impossible(
      `The ${noun} is ${acquiredWord} from several places that need different teardown hooks.`,
    );
  }
  const list = teardownList(file, way);
  if (list === undefined) {
    return impossible(`There is no single suite whose teardown hook could ${releaseWord} it.`);
  }
  const { names, last } = releaseTemplate(resource);
  const name = binding?.name ?? freeName(file, list, names);
  if (name === undefined) {
    const quoted = names.map((one) => `\`${one}\``);
    return impossible(
      `The names ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} are all taken in this suite.`,
    );
  }
  const request: HookRequest = {
    list,
    kind: teardownKind(way),
    last,
    looksAt: (word) => word === name,
    name,
  };
  if (binding === undefined) return giveName(file, subject, way, request);
  if (file.bindings.lookup(name, list) !== binding) return hoist(file, subject, binding, request);
  const behind =
    way.by === 'suite' || way.by === 'hook' ? directStatement(list, subject.acquired) : undefined;
  return release(file, subject, request, {
    // Only a constant is sure to be there; a variable is still empty when its setup failed.
    sure: binding.kind === 'const',
    optional: mayBeEmpty(file, binding.declaration),
    declarations: [],
    behind,
  });
}

interface HookRequest extends Pick<TeardownRequest, 'list' | 'kind' | 'last' | 'looksAt'> {
  readonly name: string;
}

interface ReleaseOptions extends Pick<TeardownRequest, 'declarations' | 'behind'> {
  readonly sure: boolean;
  readonly optional: boolean;
}

/** The hook with the release in it, and the imports it needs. */
function release(
  file: TestFile,
  { resource, ...held }: HeldResource,
  { name, ...request }: HookRequest,
  { sure, optional, declarations, behind }: ReleaseOptions,
): Edit {
  const target = { name, sure, optional, at: request.list };
  const code = releaseTemplate(resource).release(file, { resource, ...held }, target);
  if ('reason' in code) return impossible(code.reason);
  const { statements, async } = code;
  const teardown = insertTeardown(file, { ...request, statements, async, declarations, behind });
  return teardown.possible ? possible([...code.changes, ...teardown.changes]) : teardown;
}

/** `new Repository(open())`: the resource first needs a name of its own, in a statement in front. */
function giveName(file: TestFile, subject: HeldResource, way: RunBy, request: HookRequest): Edit {
  const { text, style } = file;
  const { name, list } = request;
  const { noun, acquiredWord, releaseWord } = subject.resource;
  const opened = withAwait(subject);
  const statement = enclosingStatement(opened);
  const block = statement?.parent;
  if (statement === undefined || enclosingFunction(statement) !== enclosingFunction(opened)) {
    return impossible(`The ${noun} has no name to ${releaseWord} it by. Keep it in a variable first.`);
  }
  if (block === undefined || !contains(list, statement) || isInLoop(statement, list)) {
    return impossible(`It is ${acquiredWord} where one variable could not ${releaseWord} every ${noun}.`);
  }
  const isConstant = block === list && way.by === 'suite';
  const giving = `${isConstant ? 'const ' : ''}${name} = ${text.slice(opened.start, opened.end)}`;
  const declared = declaration(file, subject, name, undefined, list);
  if ('reason' in declared) return impossible(declared.reason);
  const teardown = release(file, subject, request, {
    sure: isConstant,
    optional: false,
    declarations: isConstant ? [] : [declared.text],
    behind: way.by === 'test' ? undefined : directStatement(list, statement),
  });
  if (!teardown.possible) return teardown;
  const more = [...teardown.changes, ...(isConstant ? [] : declared.changes)];
  if (opened.parent === statement && statement.kind === 'ExpressionStatement') {
    return possible([
      { start: opened.start, end: opened.start, text: giving.slice(0, -(opened.end - opened.start)) },
      ...more,
    ]);
  }
  const isFirst = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start).trim() === '';
  const gap = isFirst ? style.eol + lineIndent(text, statement.start) : ' ';
  const startsWithName = statement.start === opened.start;
  const next = startsWithName ? name[0] : text[statement.start];
  const needsMark = style.semicolons || !isFirst || /[([`/+\-*]/.test(next ?? '');
  const front = giving + (needsMark ? ';' : '') + gap;
  if (startsWithName)
    return possible([{ start: opened.start, end: opened.end, text: front + name }, ...more]);
  return possible([
    { start: statement.start, end: statement.start, text: front },
    { start: opened.start, end: opened.end, text: name },
    ...more,
  ]);
}

/** The opening call with the `await` and parentheses around it. */
function withAwait(subject: HeldResource): SyntaxNode {
  let at: SyntaxNode = subject.acquired;
  if (!isAwaited(subject.acquired)) return at;
  while (at.parent !== undefined && at.kind !== 'Await') at = at.parent;
  return at;
}

/** `let` with the written type, or one made from what acquires the resource. */
function declaration(
  file: TestFile,
  subject: HeldResource,
  name: string,
  declarator: DeclaratorNode | undefined,
  at: StatementList,
): ImportedName {
  if (!file.style.typescript) return { text: `let ${name}`, changes: [] };
  const written = declarator?.type;
  const type: ImportedName =
    written === undefined
      ? releaseTemplate(subject.resource).type(file, subject, at)
      : { text: file.text.slice(written.start, written.end), changes: [] };
  return 'reason' in type ? type : { text: `let ${name}: ${type.text}`, changes: type.changes };
}

/** `const db = open()` in a test becomes `db = open()`, with `let db` and the hook in the suite. */
function hoist(file: TestFile, subject: HeldResource, binding: Binding, request: HookRequest): Edit {
  const declared = soleDeclaration(subject, binding);
  if (declared === undefined || !contains(request.list, declared.variable)) {
    return impossible(`\`${binding.name}\` is not declared where a hook of the suite could be given it.`);
  }
  if (isInLoop(declared.variable, request.list)) {
    const { acquiredWord, releaseWord } = subject.resource;
    return impossible(
      `It is ${acquiredWord} in a loop, so one variable could ${releaseWord} only the last one.`,
    );
  }
  const { variable, declarator } = declared;
  const drop: TextChange = {
    start: variable.start,
    end: declarator.type === undefined ? declarator.target.end : declarator.type.end,
    text: binding.name,
  };
  const known = file.bindings.scopeAt(request.list).names.get(binding.name);
  if (known !== undefined) {
    return isHoistedAlready(file, subject, known, request)
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
  const moved = declaration(file, subject, binding.name, declarator, request.list);
  if ('reason' in moved) return impossible(moved.reason);
  const teardown = release(file, subject, request, {
    sure: false,
    optional: mayBeEmpty(file, binding.declaration),
    declarations: [moved.text],
    behind: undefined,
  });
  return teardown.possible ? possible([drop, ...teardown.changes, ...moved.changes]) : teardown;
}

/** A variable of the suite that tests fill and a teardown hook closes: left by the same fix in another test. */
function isHoistedAlready(
  file: TestFile,
  subject: HeldResource,
  known: Binding,
  request: HookRequest,
): boolean {
  if (known.kind !== 'let' || known.initial !== undefined) return false;
  const { releases } = traceName(known, subject.resource.kind, file.bindings, file.mocha);
  const closes = releases.some((one) =>
    runByAtOnce(file, one)?.some((way) => way.by === 'hook' && way.hook.kind === request.kind),
  );
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
  subject: HeldResource,
  binding: Binding,
): { readonly variable: VariableNode; readonly declarator: DeclaratorNode } | undefined {
  const { given } = subject.ownership;
  if (given?.kind !== 'Declarator' || given.target !== binding.declaration) return undefined;
  const variable = given.parent;
  if (variable?.kind !== 'Variable' || variable.declarators.length !== 1) return undefined;
  return { variable, declarator: given };
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

/**
 * Releases it in a `finally` block, for a test that has no suite or whose suite has no room for the name. Only for a
 * variable of the test's own block: everything behind the declaration goes into `try`.
 */
export function releaseInFinally(file: TestFile, subject: HeldResource): Edit | undefined {
  const { binding } = subject.ownership;
  const [way, ...others] = subject.runBy;
  if (binding === undefined || way?.by !== 'test' || others.length > 0) return undefined;
  const declared = soleDeclaration(subject, binding);
  const block = declared?.variable.parent;
  if (declared === undefined || block?.kind !== 'Block') return undefined;
  const test = way.test.body;
  if (
    test === undefined ||
    block.parent !== test ||
    enclosingFunction(block) !== test ||
    enclosingStatement(subject.acquired) !== declared.variable
  ) {
    return undefined;
  }
  const code = releaseTemplate(subject.resource).release(file, subject, {
    name: binding.name,
    sure: true,
    optional: false,
    at: block,
  });
  if ('reason' in code) return undefined;
  const needsAsync = code.async && !test.async;
  // mocha refuses a test that takes `done` and returns a promise.
  if (needsAsync && (test.params.length > 0 || test.form === 'method')) return undefined;
  const wrapped = wrapInTry(
    file,
    block,
    declared.variable,
    code.statements.flatMap((text) => linesOfStatement(file, text)),
  );
  if (wrapped === undefined) return undefined;
  const async = needsAsync ? [{ start: test.start, end: test.start, text: 'async ' }] : [];
  return possible([...code.changes, ...async, ...wrapped]);
}

function wrapInTry(
  file: TestFile,
  block: BlockNode,
  declaration: VariableNode,
  final: readonly string[],
): readonly TextChange[] | undefined {
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
    if (!isEmpty && !file.isInLiteral(start)) changes.push({ start, end: start, text: style.indent });
  }
  const closes = ['} finally {', ...final.map((line) => style.indent + line), '}'];
  changes.push({ start: to, end: to, text: closes.map((one) => style.eol + indent + one).join('') });
  return changes;
}
