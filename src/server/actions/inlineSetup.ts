import { assignmentInParentheses } from '../analysis/assignments.ts';
import { isWithin } from '../analysis/mochaModel.ts';
import type { Binding } from '../analysis/bindings.ts';
import { isWritten } from '../analysis/bindings.ts';
import type { Hook, Suite, Test } from '../analysis/mochaModel.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type {
  AssignNode,
  BlockNode,
  DeclaratorNode,
  FunctionNode,
  Span,
  SyntaxNode,
  VariableNode,
} from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { writtenType } from '../analysis/writtenType.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { movedLines, nextToken, standsOnLines } from '../edits/movedText.ts';
import { removeStatements } from '../edits/statementRemoval.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** The way back from `extract-setup`: what `beforeEach` does goes into the one test that needs it. */
export const inlineSetup: Action = {
  id: 'inline-setup',
  title: 'Move a setup hook into the only test that uses it',
  kind: 'refactor.inline.setup',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length === 0) return [];
    return [
      {
        title: 'Move this hook into the only test that uses it',
        key: `inline:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => inline(file, selection),
      },
    ];
  },
};

interface Reason {
  readonly reason: string;
}

/** A hook that is written where it is handed to mocha. */
interface Inlined {
  readonly hook: Hook;
  readonly callback: FunctionNode;
  readonly body: SyntaxNode;
  readonly statement: SyntaxNode;
  readonly suite: Suite;
}

interface Target {
  readonly test: Test;
  readonly callback: FunctionNode;
  readonly block: BlockNode;
}

function inline(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const hook = hookAt(file, selection);
  if ('reason' in hook) return impossible(hook.reason);
  const target = targetOf(file, hook);
  if ('reason' in target) return impossible(target.reason);
  const obstacle =
    laterHook(file, hook, target) ?? boundToHook(file, hook) ?? nameConflict(file, hook, target);
  if (obstacle !== undefined) return impossible(obstacle.reason);
  return move(file, hook, target);
}

function hookAt(file: TestFile, selection: Span): Inlined | Reason {
  const hook = file.mocha.hooks.find(({ kind, call }) => kind === 'beforeEach' && contains(call, selection));
  if (hook === undefined) return { reason: 'Put the cursor into a hook that runs before each test.' };
  const { body: callback, statement, suite } = hook;
  const body = callback?.body;
  if (callback === undefined || callback !== hook.callback || body === undefined || statement === undefined)
    return { reason: 'The function of this hook is written elsewhere.' };
  if (callback.params.length > 0 || callback.generator)
    return { reason: 'This hook calls `done`. Make it async first.' };
  if (suite === undefined) return { reason: 'This hook is in no suite, so it runs for other files as well.' };
  if (statement.kind !== 'ExpressionStatement' || statement.expression !== hook.call)
    return { reason: 'This hook is part of a larger expression.' };
  if (body.kind === 'Block' && body.body.length === 0) return { reason: 'This hook does nothing.' };
  return { hook, callback, body: assignmentInParentheses(body) ?? body, statement, suite };
}

/** The only test that the hook runs for, or the only one that can notice what it does. */
function targetOf(file: TestFile, hook: Inlined): Target | Reason {
  const tests = file.mocha.tests.filter((test) => isWithin(test.suite, hook.suite));
  const [only, ...others] = tests;
  if (only === undefined) return { reason: 'The suite has no test.' };
  const test = others.length === 0 ? only : onlyUser(file, hook, tests);
  if (test === undefined) {
    return { reason: `${tests.length} tests run this hook, and more than one may need what it does.` };
  }
  if (isRepeated(test, hook.suite)) return { reason: 'The test is made in a loop, so it is several tests.' };
  const block = test.body?.body;
  if (test.body === undefined || block?.kind !== 'Block' || !contains(test.call, block))
    return { reason: 'The test has no block that the statements could go into.' };
  return { test, callback: test.body, block };
}

function isRepeated(test: Test, outer: Suite): boolean {
  if (test.dynamic) return true;
  for (let at = test.suite; at !== undefined && at !== outer; at = at.parent) if (at.dynamic) return true;
  return false;
}

/** With more tests, the hook may only give variables values, and only one test may read them. */
function onlyUser(file: TestFile, hook: Inlined, tests: readonly Test[]): Test | undefined {
  const statements = hook.body.kind === 'Block' ? hook.body.body : [hook.body];
  const readers = new Set<Test>();
  for (const statement of statements) {
    const assign = assignmentOf(statement);
    const binding = assign?.left.kind === 'Identifier' ? file.bindings.resolve(assign.left) : undefined;
    if (assign === undefined || binding === undefined || !isPlainValue(file, assign.right)) return undefined;
    for (const reference of binding.references) {
      if (contains(hook.hook.call, reference)) continue;
      const reader = tests.find((test) => contains(test.call, reference));
      if (reader === undefined) return undefined;
      readers.add(reader);
    }
  }
  const [reader, ...others] = readers;
  return others.length === 0 ? reader : undefined;
}

function assignmentOf(statement: SyntaxNode): AssignNode | undefined {
  const expression = statement.kind === 'ExpressionStatement' ? statement.expression : statement;
  const inner = unwrap(expression);
  return inner.kind === 'Assign' && inner.operator === '=' ? inner : undefined;
}

const plainClasses = new Set(['Date', 'Map', 'Set', 'URL', 'URLSearchParams', 'Error']);

/** Making this value changes nothing else. */
function isPlainValue(file: TestFile, node: SyntaxNode): boolean {
  const plain = (other: SyntaxNode): boolean => isPlainValue(file, other);
  switch (node.kind) {
    case 'String':
    case 'Atom':
    case 'Identifier':
    case 'Function':
      return true;
    case 'Template':
      return node.expressions.every(plain);
    case 'Member':
      return plain(node.object);
    case 'Wrapped':
      return plain(node.inner);
    case 'Spread':
      return plain(node.operand);
    case 'Unary':
      return /^[-+!~]$|^typeof$/.test(node.operator) && plain(node.operand);
    case 'Binary':
      return plain(node.left) && plain(node.right);
    case 'Conditional':
      return plain(node.test) && plain(node.whenTrue) && plain(node.whenFalse);
    case 'Array':
      return node.elements.every(plain);
    case 'Object':
      return node.properties.every((property) => property.kind !== 'Property' || plain(property.value));
    case 'New': {
      const origin = file.bindings.origin(node.callee);
      return origin?.module === '' && plainClasses.has(origin.path.join('.')) && node.args.every(plain);
    }
    default:
      return false;
  }
}

/** A hook that runs between this one and the test would come first afterwards. */
function laterHook(file: TestFile, { hook, suite }: Inlined, { test }: Target): Reason | undefined {
  const later = file.mocha.hooks.find(
    (other) =>
      other !== hook &&
      other.kind === 'beforeEach' &&
      other.suite !== undefined &&
      isWithin(test.suite, other.suite) &&
      isWithin(other.suite, suite) &&
      (other.suite !== suite || other.call.start > hook.call.start),
  );
  if (later === undefined) return undefined;
  return {
    reason: `The hook in line ${lineNumber(file.text, later.call.start)} runs after it, and would come first.`,
  };
}

function boundToHook(file: TestFile, { callback, body }: Inlined): Reason | undefined {
  let reason: Reason | undefined;
  const last = body.kind === 'Block' ? body.body.at(-1) : undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this')
      reason = { reason: 'This hook uses `this`, which is another one in the test.' };
    if (node.kind === 'Return' && enclosingFunction(node) === callback && node !== last)
      reason = { reason: `The hook may return early: line ${lineNumber(file.text, node.start)}.` };
    if (reason === undefined) forEachChild(node, visit);
  };
  visit(body);
  return reason;
}

/** Names must mean in the test what they mean in the hook, and the hook's own ones nothing else. */
function nameConflict(file: TestFile, { callback }: Inlined, { block }: Target): Reason | undefined {
  const { bindings, text } = file;
  const used = bindings.references.find((reference) => {
    if (!contains(callback, reference)) return false;
    const binding = bindings.resolve(reference);
    if (binding !== undefined && contains(callback, binding.declaration)) return false;
    return bindings.lookup(reference.name, block) !== binding;
  });
  if (used !== undefined) return { reason: `\`${used.name}\` means something else in the test.` };
  for (const own of bindings.scopeAt(callback.body ?? callback).names.values()) {
    const clash =
      bindings.scopeAt(block).names.get(own.name)?.declaration ??
      bindings.references.find((reference) => reference.name === own.name && contains(block, reference));
    if (clash !== undefined && !contains(callback, clash))
      return { reason: `The test has a \`${own.name}\` too: line ${lineNumber(text, clash.start)}.` };
  }
  return undefined;
}

