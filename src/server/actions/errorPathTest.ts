import { assertionForm, chainOf } from '../analysis/assertions.ts';
import { holdsComment } from '../analysis/comments.ts';
import { httpCallOf } from '../analysis/httpCalls.ts';
import { lineIndent } from '../analysis/style.ts';
import { chainAt, holdsFunction, interceptorAt, nockChains } from '../analysis/nockChains.ts';
import type { NockChain, NockInterceptor } from '../analysis/nockChains.ts';
import { contains, forEachChild, literalText, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, CallNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Test } from '../analysis/mochaModel.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { assertionStyle, failingStyle } from '../edits/assertionStyle.ts';
import { statementIn, testAround } from '../edits/nockStatements.ts';
import { end, freeName, lineEnd } from '../edits/statementInsertion.ts';
import { applyChanges, impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import { nockRefactoring } from './nockRefactoring.ts';

/** A second test beside one that uses nock: the same request, answered by 500. */
export const errorPathTest = nockRefactoring({
  id: 'error-path-test',
  title: 'Add a test in which the server answers with an error',
  kind: 'refactor.rewrite.error-path-test',
  edit(file, selection) {
    const test =
      testAround(file, selection) ?? file.mocha.tests.findLast(({ call }) => contains(call, selection));
    if (test === undefined) return impossible('Put the cursor into a test that uses nock.');
    const block = test.body?.body;
    const title = literalText(test.call.args[0]);
    if (block?.kind !== 'Block' || title === undefined || test.body !== unwrap(test.call.args[1] ?? block)) {
      return impossible('The test has no written title and block to copy.');
    }
    const chosen = interceptorOf(file, test, selection);
    if ('reason' in chosen) return impossible(chosen.reason);
    return copy(file, test, block, title, chosen);
  },
});

type Chosen =
  | { readonly chain: NockChain; readonly interceptor: NockInterceptor; readonly reply: CallNode }
  | { readonly reason: string };

function interceptorOf(file: TestFile, test: Test, selection: Span): Chosen {
  const chains = nockChains(file).filter((chain) => contains(test.call, chain));
  const [only, ...others] = chains;
  if (only === undefined) return { reason: 'The test has no interceptor of its own.' };
  const chain = others.length === 0 ? only : chainAt(file, selection);
  const interceptor = chain === undefined ? undefined : interceptorAt(chain, selection);
  if (chain === undefined || interceptor === undefined) {
    return { reason: 'The test has several interceptors. Put the cursor on the one that should fail.' };
  }
  const { reply } = interceptor;
  if (reply === undefined) return { reason: 'The interceptor has no answer yet.' };
  const [status] = reply.call.args;
  const fails = status !== undefined && /^[45]\d\d$/.test(file.text.slice(status.start, status.end));
  if (reply.name === 'replyWithError' || fails) return { reason: 'The test is about a failure already.' };
  if (reply.call.args.some(holdsFunction) || holdsComment(file, reply.call)) {
    return { reason: 'The answer is made by a function or holds a comment, so it cannot be replaced.' };
  }
  return { chain, interceptor, reply: reply.call };
}

function copy(
  file: TestFile,
  test: Test,
  block: BlockNode,
  title: string,
  { chain, reply }: Exclude<Chosen, { readonly reason: string }>,
): Edit {
  const { text, style } = file;
  const statement = test.call.parent;
  const list = statement?.parent;
  if (statement?.kind !== 'ExpressionStatement' || (list?.kind !== 'Block' && list?.kind !== 'File')) {
    return impossible('The test is not a statement of its own.');
  }
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const stop = lineEnd(text, statement.end);
  if (text.slice(lineStart, statement.start).trim() !== '' || text.slice(statement.end, stop).trim() !== '') {
    return impossible('The test shares its line with something else.');
  }
  const ownTitle = `${title}, when the server answers with an error`;
  const known = file.mocha.tests.find((one) => one.title === ownTitle && one.suite === test.suite);
  if (known !== undefined) {
    return impossible(`There is such a test already: line ${lineNumber(text, known.call.start)}.`);
  }
  const made = statementIn(block, chain.whole);
  const act = made === undefined ? undefined : actOf(file, block, made);
  if (act === undefined) {
    return impossible('Behind the interceptor, no awaited call was found that could be expected to fail.');
  }
  if ('reason' in act) return impossible(act.reason);

  const titleNode = test.call.args[0] ?? test.call;
  const replyName = reply.callee.kind === 'Member' ? reply.callee.property : '';
  const written = quoted(ownTitle, style.quote);
  const head = applyChanges(text.slice(statement.start, act.statement.start), [
    shifted(titleNode, written, statement.start),
    shifted({ start: reply.callee.end - replyName.length, end: reply.end }, 'reply(500)', statement.start),
  ]);
  const indent = lineIndent(text, act.statement.start);
  const tail = [...act.lines, ...doneOf(chain)].join(end(file) + style.eol + indent) + end(file);
  const outer = lineIndent(text, statement.start);
  const close = style.eol + outer + text.slice(block.end - 1, statement.end);
  const inserted: TextChange = {
    start: stop,
    end: stop,
    text: style.eol + style.eol + outer + head + tail + close,
  };
  return possible([
    ...act.changes,
    withTabStops(inserted, [{ number: 1, placeholder: written.slice(1, -1) }]),
  ]);
}

function shifted(span: Span, text: string, by: number): TextChange {
  return { start: span.start - by, end: span.end - by, text };
}

function quoted(text: string, quote: string): string {
  return (
    quote +
    text
      .replaceAll('\\', String.raw`\\`)
      .replaceAll(quote, `\\${quote}`)
      .replaceAll('\n', String.raw`\n`) +
    quote
  );
}

/** `scope.done()`, where the scope has a name in the part that is copied. */
function doneOf({ whole }: NockChain): readonly string[] {
  const { parent } = whole;
  return parent?.kind === 'Declarator' && parent.target.kind === 'Identifier'
    ? [`${parent.target.name}.done()`]
    : [];
}

/** What the test does, and how the copy says that it fails. */
interface Act {
  readonly statement: SyntaxNode;
  /** Without end marks. */
  readonly lines: readonly string[];
  /** What they need to be imported. */
  readonly changes: readonly TextChange[];
}

function actOf(
  file: TestFile,
  block: BlockNode,
  made: SyntaxNode,
): Act | { readonly reason: string } | undefined {
  const results = new Set<string>();
  let act: Act | { readonly reason: string } | undefined;
  for (const statement of block.body.slice(block.body.indexOf(made) + 1)) {
    const awaited = firstAwait(statement);
    const call = awaited === undefined ? undefined : unwrap(awaited);
    const asserts = isAssertion(file, statement);
    if (call?.kind === 'Call' && asserts && act !== undefined) break;
    if (call?.kind === 'Call' && !results.has(rootName(call) ?? '')) {
      act = describe(file, block, statement, call, asserts);
      const name = resultName(statement);
      if (name !== undefined) results.add(name);
    }
    if (asserts) break;
  }
  return act;
}

function describe(
  file: TestFile,
  block: BlockNode,
  statement: SyntaxNode,
  call: CallNode,
  asserts: boolean,
): Act | { readonly reason: string } {
  const { text } = file;
  const code = text.slice(call.start, call.end);
  if (asserts && assertionForm(call, file.bindings) !== undefined)
    return { reason: 'The test is about a failure already.' };
  if (chainOf(call).properties.includes('expect')) {
    return { reason: 'The request is compared where it is sent. Copy the test and change what it expects.' };
  }
  if (holdsComment(file, statement)) return { reason: 'There is a comment in what the test does.' };
  const name = resultName(statement);
  const status = name === undefined ? undefined : statusRead(block, name);
  const isFetch = httpCallOf(call, file.bindings)?.library === 'fetch';
  if (!isFetch && (name === undefined || status === undefined)) {
    const style = failingStyle(file, block);
    if (style === undefined) return { reason: taken };
    const line =
      style.nodeAssert === undefined
        ? `await ${code}.then(() => ${style.fail('It should have failed.')}, () => {})`
        : `await ${style.nodeAssert}.rejects(${code})`;
    return { statement, lines: [line], changes: style.changes };
  }
  const style = assertionStyle(file, block);
  if (style === undefined) return { reason: taken };
  const free = name ?? freeName(file, block, ['response', 'answer']);
  if (free === undefined) return { reason: 'The names `response` and `answer` are taken in this test.' };
  const kept =
    name === undefined
      ? `const ${free} = await ${code}`
      : text.slice(statement.start, statement.end).replace(/;$/, '');
  return {
    statement,
    lines: [kept, style.equal(`${free}.${status ?? 'status'}`, '500')],
    changes: style.changes,
  };
}

const taken = 'The name `assert` is taken in this file.';

/** What is awaited first in the statement's own code. */
function firstAwait(statement: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined || node.kind === 'Function') return;
    forEachChild(node, visit);
    // The innermost of `await (await fetch(…)).json()` is sent first.
    if (found === undefined && node.kind === 'Await') found = node.operand;
  };
  visit(statement);
  return found;
}

