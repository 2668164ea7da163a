import { isOwnModule } from './bindings.ts';
import type { Bindings, Origin } from './bindings.ts';
import type { ResourceKind } from './ownership.ts';
import type { Resource } from './resources.ts';
import type { CallNode, NewNode, SyntaxNode } from './syntax.ts';

/** better-sqlite3's handle, which node:sqlite's `DatabaseSync` copies. `exec` returns the handle for chaining. */
export const databaseHandle: ResourceKind = {
  release: new Set(['close', 'dispose']),
  chain: new Set(['exec', 'function', 'aggregate', 'table', 'loadExtension', 'defaultSafeIntegers']),
};

export const database: Resource = {
  noun: 'database',
  acquiredWord: 'opened',
  releaseWord: 'close',
  releasedWord: 'closed',
  kind: databaseHandle,
  from: (module) =>
    module !== undefined && (module === 'better-sqlite3' || module === 'sqlite' || isOwnModule(module)),
  acquires: (node, file) => opensDatabase(node, file.bindings),
};

/**
 * A project's own factory, such as the course's `openDatabase`. Only this name is known, so only this name is
 * taken for one: `openDb`, `openTestDb`, `openDatabase`, `openTestDatabase`.
 */
const factoryName = /^open(Test)?(Db|Database)$/;

/** Does this expression open a database? Judged by where the function comes from, not by what it is called here. */
export function opensDatabase(node: SyntaxNode, bindings: Bindings): node is CallNode | NewNode {
  if (node.kind !== 'Call' && node.kind !== 'New') return false;
  if (node.callee.kind !== 'Identifier' && node.callee.kind !== 'Member') return false;
  const origin = bindings.origin(node.callee);
  if (origin === undefined || origin.module === '') return false;
  const [name, ...rest] = origin.path;
  if (origin.module === 'better-sqlite3') return name === undefined;
  if (origin.module === 'sqlite') return node.kind === 'New' && name === 'DatabaseSync' && rest.length === 0;
  return node.kind === 'Call' && isDatabaseFactory(origin);
}

/** Is this a factory imported from the project itself? */
export function isDatabaseFactory({ module, path }: Origin): boolean {
  const [name, ...rest] = path;
  return isOwnModule(module) && name !== undefined && rest.length === 0 && factoryName.test(name);
}