function move(file: TestFile, hook: Inlined, target: Target): Edit {
  const { text } = file;
  const waits = awaits(hook);
  if (waits && target.callback.params.length > 0)
    return impossible('The test calls `done`, and cannot wait for a promise besides.');
  if (target.callback.generator) return impossible('The test is a generator.');
  const declared = declaredVariables(file, hook, target);
  const lines = movedLines(file, movedSpan(text, hook), [
    ...declared.map(({ assign, keyword, type }) => ({
      start: assign.left.start,
      end: assign.left.end,
      text: `${keyword} ${text.slice(assign.left.start, assign.left.end)}${type === undefined ? '' : `: ${type}`}`,
    })),
    ...awaitedReturn(file, hook),
  ]);
  if (lines.length > 1 && !(target.block.body.length > 0 && standsOnLines(text, target.block)))
    return impossible('The statements of the test share a line. Give each a line of its own first.');
  const changes: TextChange[] = [insertAtStart(file, target.block, lines)];
  if (waits && !target.callback.async)
    changes.push({ start: target.callback.start, end: target.callback.start, text: 'async ' });
  changes.push(...removeStatements(text, [...declared.map(({ variable }) => variable), hook.statement]));
  return possible(changes);
}

/** All that is inside the hook's braces, with its comments. */
function movedSpan(text: string, { body }: Inlined): Span {
  if (body.kind !== 'Block') return { start: body.start, end: body.end };
  const start = nextToken(text, body.start + 1);
  return { start, end: body.start + 1 + text.slice(body.start + 1, body.end - 1).trimEnd().length };
}

