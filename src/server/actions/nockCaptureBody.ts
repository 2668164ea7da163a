import { lineIndent } from '../analysis/style.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { enclosingStatement } from '../analysis/syntax.ts';
import type { NockChain, NockInterceptor } from '../analysis/nockChains.ts';
import { statementIn, testAround } from '../edits/nockStatements.ts';
import { end, freeName } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { chosenInterceptor, nockRefactoring } from './nockRefactoring.ts';

/** Keeps what a request sends, so that the test can look at it. */
export const nockCaptureBody = nockRefactoring({
  id: 'nock-capture-body',
  title: 'Keep the body of the request',
  kind: 'refactor.rewrite.nock-capture-body',
  edit(file, selection) {
    const chosen = chosenInterceptor(file, selection);
    if ('reason' in chosen) return impossible(chosen.reason);
    return capture(file, chosen.chain, chosen.interceptor);
  },
});

const withBody = new Set(['POST', 'PUT', 'PATCH', 'MERGE']);

function capture(file: TestFile, chain: NockChain, interceptor: NockInterceptor): Edit {
  const { method, verb, path, body } = interceptor;
  if (method === undefined || !withBody.has(method)) {
    return impossible(
      method === undefined ? 'The method is known only at run time.' : `A ${method} request has no body.`,
    );
  }
  if (path === undefined) return impossible('The interceptor has no path yet.');
  if (body !== undefined) return impossible('The interceptor compares the body already.');
  const block = testAround(file, chain)?.body?.body;
  if (block?.kind !== 'Block') {
    return impossible(
      'The interceptor is not in a test, so a variable beside it could not be looked at there.',
    );
  }
  const statement = statementIn(block, chain.whole);
  if (statement === undefined || enclosingStatement(chain.whole) !== statement) {
    return impossible('Move the interceptor to the top of the test first.');
  }
  const name = freeName(file, block, ['sent', 'sentBody', 'sentBody2', 'sentBody3']);
  if (name === undefined) return impossible('The names `sent` and `sentBody` are taken in this test.');
  const { style, text } = file;
  const last = verb.args.at(-1) ?? path;
  const indent = lineIndent(text, last.end);
  const lines = [
    ', (body) => {',
    `${indent}${style.indent}${name} = body${end(file)}`,
    `${indent}${style.indent}return true${end(file)}`,
    `${indent}}`,
  ];
  const type = style.typescript ? ': unknown' : '';
  const isFirst = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start).trim() === '';
  const gap = isFirst ? style.eol + lineIndent(text, statement.start) : ' ';
  const mark = isFirst ? end(file) : ';';
  return possible([
    { start: statement.start, end: statement.start, text: `let ${name}${type}${mark}${gap}` },
    { start: last.end, end: last.end, text: lines.join(style.eol) },
  ]);
}
