import { callsIn } from '../analysis/calls.ts';
import type { HookKind, Suite } from '../analysis/mochaModel.ts';
import { isInComment } from '../analysis/comments.ts';
import { contains } from '../analysis/syntax.ts';
import type { BlockNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import {
  declarationAnchor,
  hookAnchor,
  hookLines,
  insertTeardown,
  writableHookName,
} from './hookInsertion.ts';
import { end, insertStatements } from './statementInsertion.ts';
import { impossible, possible, withTabStops } from './textChange.ts';
import type { Edit, TabStop, TextChange } from './textChange.ts';

/** A suite that the cursor is directly in. */
export interface FixturePlace {
  readonly suite: Suite;
  readonly block: BlockNode;
}

export interface FixtureHook<Kind extends HookKind> {
  readonly kind: Kind;
  /** Without end marks; `\n` between the lines of one statement. */
  readonly statements: readonly string[];
  readonly async: boolean;
}

/** What a fixture adds to a suite: variables, a hook that fills them, and one that lets them go. */
export interface Fixture {
  /** Without end marks. */
  readonly declarations: readonly string[];
  readonly setup: FixtureHook<'before' | 'beforeEach'>;
  readonly teardown: FixtureHook<'after' | 'afterEach'>;
  /** Imports that the statements need. */
  readonly imports: readonly TextChange[];
  readonly stops: readonly TabStop[];
}

/** The suite a fixture would go into, or why there is none. */
export function fixturePlace(file: TestFile, selection: Span): FixturePlace | { readonly reason: string } {
  if (file.broken) return { reason: 'The file has syntax errors. Repair them first.' };
  const place = suiteAt(file, selection);
  if (place === undefined)
    return { reason: 'Put the cursor directly inside a suite, outside its tests and hooks.' };
  if (isInText(file, selection.start)) return { reason: 'The cursor is in a comment or a text.' };
  return place;
}

/** Puts a fixture into a suite. Its teardown joins a hook of the same kind that is there already. */
export function insertFixture(file: TestFile, { block }: FixturePlace, fixture: Fixture): Edit {
  const { setup, teardown, stops } = fixture;
  const setupName = writableHookName(file, setup.kind, block);
  if ('reason' in setupName) return impossible(setupName.reason);
  const teardownName = writableHookName(file, teardown.kind, block);
  if ('reason' in teardownName) return impossible(teardownName.reason);

  const declarations = fixture.declarations.map((text) => ({ lines: [text + end(file)], apart: false }));
  const setupHook = { lines: hookLines(file, setupName.text, setup.async, setup.statements), apart: true };
  const shared = withoutRepeats([...fixture.imports, ...setupName.changes, ...teardownName.changes]);
  const merges = file.mocha.hooks.some(
    (hook) => hook.kind === teardown.kind && hook.statement?.parent === block,
  );
  const first = declarationAnchor(block);
  const anchor = hookAnchor(file, block);
  if (merges) {
    const merged = insertTeardown(file, {
      ...teardown,
      list: block,
      declarations: [],
      behind: undefined,
      looksAt: () => false,
    });
    if (!merged.possible) return merged;
    const inserted = insertStatements(file, block, first, [...declarations, setupHook]);
    // Before the teardown's edit: both may insert at one place, and then setup has to come first.
    return possible(withoutRepeats([...shared, withTabStops(inserted, stops), ...merged.changes]));
  }
  const teardownHook = {
    lines: hookLines(file, teardownName.text, teardown.async, teardown.statements),
    apart: true,
  };
  if (anchor === first || declarations.length === 0) {
    const all = insertStatements(file, block, anchor, [...declarations, setupHook, teardownHook]);
    return possible([...shared, withTabStops(all, stops)]);
  }
  return possible([
    ...shared,
    insertStatements(file, block, first, declarations),
    withTabStops(insertStatements(file, block, anchor, [setupHook, teardownHook]), stops),
  ]);
}

/** Two names may extend one import at one place, and be the same. */
function withoutRepeats(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.filter(
    (change, index) =>
      changes.findIndex(
        (one) => one.start === change.start && one.end === change.end && one.text === change.text,
      ) === index,
  );
}

/** The innermost suite around the selection, when the selection is directly in its body. */
function suiteAt(file: TestFile, selection: Span): FixturePlace | undefined {
  const found = innermostSuite(file, selection);
  if (found === undefined) return undefined;
  const inTestOrHook = [...file.mocha.tests, ...file.mocha.hooks].some(
    ({ body }) => body?.body !== undefined && isInside(body.body, selection),
  );
  return inTestOrHook ? undefined : found;
}

/** The innermost suite with a body around the selection. */
export function innermostSuite(file: TestFile, selection: Span): FixturePlace | undefined {
  let found: FixturePlace | undefined;
  for (const suite of file.mocha.suites) {
    const block = suite.body?.body;
    if (block?.kind !== 'Block' || !isInside(block, selection)) continue;
    if (found === undefined || contains(found.block, block)) found = { suite, block };
  }
  return found;
}

function isInside(outer: Span, inner: Span): boolean {
  return outer.start < inner.start && inner.end < outer.end;
}

/** Is the offset inside a comment, or inside a string or another literal? */
export function isInText(file: TestFile, offset: number): boolean {
  return file.isInLiteral(offset) || isInComment(file, offset);
}

/** Where hooks or the body of the suite, or of a suite around it, acquire what a fixture would. */
export function acquiredAround(
  file: TestFile,
  suite: Suite,
  isAcquisition: (node: SyntaxNode) => boolean,
): SyntaxNode | undefined {
  return callsIn(file).find((node) => {
    if (!isAcquisition(node)) return false;
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