interface Declared {
  readonly variable: VariableNode;
  readonly assign: AssignNode;
  readonly keyword: 'const' | 'let';
  readonly type: string | undefined;
}

/** Variables of the suite that only the hook and the test use can be declared in the test. */
function declaredVariables(file: TestFile, hook: Inlined, target: Target): readonly Declared[] {
  const statements = hook.body.kind === 'Block' ? hook.body.body : [];
  const found: Declared[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'ExpressionStatement') continue;
    const assign = statement.expression;
    if (assign.kind !== 'Assign' || assign.operator !== '=' || assign.left.kind !== 'Identifier') continue;
    const binding = file.bindings.resolve(assign.left);
    const declarator = binding === undefined ? undefined : soleDeclarator(binding);
    if (binding === undefined || declarator === undefined) continue;
    const isOwn = binding.references.every(
      (reference) => contains(hook.hook.call, reference) || contains(target.block, reference),
    );
    if (!isOwn || binding.references[0] !== assign.left || binding.exported) continue;
    const variable = declarator.parent;
    if (variable?.kind !== 'Variable') continue;
    const keyword = binding.references.filter(isWritten).length > 1 ? 'let' : 'const';
    found.push({
      variable,
      assign,
      keyword,
      type: typeOf(file, declarator, assign.right, target.block, keyword),
    });
  }
  return found;
}

function soleDeclarator(binding: Binding): DeclaratorNode | undefined {
  const declarator = binding.declaration.parent;
  if (binding.kind !== 'let' || declarator?.kind !== 'Declarator' || declarator.initial !== undefined)
    return undefined;
  const variable = declarator.parent;
  return variable?.kind === 'Variable' && variable.declarators.length === 1 ? declarator : undefined;
}

/** The written type, unless a constant gets the same from its value. */
function typeOf(
  file: TestFile,
  { type }: DeclaratorNode,
  value: SyntaxNode,
  at: SyntaxNode,
  keyword: 'const' | 'let',
): string | undefined {
  if (type === undefined) return undefined;
  const written = file.text.slice(type.start, type.end);
  const given = writtenType(
    file,
    value,
    (name) => file.bindings.lookup(name.name, at) === file.bindings.resolve(name),
  );
  return given === written && keyword === 'const' ? undefined : written;
}

/** mocha waits for what a hook returns. */
function awaitedReturn(file: TestFile, { body }: Inlined): readonly TextChange[] {
  if (body.kind !== 'Block') {
    const open = body.kind === 'Await' || assignmentOf(body) !== undefined ? '' : 'await ';
    return [
      { start: body.start, end: body.start, text: open },
      { start: body.end, end: body.end, text: end(file) },
    ];
  }
  const last = body.body.at(-1);
  if (last?.kind !== 'Return') return [];
  const operand = last.operand;
  if (operand === undefined) return [{ start: last.start, end: last.end, text: '' }];
  return [{ start: last.start, end: operand.start, text: operand.kind === 'Await' ? '' : 'await ' }];
}

function awaits({ callback, body }: Inlined): boolean {
  let found = callback.async;
  const last = body.kind === 'Block' ? body.body.at(-1) : undefined;
  if (last?.kind === 'Return' && last.operand !== undefined) found = true;
  if (body.kind !== 'Block' && assignmentOf(body) === undefined) found = true;
  return found;
}

function insertAtStart(file: TestFile, block: BlockNode, lines: readonly string[]): TextChange {
  const { text, style } = file;
  const first = nextToken(text, block.start + 1);
  const startsLine = text.slice(text.lastIndexOf('\n', first - 1) + 1, first).trim() === '';
  if (!startsLine || block.body.length === 0)
    return insertStatements(file, block, undefined, [{ lines, apart: false }]);
  const indent = lineIndent(text, first);
  const written = lines.map((line, index) => (index === 0 || line === '' ? line : indent + line));
  // Without semicolons, a line that starts like this would be read as part of the one before.
  const guard =
    !style.semicolons && /[([`/+\-*]/.test(text[first] ?? '') && !/^\/[/*]/.test(text.slice(first))
      ? ';'
      : '';
  return { start: first, end: first, text: written.join(style.eol) + style.eol + indent + guard };
}