function resultName(statement: SyntaxNode): string | undefined {
  if (statement.kind !== 'Variable' || statement.declarators.length !== 1) return undefined;
  const [declarator] = statement.declarators;
  const awaits = declarator?.initial !== undefined && unwrap(declarator.initial).kind === 'Await';
  return awaits && declarator.target.kind === 'Identifier' ? declarator.target.name : undefined;
}

/** `status` or `statusCode`, whichever the test reads from the result. */
function statusRead(block: BlockNode, name: string): string | undefined {
  let found: string | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Member' && node.object.kind === 'Identifier' && node.object.name === name) {
      if (/^status(Code)?$/.test(node.property)) found ??= node.property;
    }
    forEachChild(node, visit);
  };
  visit(block);
  return found;
}

function rootName(call: CallNode): string | undefined {
  const { root } = chainOf(call);
  return root.kind === 'Identifier' ? root.name : undefined;
}

/** A statement that compares: its outermost call is one of an assertion library. */
function isAssertion(file: TestFile, statement: SyntaxNode): boolean {
  if (statement.kind !== 'ExpressionStatement') return false;
  const expression = unwrap(statement.expression);
  const inner = expression.kind === 'Await' ? unwrap(expression.operand) : expression;
  return assertionForm(inner, file.bindings) !== undefined;
}
