import { awaitsDirectly } from '../analysis/awaiting.ts';
import { assertionForm, chainOf, isPromisingAssertion } from '../analysis/assertions.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, CallNode, FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { knownValuesOf } from '../analysis/values.ts';
import { makeAsync } from '../edits/asyncFunction.ts';
import { end } from '../edits/statementInsertion.ts';
import { possible } from '../edits/textChange.ts';
import type { TextChange } from '../edits/textChange.ts';
import { asyncForeach } from '../rules/asyncForeach.ts';
import type { AsyncForEach } from '../rules/asyncForeach.ts';
import { canWait } from '../rules/floatingAssertion.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/**
 * Writes the loop as `for … of`, one element after the other. Where the function cannot become the body of a loop,
 * all of it runs at once, as before, but is waited for: `await Promise.all(xs.map(…))`.
 */
export const useForOf = quickFix({
  id: 'use-for-of',
  title: 'Wait for every element',
  rule: asyncForeach,
  offers(file: TestFile, finding: Finding<AsyncForEach>): readonly Offer[] {
    const { subject } = finding;
    if (!canWait(file, subject.within) || isNoList(file, subject)) return [];
    const loop = asLoop(file, subject);
    const offers: Offer[] = [];
    if (loop !== undefined) {
      offers.push({
        title: 'Use `for … of`, one after the other',
        key: `for-of:${finding.start}`,
        preferred: false,
        finding,
        edit: () => possible([...makeAsync(file, subject.within), ...loop]),
      });
    }
    if (subject.call.args.length === 1) {
      offers.push({
        title: 'Use `await Promise.all(….map(…))`, all at once',
        key: `all:${finding.start}`,
        preferred: false,
        finding,
        edit: () => possible([...makeAsync(file, subject.within), ...asPromiseAll(subject)]),
      });
    }
    return offers;
  },
});

/** Maps and the like hand `forEach` a value and a key, and a loop a pair. */
function isNoList(file: TestFile, { callee }: AsyncForEach): boolean {
  const { object } = callee;
  const { properties, root } = chainOf(object);
  if (/^(headers|searchParams|map|entries)$|Map$/.test(properties.at(-1) ?? '')) return true;
  if (file.text.slice(object.end, callee.end).includes('?.')) return true;
  const binding = root.kind === 'Identifier' ? file.bindings.resolve(root) : undefined;
  const made = [object, ...(binding === undefined ? [] : knownValuesOf(binding))].map(unwrap);
  return made.some((value) => value.kind === 'New' && !isList(value.callee));
}

function isList(made: SyntaxNode): boolean {
  return made.kind === 'Identifier' && /^(Set|Array)$/.test(made.name);
}

function asPromiseAll({ call, callee }: AsyncForEach): readonly TextChange[] {
  return [
    { start: call.start, end: call.start, text: 'await Promise.all(' },
    { start: callee.end - 'forEach'.length, end: callee.end, text: 'map' },
    { start: call.end, end: call.end, text: ')' },
  ];
}

function asLoop(file: TestFile, subject: AsyncForEach): readonly TextChange[] | undefined {
  const { call, callee, callback } = subject;
  const { body } = callback;
  if (call.args[0] !== callback || call.args.length !== 1 || body === undefined) return undefined;
  const head = loopHead(file, subject);
  if (head === undefined || hasComment(file, callee.object.end, body.start)) return undefined;
  if (hasComment(file, body.end, call.end)) return undefined;
  if (usesOwnThis(callback)) return undefined;
  const opening: TextChange = { start: call.start, end: body.start, text: head };
  const stop = endOfStatement(file, call);
  if (body.kind !== 'Block') {
    const { style } = file;
    const indent = lineIndent(file.text, call.start);
    const wait = needsAwait(file, body) ? 'await ' : '';
    return [
      { ...opening, text: `${head}{${style.eol}${indent}${style.indent}${wait}` },
      { start: body.end, end: stop, text: `${end(file)}${style.eol}${indent}}` },
    ];
  }
  const returns = returnsAsContinue(file, callback, body);
  return returns === undefined ? undefined : [opening, ...returns, { start: body.end, end: stop, text: '' }];
}

