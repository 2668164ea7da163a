import { assertionForm, chainOf } from './assertions.ts';
import type { Binding } from './bindings.ts';
import { contains, forEachChild, unwrap } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** Words of an assertion that says there should be no error. */
const denies =
  /^(fail|ifError|not|undefined|null|false|isUndefined|isNull|isNotOk|notOk|isFalse|notExists|isNotEmpty|toBeUndefined|toBeNull|toBeFalsy|unreachable|doesNotThrow|strictNotEqual|notEqual|notStrictEqual)$/i;

/** Do the assertions of a `catch` look at the error as something that should be there? */
export function expectsError(file: TestFile, body: SyntaxNode, error: Binding): boolean {
  const assertions = assertionsIn(file, body);
  if (assertions.some((node) => isDenial(file, node, error))) return false;
  return assertions.some((node) => looksAt(node, error));
}

/** Assertions of one value; what comes second is only a message. */
const ofOneValue = /^(ok|isOk|isTrue|exists|isDefined|isNotNull|isNotOk|notExists|isUndefined|isNull)$/;

/** What an assertion compares, without its message. */
function checkedValues(file: TestFile, assertion: SyntaxNode): readonly SyntaxNode[] {
  const { root, calls, properties } = chainOf(assertion);
  const form = assertionForm(assertion, file.bindings);
  const isOne = form === 'assert' && (properties.length === 0 || ofOneValue.test(properties.at(-1) ?? ''));
  const values = calls.flatMap((one) => one.args.slice(0, isOne ? 1 : 2)).map(unwrap);
  return form === 'should' ? [root, ...values] : values;
}

function isDenial(file: TestFile, assertion: SyntaxNode, error: Binding): boolean {
  const { root, properties } = chainOf(assertion);
  const checked = checkedValues(file, assertion);
  // `assert(false)`, `expect(true).to.equal(false)`: this line must not be reached.
  if (!checked.some((value) => hasName(value))) return true;
  const words = [...properties, ...(root.kind === 'Identifier' ? [root.name] : [])];
  if (words.some((word) => /^(fail|ifError|unreachable)$/i.test(word))) return true;
  // `assert.equal(error.exitCode, 0)`: a command that complained, and went well.
  if (checked.some(isExitStatus) && checked.some((value) => sourceOf(file, value) === '0')) return true;
  const isWhole = checked.some((value) => value.kind === 'Identifier' && error.references.includes(value));
  if (!isWhole) return false;
  const isNothing = checked.some((value) => /^(null|undefined|false)$/.test(sourceOf(file, value)));
  return isNothing || words.some((word) => denies.test(word));
}

function isExitStatus(value: SyntaxNode): boolean {
  return value.kind === 'Member' && /^(?:exitCode|exitStatus|code|status)$/.test(value.property);
}

function sourceOf(file: TestFile, node: SyntaxNode): string {
  return file.text.slice(node.start, node.end);
}

function hasName(node: SyntaxNode): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Identifier' && at.name !== 'undefined') found = true;
    if (!found) forEachChild(at, visit);
  };
  visit(node);
  return found;
}

function looksAt(assertion: SyntaxNode, error: Binding): boolean {
  return error.references.some((reference) => contains(assertion, reference));
}

/** Are the assertions of a `catch` there only to say that it was reached, as in `assert.ok(true)`? */
export function onlySaysReached(file: TestFile, body: SyntaxNode): boolean {
  const assertions = assertionsIn(file, body);
  return assertions.length > 0 && assertions.every((node) => isOfTrue(file, node));
}

function isOfTrue(file: TestFile, assertion: SyntaxNode): boolean {
  const checked = checkedValues(file, assertion);
  const isTrue = checked.length > 0 && checked.every((value) => sourceOf(file, value) === 'true');
  return isTrue && !chainOf(assertion).properties.some((word) => denies.test(word));
}

function assertionsIn(file: TestFile, body: SyntaxNode): readonly SyntaxNode[] {
  const assertions: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Function') return;
    const isChain = node.kind === 'Call' || node.kind === 'Member';
    // The outermost node, so that what follows the call is seen too: `expect(error).to.not.exist`.
    if (isChain && assertionForm(node, file.bindings) !== undefined) assertions.push(node);
    else forEachChild(node, visit);
  };
  visit(body);
  return assertions;
}
