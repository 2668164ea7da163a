import { hookName } from '../analysis/mochaModel.ts';
import type { HookKind, Suite, Test } from '../analysis/mochaModel.ts';
import { nockUses, unnamedStatement } from '../analysis/nockChains.ts';
import type { NockChain } from '../analysis/nockChains.ts';
import { enclosingFunction, enclosingStatement } from '../analysis/syntax.ts';
import type { BlockNode, IdentifierNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import {
  declarationAnchor,
  hookAnchor,
  hookLines,
  insertTeardown,
  lineNumber,
  writableHookName,
} from './hookInsertion.ts';
import { importDefault } from './importInsertion.ts';
import { end, freeName, insertStatements } from './statementInsertion.ts';
import type { NewStatement } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

/** How nock is written at a place; undefined where its name is not visible or means something else. */
export function nockNameAt(file: TestFile, at: SyntaxNode): string | undefined {
  return file.bindings.all.find((binding) => {
    const origin = file.bindings.origin(binding.declaration);
    const isNock = origin?.module === 'nock' && origin.path.length === 0;
    return isNock && file.bindings.lookup(binding.name, at) === binding;
  })?.name;
}

/** The main number of the nock that the file loads; undefined when it is unknown. */
export function nockMajor(file: TestFile): number | undefined {
  const major = Number.parseInt(file.project.version?.('nock') ?? '', 10);
  return Number.isNaN(major) ? undefined : major;
}

/** What a suite needs around tests that use nock. */
export interface NockHooks {
  /** Close the network before the tests, and open it behind them. */
  readonly guard: boolean;
  /** Statements for after each test, without end marks. */
  readonly clean: readonly string[];
}

/**
 * What a suite needs before it uses nock: no request leaves the machine, and no interceptor outlives its test. Imports
 * nock where the file does not.
 */
export function interceptorHooks(
  file: TestFile,
  block: BlockNode,
):
  | {
      readonly hooks: readonly {
        readonly kind: HookKind;
        readonly statements: readonly string[];
        readonly async: boolean;
      }[];
      readonly imports: readonly TextChange[];
    }
  | { readonly reason: string } {
  const [decided] = nockUses(file, new Set(['disableNetConnect', 'cleanAll']));
  if (decided !== undefined) {
    return { reason: `The file has such hooks already: line ${lineNumber(file.text, decided.start)}.` };
  }
  const known = nockNameAt(file, block);
  if (known === undefined && file.project.resolves?.('nock') === false) {
    return { reason: 'nock is not installed for this file: run `npm install --save-dev nock`.' };
  }
  const imported = known === undefined ? importDefault(file, 'nock', 'nock') : { local: known, changes: [] };
  if (imported === undefined) return { reason: 'The name `nock` is taken in this file.' };
  const { local, changes } = imported;
  const close = [`${local}.disableNetConnect()`, `${local}.enableNetConnect(${ownHosts(file)})`];
  return {
    hooks: [
      { kind: 'before', statements: close, async: false },
      {
        kind: 'afterEach',
        statements: [`${local}.abortPendingRequests()`, `${local}.cleanAll()`],
        async: false,
      },
      { kind: 'after', statements: [`${local}.enableNetConnect()`], async: false },
    ],
    imports: changes,
  };
}

/** Puts hooks into a suite: into those it has, where that is possible. */
export function insertNockHooks(
  file: TestFile,
  suite: Suite | undefined,
  nock: string,
  hooks: NockHooks,
): Edit {
  const list = suite?.body?.body;
  if (list?.kind !== 'Block') {
    return impossible(
      'These tests are in no suite, and a hook outside a suite would run for other files as well.',
    );
  }
  const wanted: { readonly kind: HookKind; readonly statements: readonly string[] }[] = [];
  if (hooks.guard) {
    const close = [`${nock}.disableNetConnect()`, `${nock}.enableNetConnect(${ownHosts(file)})`];
    wanted.push({ kind: 'before', statements: close });
  }
  if (hooks.clean.length > 0) wanted.push({ kind: 'afterEach', statements: hooks.clean });
  if (hooks.guard) wanted.push({ kind: 'after', statements: [`${nock}.enableNetConnect()`] });

  const changes: TextChange[] = [];
  const first: NewStatement[] = [];
  const last: NewStatement[] = [];
  for (const { kind, statements } of wanted) {
    const merged = mergeHook(file, list, kind, statements);
    if (merged !== undefined) {
      if (!merged.possible) return merged;
      changes.push(...merged.changes);
      continue;
    }
    const name = writableHookName(file, kind, list);
    if ('reason' in name) return impossible(name.reason);
    changes.push(...name.changes);
    const hook: NewStatement = { lines: hookLines(file, name.text, false, statements), apart: true };
    (kind === 'before' ? first : last).push(hook);
  }
  const top = declarationAnchor(list);
  const anchor = hookAnchor(file, list);
  // At one place they are one insertion, so that the empty lines between them come right.
  if (top === anchor) last.unshift(...first.splice(0));
  if (first.length > 0) changes.push(insertStatements(file, list, top, first));
  if (last.length > 0) changes.push(insertStatements(file, list, anchor, last));
  return possible(withoutRepeats(changes));
}

/** Undefined when the suite has no such hook. */
function mergeHook(
  file: TestFile,
  list: BlockNode,
  kind: HookKind,
  statements: readonly string[],
): Edit | undefined {
  const existing = file.mocha.hooks.filter((hook) => hook.kind === kind && hook.statement?.parent === list);
  if (existing.length === 0) return undefined;
  if (kind === 'after' || kind === 'afterEach') {
    return insertTeardown(file, {
      list,
      kind,
      statements,
      async: false,
      declarations: [],
      behind: undefined,
      looksAt: looksAtNock(file),
    });
  }
  const block = existing.find(({ body, callback }) => body === callback && hasStatements(body?.body))?.body
    ?.body;
  if (block?.kind !== 'Block') return undefined;
  const lines = statements.map((text): NewStatement => ({ lines: [text + end(file)], apart: false }));
  return possible([insertStatements(file, block, undefined, lines)]);
}

function hasStatements(body: SyntaxNode | undefined): boolean {
  return body?.kind === 'Block' && body.body.length > 0;
}

/** Names by which a hook looks at interceptors: that has to happen before they are gone. */
function looksAtNock(file: TestFile): (name: string) => boolean {
  const local = nockNameAt(file, file.tree);
  return (name) => name === local || /^(isDone|pendingMocks|activeMocks|done)$/.test(name);
}

/** Hosts on this machine that stay reachable. nock compares names, so `localhost` is not `127.0.0.1`. */
function ownHosts(file: TestFile): string {
  const { quote } = file.style;
  const usesLocalhost = file.literalSpans.some((span) =>
    file.text.slice(span.start, span.end).includes('localhost'),
  );
  return usesLocalhost ? String.raw`/^(127\.0\.0\.1|localhost)(:|$)/` : `${quote}127.0.0.1${quote}`;
}

/** Two hooks may extend one import by one name at one place. */
export function withoutRepeats(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.filter(
    (change, index) =>
      !changes
        .slice(0, index)
        .some((one) => one.start === change.start && one.end === change.end && one.text === change.text),
  );
}

const scopeNames = ['scope', 'scope2', 'scope3', 'scope4', 'scope5', 'scope6'];

/** Gives the scope of a chain in a test a name, and lets the test end with its `done()`. */
export function verifyScope(file: TestFile, chain: NockChain, test: Test): Edit {
  const block = test.body?.body;
  if (block?.kind !== 'Block') return impossible('The test has no block. Put its code into braces first.');
  if ((test.body?.params.length ?? 0) > 0) {
    return impossible('The test ends when it calls its callback, so its last line may be too early.');
  }
  const last = block.body.at(-1);
  if (last?.kind === 'Return') {
    return impossible(`The test ends with a \`return\`: line ${lineNumber(file.text, last.start)}.`);
  }
  if (chain.calls.some(({ name }) => name === 'optionally')) {
    return impossible('The request is optional, so `done()` would not miss it.');
  }
  const named = nameOfScope(chain);
  if (named !== undefined) return callDone(file, block, test, named);
  const statement = unnamedStatement(chain);
  if (statement === undefined || enclosingFunction(statement) !== test.body) {
    return impossible('The scope is handed on here. Keep it in a variable first.');
  }
  if (statement.parent !== block) return impossible('The interceptor is not made each time the test runs.');
  const name = freeName(file, block, scopeNames);
  if (name === undefined) return impossible('The names `scope` to `scope6` are all taken in this test.');
  const done: NewStatement = { lines: [`${name}.done()${end(file)}`], apart: false };
  return possible([
    { start: statement.start, end: statement.start, text: `const ${name} = ` },
    insertStatements(file, block, last, [done]),
  ]);
}

function nameOfScope(chain: NockChain): IdentifierNode | undefined {
  if (chain.root.kind === 'Identifier') return chain.root;
  const { parent } = chain.whole;
  return parent?.kind === 'Declarator' && parent.target.kind === 'Identifier' ? parent.target : undefined;
}

function callDone(file: TestFile, block: BlockNode, test: Test, name: IdentifierNode): Edit {
  const binding = file.bindings.resolve(name);
  const asked = binding?.references.find(
    ({ parent }) => parent?.kind === 'Member' && /^(done|isDone|pendingMocks)$/.test(parent.property),
  );
  if (asked !== undefined) {
    return impossible(
      `\`${name.name}\` is asked already whether it was used: line ${lineNumber(file.text, asked.start)}.`,
    );
  }
  if (binding === undefined || file.bindings.lookup(name.name, block) !== binding) {
    return impossible(`\`${name.name}\` is not visible at the end of the test.`);
  }
  // Only a scope of this test: one that others share may still be waiting for their requests.
  if (enclosingFunction(binding.declaration) !== test.body) {
    return impossible(
      `\`${name.name}\` belongs to several tests. Check it in \`${hookName('afterEach', file.mocha.interface)}\` or \`${hookName('after', file.mocha.interface)}\`.`,
    );
  }
  const done: NewStatement = { lines: [`${name.name}.done()${end(file)}`], apart: false };
  return possible([insertStatements(file, block, block.body.at(-1), [done])]);
}

/** The test whose own code holds a node. */
export function testAround(file: TestFile, node: Span): Test | undefined {
  return file.mocha.tests.findLast(
    ({ body }) => body !== undefined && body.start <= node.start && node.end <= body.end,
  );
}

/** The statement of a block of a test that holds a node. */
export function statementIn(block: BlockNode, node: SyntaxNode): SyntaxNode | undefined {
  let at = enclosingStatement(node);
  while (at !== undefined && at.parent !== block) at = at.parent;
  return at;
}
