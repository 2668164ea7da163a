import { isDatabaseFactory, opensDatabase } from '../analysis/databases.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import { isInComment } from '../analysis/suppressions.ts';
import { contains, forEachChild } from '../analysis/syntax.ts';
import type { BlockNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import {
  declarationAnchor,
  hookAnchor,
  hookLines,
  insertTeardown,
  lineNumber,
  writableHookName,
} from '../edits/hookInsertion.ts';
import { importDefault } from '../edits/importInsertion.ts';
import { end, freeName, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A statement that runs as it stands, so that the result is a working suite before anything is typed. */
const exampleSchema = 'CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)';

/** Gives a suite a database in memory, opened once before its tests and closed after them. */
export const insertDatabaseFixture: Action = {
  id: 'insert-database-fixture',
  title: 'Insert a database fixture',
  kind: 'refactor.rewrite.database-fixture',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length === 0) return [];
    return [
      {
        title: 'Insert database fixture',
        key: `fixture:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => insert(file, selection),
      },
    ];
  },
};

function insert(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const place = suiteAt(file, selection);
  if (place === undefined)
    return impossible('Put the cursor directly inside a suite, outside its tests and hooks.');
  if (isInText(file, selection.start)) return impossible('The cursor is in a comment or a text.');
  const { suite, block } = place;
  const known = openedIn(file, suite);
  if (known !== undefined) {
    return impossible(`The suite opens a database already: line ${lineNumber(file.text, known.start)}.`);
  }
  const name = freeName(file, block);
  if (name === undefined)
    return impossible('The names `db`, `database` and `testDb` are all taken in this suite.');
  const opening = howToOpen(file, block);
  if ('reason' in opening) return impossible(opening.reason);
  const before = writableHookName(file, 'before', block);
  if ('reason' in before) return impossible(before.reason);
  const after = writableHookName(file, 'after', block);
  if ('reason' in after) return impossible(after.reason);

  const { quote, typescript } = file.style;
  const schema = `${quote}${exampleSchema}${quote}`;
  const setup = [`${name} = ${opening.expression}`, ...(opening.empty ? [`${name}.exec(${schema})`] : [])];
  const declaration = {
    lines: [`let ${name}${typescript ? `: ${opening.type}` : ''}${end(file)}`],
    apart: false,
  };
  const setupHook = { lines: hookLines(file, before.text, false, setup), apart: true };
  const stops = opening.empty
    ? [{ number: 1, placeholder: exampleSchema }]
    : [{ number: 1, placeholder: ':memory:' }];
  const shared: TextChange[] = [...opening.changes, ...mergeImports(before.changes, after.changes)];

  const merges = file.mocha.hooks.some((hook) => hook.kind === 'after' && hook.statement?.parent === block);
  const first = declarationAnchor(block);
  const anchor = hookAnchor(file, block);
  if (merges) {
    const teardown = insertTeardown(file, {
      list: block,
      kind: 'after',
      statements: [`${name}?.close()`],
      async: false,
      declarations: [],
      behind: undefined,
      looksAt: () => false,
    });
    if (!teardown.possible) return teardown;
    const opened = withTabStops(insertStatements(file, block, first, [declaration, setupHook]), stops);
    // Before the teardown's edit: both may insert at one place, and then setup has to come first.
    return possible([
      ...shared,
      opened,
      ...teardown.changes.filter((change) => !shared.some((one) => same(one, change))),
    ]);
  }
  const teardownHook = { lines: hookLines(file, after.text, false, [`${name}?.close()`]), apart: true };
  if (anchor === first) {
    const all = insertStatements(file, block, anchor, [declaration, setupHook, teardownHook]);
    return possible([...shared, withTabStops(all, stops)]);
  }
  return possible([
    ...shared,
    insertStatements(file, block, first, [declaration]),
    withTabStops(insertStatements(file, block, anchor, [setupHook, teardownHook]), stops),
  ]);
}

/** Both names may extend one import at one place. */
function mergeImports(a: readonly TextChange[], b: readonly TextChange[]): readonly TextChange[] {
  return [...a, ...b.filter((change) => !a.some((one) => same(one, change)))];
}

function same(a: TextChange, b: TextChange): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

type Opening =
  | {
      readonly expression: string;
      readonly type: string;
      /** True when the database has no tables yet. */
      readonly empty: boolean;
      readonly changes: readonly TextChange[];
    }
  | { readonly reason: string };

/** By the project's own factory when the file imports one, since that also makes the tables. */
function howToOpen(file: TestFile, block: BlockNode): Opening {
  const memory = `${file.style.quote}:memory:${file.style.quote}`;
  const factory = file.bindings.all.find((binding) => {
    const origin = file.bindings.origin(binding.declaration);
    return origin !== undefined && isDatabaseFactory(origin);
  });
  if (factory !== undefined && file.bindings.lookup(factory.name, block) === factory) {
    const type = `ReturnType<typeof ${factory.name}>`;
    return { expression: `${factory.name}(${memory})`, type, empty: false, changes: [] };
  }
  if (file.project.resolves?.('better-sqlite3') === false) {
    return {
      reason: 'better-sqlite3 is not installed for this file: run `npm install --save-dev better-sqlite3`.',
    };
  }
  const imported = importDefault(file, 'better-sqlite3', 'Database');
  if (imported === undefined) return { reason: 'The name `Database` is taken in this file.' };
  return {
    expression: `new ${imported.local}(${memory})`,
    type: `${imported.local}.Database`,
    empty: true,
    changes: imported.changes,
  };
}

/** The innermost suite around the selection, when the selection is directly in its body. */
function suiteAt(
  file: TestFile,
  selection: Span,
): { readonly suite: Suite; readonly block: BlockNode } | undefined {
  let found: { readonly suite: Suite; readonly block: BlockNode } | undefined;
  for (const suite of file.mocha.suites) {
    const block = suite.body?.body;
    if (block?.kind !== 'Block' || !isInside(block, selection)) continue;
    if (found === undefined || contains(found.block, block)) found = { suite, block };
  }
  if (found === undefined) return undefined;
  const inTestOrHook = [...file.mocha.tests, ...file.mocha.hooks].some(
    ({ body }) => body?.body !== undefined && isInside(body.body, selection),
  );
  return inTestOrHook ? undefined : found;
}

function isInside(outer: Span, inner: Span): boolean {
  return outer.start < inner.start && inner.end < outer.end;
}

function isInText(file: TestFile, offset: number): boolean {
  return (
    file.literalSpans.some((span) => span.start < offset && offset < span.end) ||
    isInComment(file.text, file.literalSpans, offset)
  );
}

/** Where the suite, a suite around it or a test in it opens a database. */
function openedIn(file: TestFile, suite: Suite): SyntaxNode | undefined {
  const opened: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (opensDatabase(node, file.bindings)) opened.push(node);
    forEachChild(node, visit);
  };
  visit(file.tree);
  return opened.find((node) => {
    const hook = file.mocha.hooks.find((one) => contains(one.call, node));
    for (let at: Suite | undefined = suite; at !== undefined; at = at.parent) {
      if (hook !== undefined ? hook.suite === at : isDirectlyIn(file, at, node)) return true;
    }
    return false;
  });
}

function isDirectlyIn(file: TestFile, suite: Suite, node: SyntaxNode): boolean {
  return file.mocha.runBy(node)?.some((way) => way.by === 'suite' && way.suite === suite) ?? false;
}
