import { hookName } from '../analysis/mochaModel.ts';
import { contains, forEachChild } from '../analysis/syntax.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { declarationAnchor, extendImport, hookAnchor, lineNumber } from '../edits/hookInsertion.ts';
import { indentLines, linesOf } from '../edits/reindent.ts';
import { end, insertStatements, lineEnd } from '../edits/statementInsertion.ts';
import { deleteStatement } from '../edits/statementRemoval.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import { rootHook } from '../rules/rootHook.ts';
import type { RootHooks } from '../rules/rootHook.ts';
import { quickFix } from './action.ts';

/** Into the file's only suite, or into a new one around all of its tests. */
export const wrapRootHooks = quickFix({
  id: 'wrap-root-hooks',
  title: 'Put the hooks into a suite',
  rule: rootHook,
  offers(file, finding) {
    const { hooks } = finding.subject;
    const names = [...new Set(hooks.map(({ kind }) => `\`${hookName(kind, file.mocha.interface)}\``))].join(
      ', ',
    );
    const suite = soleSuite(file);
    const into = suite === undefined ? 'a suite around all tests' : 'the suite of the file';
    return [
      {
        title: `Put ${names} into ${into}`,
        key: `wrap:${finding.start}`,
        preferred: false,
        finding,
        edit: () => (suite === undefined ? wrap(file, finding.subject) : move(file, finding.subject, suite)),
      },
    ];
  },
});

/** The body of the file's only suite, with no test beside it. */
function soleSuite(file: TestFile): BlockNode | undefined {
  const [only, ...others] = file.mocha.roots;
  const body = only?.kind === 'suite' && others.length === 0 && !only.dynamic ? only.body?.body : undefined;
  return body?.kind === 'Block' && only !== undefined && contains(only.call, body) ? body : undefined;
}

/** Setup comes in front of the suite's own, teardown behind: the order in which they run stays. */
function move(file: TestFile, { hooks }: RootHooks, list: BlockNode): Edit {
  const changes: TextChange[] = [];
  const first = declarationAnchor(list);
  const last = hookAnchor(file, list);
  for (const isSetup of [true, false]) {
    const moved = hooks.filter(({ kind }) => kind.startsWith('before') === isSetup);
    if (moved.length === 0) continue;
    const inserted = [];
    for (const { statement } of moved) {
      const lines = statement === undefined ? undefined : linesOf(file, statement);
      if (statement === undefined || lines === undefined)
        return impossible('A template spans several lines of a hook.');
      const captured = capturedName(file, statement, list);
      if (captured !== undefined) return impossible(`\`${captured}\` means something else in the suite.`);
      const removal = deleteStatement(file, statement);
      if (!removal.possible) return removal;
      changes.push(...removal.changes);
      inserted.push({ lines, apart: true });
    }
    changes.push(insertStatements(file, list, isSetup ? first : last, inserted));
  }
  return possible(inOrder(changes, first === last));
}

/** Where both come to one place, setup stands first; it was made first. */
function inOrder(changes: readonly TextChange[], samePlace: boolean): readonly TextChange[] {
  const inserted = changes.filter(({ start, end: stop }) => start === stop);
  const [one, other] = inserted;
  if (!samePlace || one === undefined || other === undefined) return changes;
  const gap = /^(\r?\n)+/.exec(other.text) === null ? '\n\n' : '';
  const merged = { ...one, text: one.text + gap + other.text };
  return [...changes.filter((change) => !inserted.includes(change)), merged];
}

function capturedName(file: TestFile, statement: SyntaxNode, list: BlockNode): string | undefined {
  return file.bindings.references.find((name) => {
    if (!contains(statement, name)) return false;
    const binding = file.bindings.resolve(name);
    if (binding !== undefined && contains(statement, binding.declaration)) return false;
    return file.bindings.lookup(name.name, list) !== binding;
  })?.name;
}

function wrap(file: TestFile, { hooks }: RootHooks): Edit {
  const { text, style, tree, mocha } = file;
  const calls = [...hooks, ...mocha.roots].map(({ call }) => call);
  const wrapped = tree.body.filter((statement) => calls.some((call) => contains(statement, call)));
  const from = wrapped[0];
  const to = wrapped.at(-1);
  if (from === undefined || to === undefined) return impossible('There are no tests to put into a suite.');
  const between = tree.body.filter((statement) => statement.start >= from.start && statement.end <= to.end);
  const fixed = between.find(isBoundToFile);
  if (fixed !== undefined) {
    return impossible(`Line ${lineNumber(text, fixed.start)} has to stay at the top level of the file.`);
  }
  const start = startWithComments(file, from);
  const stop = lineEnd(text, to.end);
  if (start === undefined || !/^\s*(\/\/.*|\/\*[^*]*\*\/\s*)?$/.test(text.slice(to.end, stop))) {
    return impossible('Other statements stand on the same line.');
  }
  const name = suiteName(file);
  if (name === undefined) return impossible('Nothing in the file is called as a suite would be.');
  const title = titleFor(file);
  const usesFunctions = mocha.hooks.some(({ body }) => body?.form === 'expression');
  const head = `${name.text}(${style.quote}${title}${style.quote}, ${usesFunctions ? 'function () {' : '() => {'}${style.eol}`;
  return possible([
    ...name.changes,
    withTabStops({ start, end: start, text: head }, [{ number: 1, placeholder: title }]),
    ...indentLines(file, { start, end: stop }),
    { start: stop, end: stop, text: `${style.eol}})${end(file)}` },
  ]);
}

/** Imports and exports; also declarations that are exported elsewhere in the file. */
function isBoundToFile(statement: SyntaxNode): boolean {
  if (statement.kind === 'Import' || statement.kind === 'Export') return true;
  let isAwaited = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Await') isAwaited = true;
    if (node.kind !== 'Function') forEachChild(node, visit);
  };
  visit(statement);
  const isExported =
    (statement.kind === 'Variable' || statement.kind === 'Function' || statement.kind === 'Class') &&
    statement.exported;
  return isExported || isAwaited;
}

/** The start of the first line of the comments right above a statement; undefined when code stands before it. */
function startWithComments({ text }: TestFile, statement: SyntaxNode): number | undefined {
  let start = text.lastIndexOf('\n', statement.start - 1) + 1;
  if (text.slice(start, statement.start).trim() !== '') return undefined;
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*(\/\/|\/\*|\*)/.test(text.slice(previous, start))) break;
    start = previous;
  }
  return start;
}

function suiteName(
  file: TestFile,
): { readonly text: string; readonly changes: readonly TextChange[] } | undefined {
  const { bindings, mocha, tree } = file;
  const name = mocha.interface === 'tdd' ? 'suite' : 'describe';
  for (const binding of bindings.all) {
    const origin = bindings.origin(binding.declaration);
    if (
      origin?.module === 'mocha' &&
      origin.path.join('.') === name &&
      bindings.lookup(binding.name, tree) === binding
    ) {
      return { text: binding.name, changes: [] };
    }
  }
  if (bindings.lookup(name, tree) !== undefined) return undefined;
  const extended = extendImport(file, 'mocha', name);
  return { text: name, changes: extended === undefined ? [] : [extended] };
}

/** `tests/user-orders.test.ts` → `user orders`. */
function titleFor({ path }: TestFile): string {
  const name = /([^/\\]*)$/.exec(path)?.[1]?.split('.')[0] ?? '';
  const words = name.replaceAll(/[^A-Za-z0-9]+/g, ' ').trim();
  return words === '' ? 'tests' : words;
}
