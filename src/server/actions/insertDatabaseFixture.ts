import { isDatabaseFactory, opensDatabase } from '../analysis/databases.ts';
import type { BlockNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { acquiredAround } from '../edits/fixtureInsertion.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { importDefault } from '../edits/importInsertion.ts';
import { importNames } from '../edits/namedImports.ts';
import { freeName } from '../edits/statementInsertion.ts';
import type { TextChange } from '../edits/textChange.ts';
import { fixtureAction } from './fixtureAction.ts';

/** A statement that runs as it stands, so that the result is a working suite before anything is typed. */
const exampleSchema = 'CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)';

/**
 * Gives each test of a suite a database in memory of its own, so that none sees what another wrote. By choice one for
 * the suite, opened once before its tests and closed after them.
 */
export const insertDatabaseFixture = fixtureAction({
  id: 'insert-database-fixture',
  title: 'Insert a database fixture',
  offer: 'Insert database fixture',
  suiteOffer: 'Insert database fixture for the whole suite',
  kind: 'database-fixture',
  build(file, { suite, block }, once) {
    const known = acquiredAround(file, suite, (node) => opensDatabase(node, file.bindings));
    if (known !== undefined) {
      return { reason: `The suite opens a database already: line ${lineNumber(file.text, known.start)}.` };
    }
    const name = freeName(file, block);
    if (name === undefined)
      return { reason: 'The names `db`, `database` and `testDb` are all taken in this suite.' };
    const opening = howToOpen(file, block);
    if ('reason' in opening) return opening;

    const { quote, typescript } = file.style;
    const schema = opening.schema ?? `${quote}${exampleSchema}${quote}`;
    const open = `${name} = ${opening.expression}`;
    return {
      declarations: [`let ${name}${typescript ? `: ${opening.type}` : ''}`],
      setup: {
        kind: once ? 'before' : 'beforeEach',
        statements: opening.empty ? [open, `${name}.exec(${schema})`] : [open],
        async: false,
      },
      teardown: { kind: once ? 'after' : 'afterEach', statements: [`${name}?.close()`], async: false },
      imports: opening.changes,
      stops: [{ number: 1, placeholder: opening.empty && !opening.schema ? exampleSchema : ':memory:' }],
    };
  },
});

type Opening =
  | {
      readonly expression: string;
      readonly type: string;
      /** True when the database has no tables yet. */
      readonly empty: boolean;
      /** The project's own tables, as an expression; undefined where no file is known that holds them. */
      readonly schema?: string;
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
  const schema = schemaOf(file, block);
  return {
    expression: `new ${imported.local}(${memory})`,
    type: `${imported.local}.Database`,
    empty: true,
    changes: together(file, [...imported.changes, ...(schema?.changes ?? [])]),
    ...(schema === undefined ? {} : { schema: schema.text }),
  };
}

/** Imports at the start of a file without any each bring the empty line behind them: only the last keeps it. */
function together(file: TestFile, changes: readonly TextChange[]): readonly TextChange[] {
  const { eol } = file.style;
  return changes.map((change, index) =>
    changes[index + 1]?.start === change.start && change.text.endsWith(eol + eol)
      ? { ...change, text: change.text.slice(0, -eol.length) }
      : change,
  );
}

/** The text of the project's schema file, read where it lies; undefined where there is none or its names are taken. */
function schemaOf(
  file: TestFile,
  block: BlockNode,
): { readonly text: string; readonly changes: readonly TextChange[] } | undefined {
  const path = file.project.schemaFile;
  if (path === undefined) return undefined;
  const { quote, modules } = file.style;
  const quoted = (text: string): string => quote + text + quote;
  const needed = [
    { module: 'node:fs', name: 'readFileSync' },
    ...(modules === 'esm' ? [] : [{ module: 'node:path', name: 'join' }]),
  ];
  const imports = importNames(file, block, needed);
  if ('reason' in imports) return undefined;
  const [readFileSync, join] = imports.written;
  const place =
    modules === 'esm'
      ? `new URL(${quoted(path)}, import.meta.url)`
      : `${join}(__dirname, ${path.split('/').map(quoted).join(', ')})`;
  return { text: `${readFileSync}(${place}, ${quoted('utf8')})`, changes: imports.changes };
}
