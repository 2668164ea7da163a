import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CodeShape, SourceFile } from '../protocol/serverRequests.ts';
import type { Suite, Test } from './analysis/mochaModel.ts';
import type { Parser } from './analysis/parser.ts';
import { enclosingStatement, type Span } from './analysis/syntax.ts';
import { readTestFile, type TestFile } from './analysis/testFile.ts';
import { whyTooLong, withinBounds } from './notRead.ts';

/** Removes the types of a text; every character that stays keeps its place. Throws for what is no TypeScript. */
export type StripTypes = (text: string, path: string) => string;

export interface CodeShapeParts {
  readonly loadParser: () => Promise<Parser>;
  readonly loadStripper: () => Promise<StripTypes>;
}

/** Tells the shape of each text, in the order of the files; null for one that cannot be told for certain. */
export async function codeShapes(
  files: readonly Required<SourceFile>[],
  { loadParser, loadStripper }: CodeShapeParts,
): Promise<(CodeShape | null)[]> {
  const [parser, strip] = await Promise.all([loadParser(), loadStripper()]);
  return files.map(({ uri, text }) => {
    const path = fileURLToPath(uri);
    if (whyTooLong(text) !== null) return null;
    let code: string;
    try {
      code = /\.[cm]?ts$/.test(path) ? strip(text, path) : text;
    } catch {
      return null;
    }
    return withinBounds(
      text,
      () => shapeOf(readTestFile(parser, path, code, {})),
      () => null,
    );
  });
}

function shapeOf(file: TestFile): CodeShape | null {
  if (file.broken) return null;
  const tests = file.mocha.tests.flatMap((test) => {
    const statement = movable(file, test);
    return statement === null ? [] : [{ test, statement }];
  });
  tests.sort((one, other) => one.statement.start - other.statement.start);
  // What is defined within another test is no test of its own.
  const outermost = tests.filter(
    ({ statement }) =>
      !tests.some((other) => other.statement !== statement && holds(other.statement, statement)),
  );
  const spans = outermost.map(({ statement }) => statement);
  return {
    all: digest(bareCode(file, [])),
    outside: digest(bareCode(file, spans)),
    tests: outermost.map(({ test, statement }) => ({
      path: pathOf(test),
      code: digest(bareCode(file, [], statement)),
    })),
  };
}

/**
 * The statement of a test whose only effect while the file is loaded is that there is a test of this title: it is
 * written out, with a title and a function that are literals, in suites that are.
 */
function movable(file: TestFile, test: Test): Span | null {
  const { call } = test;
  const [, callback] = call.args;
  if (test.dynamic || test.title === undefined || call.args.length !== 2) return null;
  if (callback?.kind !== 'Function' || callback.generator) return null;
  // `.only` and `.skip` decide about other tests, or about none.
  if (call.callee.kind !== 'Identifier' || call.callee.name.startsWith('x')) return null;
  for (let suite = test.suite; suite !== undefined; suite = suite.parent) {
    if (suite.dynamic || suite.title === undefined) return null;
  }
  const statement = enclosingStatement(call);
  if (statement?.start !== call.start) return null;
  // Nothing is done with what the call returns.
  return /^\s*;?$/.test(file.text.slice(call.end, statement.end)) ? statement : null;
}

function pathOf(test: Test): string[] {
  const path = [test.title ?? ''];
  for (let suite: Suite | undefined = test.suite; suite !== undefined; suite = suite.parent) {
    path.unshift(suite.title ?? '');
  }
  return path;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * The code of a part of the file as running sees it: without comments, and with one blank for each white space, or one
 * line end where it holds one (a statement may end there). Literals stay as they are.
 * @param without parts that are left out, in source order.
 */
function bareCode(
  { text, literalSpans }: TestFile,
  without: readonly Span[],
  { start, end }: Span = { start: 0, end: text.length },
): string {
  let code = '';
  let blank: '' | ' ' | '\n' = '';
  const space = (skipped: string): void => {
    if (/[\n\r\u2028\u2029]/.test(skipped)) blank = '\n';
    else if (blank === '') blank = ' ';
  };
  const add = (part: string): void => {
    code += code === '' ? part : blank + part;
    blank = '';
  };
  let [literal, gap] = [0, 0];
  for (let at = start; at < end;) {
    while ((literalSpans[literal]?.start ?? Infinity) < at) literal += 1;
    while ((without[gap]?.start ?? Infinity) < at) gap += 1;
    const left = without[gap];
    const kept = literalSpans[literal];
    if (left?.start === at) {
      space('\n');
      at = left.end;
    } else if (kept?.start === at && kept.end > at) {
      add(text.slice(at, kept.end));
      at = kept.end;
    } else {
      const skipped = matchAt(nothingToRun, text, at);
      // The name of a property is a string that the parser does not count among the literals.
      const token = skipped === '' ? matchAt(string, text, at) || text.charAt(at) : '';
      if (skipped === '') add(token);
      else space(skipped);
      at += skipped.length + token.length;
    }
  }
  return code;
}

const nothingToRun = /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\//y;
const string = /'(?:[^'\\\r\n]|\\[^])*'|"(?:[^"\\\r\n]|\\[^])*"/y;

/** What a pattern that looks at one place finds there; empty for nothing. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
