import { environmentOf } from '../analysis/environment.ts';
import type { EnvironmentUse } from '../analysis/environment.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from './hookInsertion.ts';
import { insertRestoration } from './savedState.ts';
import type { SavedState } from './savedState.ts';
import type { StatementList } from './statementInsertion.ts';
import { impossible } from './textChange.ts';
import type { Edit } from './textChange.ts';

export interface RestoredVariable {
  readonly key: string;
  /** A mention of it, whose spelling is used. */
  readonly written: EnvironmentUse['node'];
  readonly list: StatementList;
  readonly hook: SavedState['hook'];
  /** The hook that sets it, where nothing does yet. */
  readonly setIn?: 'before' | 'beforeEach' | undefined;
}

/**
 * Saves a variable of the environment and brings it back. A variable that was not there has to be deleted: assigned,
 * `undefined` would become the text `'undefined'`.
 */
export function restoreVariable(file: TestFile, { key, written, list, hook, setIn }: RestoredVariable): Edit {
  const uses = environmentOf(file).uses.filter((one) => one.key === key);
  const root = uses.find(({ node, use }) => {
    const ways = use === 'read' ? [] : (file.mocha.runBy(node) ?? []);
    return ways.some((way) => way.by === 'hook' && way.hook.suite === undefined);
  });
  if (root !== undefined) {
    return impossible(
      `\`${key}\` is also set by a hook outside the suites, in line ${lineNumber(file.text, root.node.start)}: what to bring back is not known when the suite is defined.`,
    );
  }
  const target = spelling(file, written, list, key);
  const value = `${file.style.quote}value${file.style.quote}`;
  return insertRestoration(file, {
    list,
    hook,
    current: target,
    isCurrent: (expression) => uses.some(({ node, use }) => use === 'read' && node === unwrap(expression)),
    names: namesFor(key),
    restore: (saved) => [`if (${saved} === undefined) delete ${target}`, `else ${target} = ${saved}`],
    changes: uses.filter(({ use }) => use !== 'read').map(({ node }) => node),
    ...(setIn === undefined
      ? {}
      : { setup: { hook: setIn, statement: `${target} = ${value}`, placeholder: value } }),
  });
}

/** As the file writes it, where the names in it mean the same in the suite. */
function spelling(file: TestFile, written: SyntaxNode, list: StatementList, key: string): string {
  let root = written;
  while (root.kind === 'Member' || root.kind === 'Index' || root.kind === 'Wrapped') {
    if (root.kind === 'Index') break;
    root = root.kind === 'Member' ? root.object : root.inner;
  }
  const sameName =
    root.kind === 'Identifier' && file.bindings.lookup(root.name, list) === file.bindings.resolve(root);
  if (sameName) return file.text.slice(written.start, written.end);
  return /^[A-Za-z_$][\w$]*$/.test(key)
    ? `process.env.${key}`
    : `process.env[${file.style.quote}${key}${file.style.quote}]`;
}

/** `DATABASE_URL` → `savedDatabaseUrl`. */
function namesFor(key: string): readonly string[] {
  const words = (key.match(/[A-Za-z0-9]+/g) ?? []).map((word) => {
    const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
    return (word[0] ?? '').toUpperCase() + rest;
  });
  const name = words.join('') || 'Variable';
  return [`saved${name}`, `original${name}`, `${name}BeforeTests`];
}
