import { awaitsDirectly } from '../analysis/awaiting.ts';
import { isWithin } from '../analysis/mochaModel.ts';
import type { Binding } from '../analysis/bindings.ts';
import type { Suite, Test } from '../analysis/mochaModel.ts';
import { contains, enclosingFunction, forEachChild } from '../analysis/syntax.ts';
import type { BlockNode, Span, SyntaxNode, VariableNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { writtenType } from '../analysis/writtenType.ts';
import { innermostSuite } from '../edits/fixtureInsertion.ts';
import { declarationAnchor, lineNumber } from '../edits/hookInsertion.ts';
import { endWithComment, movedLines, nextToken, standsOnLines } from '../edits/movedText.ts';
import { insertIntoHook } from '../edits/hookJoining.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import type { NewStatement } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/**
 * Moves the statements that all tests of a suite start with into `beforeEach`. All of them: a hook would run for
 * the others as well.
 */
export const extractSetup: Action = {
  id: 'extract-setup',
  title: 'Move what the tests of a suite start with into a hook',
  kind: 'refactor.extract.setup',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length === 0) return [];
    return [
      {
        title: 'Move what these tests start with into a hook',
        key: `setup:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => extract(file, selection),
      },
    ];
  },
};

interface Reason {
  readonly reason: string;
}

/** A test with its statements, and how far those reach, each with the comment behind it. */
interface Body {
  readonly test: Test;
  readonly block: BlockNode;
  readonly ends: readonly number[];
}

function extract(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const place = innermostSuite(file, selection);
  if (place === undefined) return impossible('Put the cursor inside a suite.');
  if (!standsOnLines(file.text, place.block))
    return impossible('Statements of the suite share a line. Give each a line of its own first.');
  const bodies = bodiesOf(file, place.suite);
  if ('reason' in bodies) return impossible(bodies.reason);
  const length = sharedLength(file, place.block, bodies);
  if (typeof length !== 'number') return impossible(length.reason);
  const shared = bodies.map((body): Shared => ({
    body,
    span: sharedSpan(file, bodies, body, length),
    length,
  }));
  return move(file, place.block, shared);
}

function bodiesOf(file: TestFile, suite: Suite): readonly Body[] | Reason {
  const tests = file.mocha.tests.filter((test) => isWithin(test.suite, suite));
  if (tests.length < 2) return { reason: 'The suite has less than two tests that could share something.' };
  const bodies: Body[] = [];
  for (const test of tests) {
    const block = test.body?.body;
    if (block?.kind !== 'Block' || !contains(test.call, block)) {
      return { reason: `The test in line ${lineNumber(file.text, test.call.start)} has no statements.` };
    }
    bodies.push({ test, block, ends: block.body.map((one) => endWithComment(file.text, one.end)) });
  }
  return bodies;
}

/** How many statements all tests start with; each test keeps at least one. */
function sharedLength(file: TestFile, list: BlockNode, bodies: readonly Body[]): number | Reason {
  const [first, ...others] = bodies;
  if (first === undefined) return { reason: 'The suite has no tests.' };
  const most = Math.min(...bodies.map(({ block }) => block.body.length)) - 1;
  let length = 0;
  while (length < most) {
    const text = statementText(file, first, length);
    const differs = others.find((other) => statementText(file, other, length) !== text);
    if (differs !== undefined && length === 0) {
      const line = lineNumber(file.text, differs.test.call.start);
      return { reason: `Not all tests of the suite start alike: the one in line ${line} starts otherwise.` };
    }
    const index = length;
    if (differs !== undefined || bodies.some((body) => !canMove(file, list, body, index))) break;
    length += 1;
  }
  // What cannot become an assignment stays, with all that follows.
  for (let index = 0; index < length; index += 1) {
    const count = length;
    if (bodies.every((body) => canAssign(file, body, index, count))) continue;
    length = index;
    index = -1;
  }
  return length > 0
    ? length
    : { reason: 'What these tests start with can only be done in the tests themselves.' };
}

/** A statement with the comments around it, without its indentation. */
function statementText(file: TestFile, body: Body, index: number): string {
  const statement = body.block.body[index];
  if (statement === undefined) return '';
  const start = index === 0 ? statement.start : (body.ends[index - 1] ?? statement.start);
  const from = nextToken(file.text, start);
  const span = { start: from, end: body.ends[index] ?? statement.end };
  return movedLines(file, span)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function canMove(file: TestFile, list: BlockNode, body: Body, index: number): boolean {
  const statement = body.block.body[index];
  if (statement === undefined) return false;
  if (statement.kind === 'Function' || statement.kind === 'Class' || statement.kind === 'Other') return false;
  if (statement.kind === 'Variable' && /using/.test(statement.keyword)) return false;
  const moved = { start: body.block.body[0]?.start ?? 0, end: statement.end };
  return !bindsToTest(file, list, body, moved, statement);
}

/** Does it check something, leave the test, or use what only the test has? */
function bindsToTest(
  file: TestFile,
  list: BlockNode,
  body: Body,
  moved: Span,
  statement: SyntaxNode,
): boolean {
  let bound = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this') bound = true;
    if (node.kind === 'Return' && enclosingFunction(node) === body.test.body) bound = true;
    if (node.kind === 'Call' && isAssertion(file, node.callee)) bound = true;
    if (node.kind === 'Identifier' && isLocal(file, list, moved, node)) bound = true;
    if (!bound) forEachChild(node, visit);
  };
  visit(statement);
  return bound;
}

const assertionModules = /^(assert(\/strict)?|chai|expect|should|power-assert|unexpected)$/;

function isAssertion(file: TestFile, callee: SyntaxNode): boolean {
  let root = callee;
  while (root.kind === 'Member' || root.kind === 'Call') {
    root = root.kind === 'Member' ? root.object : root.callee;
  }
  if (root.kind !== 'Identifier') return false;
  const module = file.bindings.origin(root)?.module ?? '';
  return assertionModules.test(module) || /^(assert|expect|should|verify|check)/.test(root.name);
}

function isLocal(file: TestFile, list: BlockNode, moved: Span, name: SyntaxNode): boolean {
  if (name.kind !== 'Identifier') return false;
  const binding = file.bindings.resolve(name);
  if (binding === undefined) return name.name === 'arguments';
  if (contains(moved, binding.declaration)) return false;
  return file.bindings.lookup(binding.name, list) !== binding;
}

/** The names a test's own statements get from a shared declaration. */
function neededFrom(file: TestFile, body: Body, variable: VariableNode, length: number): readonly Binding[] {
  const last = body.block.body[length - 1];
  const moved = { start: variable.start, end: last?.end ?? variable.end };
  return file.bindings.all.filter(
    (binding) =>
      contains(variable, binding.declaration) &&
      enclosingFunction(binding.declaration) === body.test.body &&
      binding.references.some((reference) => !contains(moved, reference)),
  );
}

/** A declaration can become an assignment when it has one name, or plain names taken from an object. */
function canAssign(file: TestFile, body: Body, index: number, length: number): boolean {
  const statement = body.block.body[index];
  if (statement?.kind !== 'Variable' || neededFrom(file, body, statement, length).length === 0) return true;
  const [declarator, ...others] = statement.declarators;
  if (declarator?.initial === undefined || others.length > 0) return false;
  const { target } = declarator;
  if (target.kind === 'Identifier') return true;
  return (
    target.kind === 'ObjectPattern' &&
    target.properties.every(
      ({ key, rest, target: inner }) =>
        key !== undefined &&
        !rest &&
        inner.kind === 'Parameter' &&
        inner.initial === undefined &&
        inner.target.kind === 'Identifier',
    )
  );
}

/** What one test shares with the others. */
interface Shared {
  readonly body: Body;
  readonly span: Span;
  readonly length: number;
}

/** With the comment in front, when all tests have the same there. */
function sharedSpan(file: TestFile, bodies: readonly Body[], body: Body, length: number): Span {
  const lead = (one: Body): string => {
    const start = one.block.start + 1;
    return file.text
      .slice(start, one.block.body[0]?.start ?? start)
      .replaceAll(/\s+/g, ' ')
      .trim();
  };
  const own = lead(body);
  const first = body.block.body[0];
  const withLead = own !== '' && bodies.every((other) => lead(other) === own);
  const start = withLead ? nextToken(file.text, body.block.start + 1) : (first?.start ?? body.block.start);
  return { start, end: body.ends[length - 1] ?? start };
}

interface Hoisted {
  readonly name: string;
  /** Undefined in JavaScript. */
  readonly type: string | undefined;
}

function move(file: TestFile, list: BlockNode, shared: readonly Shared[]): Edit {
  const [first] = shared;
  if (first === undefined) return impossible('The suite has no tests.');
  const hoisted: Hoisted[] = [];
  const rewritten: TextChange[] = [];
  for (let index = 0; index < first.length; index += 1) {
    const statement = first.body.block.body[index];
    const isNeeded = shared.some(({ body }) => {
      const own = body.block.body[index];
      return own?.kind === 'Variable' && neededFrom(file, body, own, first.length).length > 0;
    });
    if (statement?.kind !== 'Variable' || !isNeeded) continue;
    const names = hoist(file, list, statement, hoisted);
    if ('reason' in names) return impossible(names.reason);
    hoisted.push(...names);
    rewritten.push(...asAssignment(file, statement));
  }
  for (const { name } of hoisted) {
    const conflict = conflictOf(file, list, shared, name);
    if (conflict !== undefined) return impossible(conflict.reason);
  }
  const moved = first.body.block.body.slice(0, first.length);
  const setup = insertIntoHook(file, {
    list,
    kind: 'beforeEach',
    lines: movedLines(file, first.span, rewritten),
    async: moved.some((statement) => awaitsDirectly(file.text, statement)),
    order: 'last',
  });
  if (!setup.possible) return setup;
  const declarations = hoisted.map(({ name, type }): NewStatement => ({
    lines: [`let ${name}${type === undefined ? '' : `: ${type}`}${end(file)}`],
    apart: false,
  }));
  const declared =
    declarations.length === 0 ? [] : [insertStatements(file, list, declarationAnchor(list), declarations)];
  const removed = shared.map(({ span }): TextChange => ({
    start: span.start,
    end: nextToken(file.text, span.end),
    text: '',
  }));
  return possible([...declared, ...setup.changes, ...removed]);
}

function hoist(
  file: TestFile,
  list: BlockNode,
  statement: VariableNode,
  known: readonly Hoisted[],
): readonly Hoisted[] | Reason {
  const [declarator] = statement.declarators;
  if (declarator?.initial === undefined) return { reason: 'A variable without a value cannot be moved.' };
  const { target, initial, type } = declarator;
  const whole = typeOf(file, list, initial, type, known);
  if (target.kind === 'Identifier') {
    if (file.style.typescript && whole === undefined) return unknownType(target.name);
    return [{ name: target.name, type: whole }];
  }
  if (target.kind !== 'ObjectPattern') return { reason: 'A list of names cannot be moved.' };
  const names: Hoisted[] = [];
  for (const { key, target: inner } of target.properties) {
    const name = inner.kind === 'Parameter' && inner.target.kind === 'Identifier' ? inner.target.name : '';
    if (file.style.typescript && whole === undefined) return unknownType(name);
    const { quote } = file.style;
    names.push({ name, type: whole === undefined ? undefined : `${whole}[${quote}${key}${quote}]` });
  }
  return names;
}

function unknownType(name: string): Reason {
  return { reason: `The type of \`${name}\` cannot be told from this file. Write it down first.` };
}

function typeOf(
  file: TestFile,
  list: BlockNode,
  initial: SyntaxNode,
  written: Span | undefined,
  known: readonly Hoisted[],
): string | undefined {
  if (!file.style.typescript) return undefined;
  if (written !== undefined) return file.text.slice(written.start, written.end);
  return writtenType(file, initial, (name) => {
    const binding = file.bindings.resolve(name);
    return (
      binding === undefined ||
      file.bindings.lookup(name.name, list) === binding ||
      known.some((one) => one.name === name.name)
    );
  });
}

/** `const x: T = f()` becomes `x = f()`, and `const { a } = f()` becomes `({ a } = f())`. */
function asAssignment(file: TestFile, statement: VariableNode): readonly TextChange[] {
  const [declarator] = statement.declarators;
  if (declarator?.initial === undefined) return [];
  const { target, type, initial } = declarator;
  const isPattern = target.kind === 'ObjectPattern';
  const open = isPattern ? (file.style.semicolons ? '(' : ';(') : '';
  const changes: TextChange[] = [{ start: statement.start, end: target.start, text: open }];
  if (type !== undefined) changes.push({ start: target.end, end: type.end, text: '' });
  if (isPattern) changes.push({ start: initial.end, end: initial.end, text: ')' });
  return changes;
}

/** Would a variable of the suite hide or be hidden by another of its name? */
function conflictOf(
  file: TestFile,
  list: BlockNode,
  shared: readonly Shared[],
  name: string,
): Reason | undefined {
  const { bindings, text } = file;
  const own = shared.map(({ body }) => bindings.lookup(name, body.block));
  const other = bindings.all.find(
    (binding) =>
      binding.name === name &&
      !own.includes(binding) &&
      contains(list, binding.declaration) &&
      shared.some(
        ({ body }) => contains(binding.scope.node, body.block) && binding.scope.node !== body.block,
      ),
  );
  if (other !== undefined) {
    return {
      reason: `The suite has another \`${name}\`: line ${lineNumber(text, other.declaration.start)}.`,
    };
  }
  const captured = bindings.references.find((reference) => {
    if (reference.name !== name || !contains(list, reference)) return false;
    const binding = bindings.resolve(reference);
    return binding === undefined || !contains(list, binding.declaration);
  });
  return captured === undefined
    ? undefined
    : { reason: `\`${name}\` means something else in line ${lineNumber(text, captured.start)}.` };
}