/** In code without semicolons the one that ends the statement stands in front of the next line, and belongs there. */
function endOfStatement({ text }: TestFile, call: CallNode): number {
  const stop = call.parent?.end ?? call.end;
  return /^[^\S\n]*;?$/.test(text.slice(call.end, stop)) ? stop : call.end;
}

/** `for (const x of xs) `, with the index from `entries()`. */
function loopHead(file: TestFile, { callee, callback }: AsyncForEach): string | undefined {
  const { text, bindings } = file;
  const targets = callback.params.map((parameter) =>
    parameter.kind === 'Parameter' && parameter.initial === undefined && !parameter.rest
      ? parameter.target
      : undefined,
  );
  const [element, index, ...more] = targets;
  if (element === undefined || more.length > 0 || (callback.params.length === 2 && index === undefined)) {
    return undefined;
  }
  const own = targets.flatMap((target) => (target === undefined ? [] : namesIn(target)));
  if (namesIn(callee.object).some((name) => own.includes(name))) return undefined;
  const list = text.slice(callee.object.start, callee.object.end);
  const written = text.slice(element.start, element.end);
  const isChanged = bindings.all.some(
    ({ declaration, reassigned }) =>
      reassigned && targets.some((target) => target !== undefined && contains(target, declaration)),
  );
  const keyword = isChanged ? 'let' : 'const';
  return index === undefined
    ? `for (${keyword} ${written} of ${list}) `
    : `for (${keyword} [${text.slice(index.start, index.end)}, ${written}] of ${list}.entries()) `;
}

function namesIn(node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Identifier') names.push(at.name);
    forEachChild(at, visit);
  };
  visit(node);
  return names;
}

function hasComment(file: TestFile, start: number, stop: number): boolean {
  return /\/[/*]/.test(file.text.slice(start, stop));
}

/** `this` and `arguments` of a `function` are not those of the code around it; its `var` stays inside. */
function usesOwnThis(callback: FunctionNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Variable' && node.keyword === 'var') found = true;
    if (callback.form !== 'arrow') {
      if (node.kind === 'Atom' && node.text === 'this') found = true;
      if (node.kind === 'Identifier' && node.name === 'arguments') found = true;
    }
    if (!found && (node.kind !== 'Function' || node === callback || node.form === 'arrow')) {
      forEachChild(node, visit);
    }
  };
  visit(callback);
  return found;
}

/** What a short arrow returns is waited for, unless it has been already or is no promise for certain. */
function needsAwait(file: TestFile, value: SyntaxNode): boolean {
  const inner = unwrap(value);
  if (inner.kind === 'Await') return false;
  if (isPromisingAssertion(inner, file.bindings)) return true;
  return assertionForm(inner, file.bindings) === undefined;
}

/** Undefined where a `return` has a meaning that a loop's body cannot have. */
function returnsAsContinue(
  file: TestFile,
  callback: FunctionNode,
  body: BlockNode,
): readonly TextChange[] | undefined {
  const changes: TextChange[] = [];
  let impossible = false;
  const visit = (node: SyntaxNode, inLoop: boolean): void => {
    if (node.kind === 'Function') return;
    if (node.kind === 'Return') {
      const change = returnAsContinue(file, callback, body, node, inLoop);
      if (change === undefined) impossible = true;
      else changes.push(change);
    }
    forEachChild(node, (child) => visit(child, inLoop || node.kind === 'Loop'));
  };
  visit(body, false);
  return impossible ? undefined : changes;
}

function returnAsContinue(
  file: TestFile,
  callback: FunctionNode,
  body: BlockNode,
  node: SyntaxNode & { readonly kind: 'Return' },
  inLoop: boolean,
): TextChange | undefined {
  if (enclosingFunction(node) !== callback) return undefined;
  const { operand } = node;
  const keyword = { start: node.start, end: node.start + 'return'.length };
  if (operand === undefined) return inLoop ? undefined : { ...keyword, text: 'continue' };
  if (body.body.at(-1) !== node) return undefined;
  const isAwaited = awaitsDirectly(file.text, operand) && unwrap(operand).kind === 'Await';
  return { start: node.start, end: operand.start, text: isAwaited ? '' : 'await ' };
}
