import type { HookKind } from '../analysis/mochaModel.ts';
import { contains } from '../analysis/syntax.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import {
  declarationAnchor,
  hookAnchor,
  hookLines,
  insertTeardown,
  writableHookName,
} from './hookInsertion.ts';
import { end, insertStatements } from './statementInsertion.ts';
import type { NewStatement, StatementList } from './statementInsertion.ts';
import { impossible, possible, withTabStops } from './textChange.ts';
import type { Edit } from './textChange.ts';

export interface SavedState {
  /** The body of the suite in which the old state is kept and brought back. */
  readonly list: StatementList;
  readonly hook: Extract<HookKind, 'after' | 'afterEach'>;
  /** The expression that reads the state, as it would be written in `list`. */
  readonly current: string;
  /** Does this expression read the same state? Then a constant with it is used again. */
  readonly isCurrent: (expression: SyntaxNode) => boolean;
  /** Names for the constant, the best first. */
  readonly names: readonly string[];
  /** Statements that bring the state back from the constant, without end marks. */
  readonly restore: (saved: string) => readonly string[];
  /** What changes the state. */
  readonly changes: readonly SyntaxNode[];
  /** A statement that gives the tests a state of their own, where nothing does yet. */
  readonly setup?: Setup;
}

interface Setup {
  readonly hook: Extract<HookKind, 'before' | 'beforeEach'>;
  readonly statement: string;
  /** The part of the statement that is typed over. */
  readonly placeholder: string;
}

/**
 * Keeps a state of the process in a constant of the suite, and brings it back in a teardown hook. The suite's body
 * runs when the file is loaded, before any hook and test, so the constant holds what was there before all of them.
 */
export function insertRestoration(file: TestFile, state: SavedState): Edit {
  const kept = savedAlready(file, state);
  const name = kept ?? freeName(file, state.list, state.names);
  if (name === undefined) {
    return impossible(
      `The names ${state.names.map((one) => `\`${one}\``).join(', ')} are taken in this suite.`,
    );
  }
  const anchor = declarationAnchor(state.list);
  const early = state.changes.some((node) => contains(state.list, node) && node.start < (anchor?.end ?? 0));
  if (kept === undefined && early) {
    return impossible('It is changed by a declaration at the start of the suite, before it could be saved.');
  }
  const declarations = kept === undefined ? [`const ${name} = ${state.current}`] : [];
  const restore = state.restore(name);
  if (state.setup !== undefined) return insertBoth(file, state, state.setup, declarations, restore);
  return teardownWith(file, state, declarations, restore);
}

function teardownWith(
  file: TestFile,
  { list, hook }: SavedState,
  declarations: readonly string[],
  statements: readonly string[],
): Edit {
  return insertTeardown(file, {
    list,
    kind: hook,
    statements,
    async: false,
    declarations,
    behind: undefined,
    looksAt: () => false,
  });
}

/** The setup comes in front of the suite's other hooks, which may already need what it sets. */
function insertBoth(
  file: TestFile,
  state: SavedState,
  setup: Setup,
  declarations: readonly string[],
  restore: readonly string[],
): Edit {
  const { list } = state;
  const stops = [{ number: 1, placeholder: setup.placeholder }];
  const body = firstHookBody(file, list, setup.hook);
  if (body !== undefined) {
    const teardown = teardownWith(file, state, declarations, restore);
    if (!teardown.possible) return teardown;
    const statement: NewStatement = { lines: [setup.statement + end(file)], apart: false };
    return possible([
      ...teardown.changes,
      withTabStops(insertStatements(file, body, undefined, [statement]), stops),
    ]);
  }
  const name = writableHookName(file, setup.hook, list);
  if ('reason' in name) return impossible(name.reason);
  const declared = declarations.map((text): NewStatement => ({ lines: [text + end(file)], apart: false }));
  const setupHook: NewStatement = {
    lines: hookLines(file, name.text, false, [setup.statement]),
    apart: true,
  };
  const first = declarationAnchor(list);
  const isThere = file.mocha.hooks.some((one) => one.kind === state.hook && one.statement?.parent === list);
  if (isThere || hookAnchor(file, list) !== first) {
    const teardown = teardownWith(file, state, [], restore);
    if (!teardown.possible) return teardown;
    const inserted = insertStatements(file, list, first, [...declared, setupHook]);
    return possible([...name.changes, withTabStops(inserted, stops), ...teardown.changes]);
  }
  const teardownName = writableHookName(file, state.hook, list);
  if ('reason' in teardownName) return impossible(teardownName.reason);
  const teardownHook: NewStatement = {
    lines: hookLines(file, teardownName.text, false, restore),
    apart: true,
  };
  const all = insertStatements(file, list, first, [...declared, setupHook, teardownHook]);
  return possible([...name.changes, ...teardownName.changes, withTabStops(all, stops)]);
}

/** Of the first such hook in the list, when statements can be put in front of its own. */
function firstHookBody(file: TestFile, list: StatementList, kind: HookKind): BlockNode | undefined {
  const hook = file.mocha.hooks.find((one) => one.kind === kind && one.statement?.parent === list);
  const body = hook?.body === hook?.callback ? hook?.body?.body : undefined;
  return body?.kind === 'Block' && body.body.length > 0 ? body : undefined;
}

/** A constant that is visible in the suite and was given the state when the file was loaded. */
function savedAlready(file: TestFile, { list, isCurrent }: SavedState): string | undefined {
  const known = file.bindings.all.find(
    (binding) =>
      binding.kind === 'const' &&
      binding.initial !== undefined &&
      isCurrent(binding.initial) &&
      file.bindings.lookup(binding.name, list) === binding &&
      (file.mocha.runBy(binding.declaration) ?? []).every((way) => way.by === 'module' || way.by === 'suite'),
  );
  return known?.name;
}

/** The first name that is neither declared nor used in the list. */
function freeName(file: TestFile, list: StatementList, names: readonly string[]): string | undefined {
  const { bindings } = file;
  return names.find(
    (name) =>
      bindings.lookup(name, list) === undefined &&
      !bindings.references.some((reference) => reference.name === name && contains(list, reference)) &&
      !bindings.all.some((binding) => binding.name === name && contains(list, binding.declaration)),
  );
}
