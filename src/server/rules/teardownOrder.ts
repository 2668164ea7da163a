import { knownValuesOf } from '../analysis/values.ts';
import type { Binding, Bindings } from '../analysis/bindings.ts';
import { hooksRunning, isTeardown, madeBy, releasesOf } from '../analysis/releases.ts';
import type { HookKind } from '../analysis/mochaModel.ts';
import { hookOf } from '../analysis/surroundings.ts';
import { enclosingFunction, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, CallNode, FileNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Files are removed while something that was opened among them is still open. */
export interface EarlyRemoval {
  /** The list of statements that holds both. */
  readonly list: BlockNode | FileNode;
  readonly removal: SyntaxNode;
  readonly release: SyntaxNode;
  /** What is still open, and what is removed. */
  readonly open: string;
  readonly removed: string;
}

export const teardownOrder: Rule<EarlyRemoval> = {
  id: 'teardown-order',
  title: 'A folder is removed before what is open in it is closed',
  fix: 'preferred',
  severity: 'warning',
  lesson: '05-file-system',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<EarlyRemoval>[] {
  if (!file.mocha.hooks.some(isTeardown) || !/\b(rm|rmSync|rmdir|unlink|remove|rimraf)/.test(file.text))
    return [];
  const removals = removalsIn(file);
  if (removals.length === 0) return [];
  const opened = openedByPath(file);
  return removals.flatMap(({ call, path }) => {
    for (const { resource, by } of opened.get(path) ?? []) {
      const release = lateRelease(file, resource, call);
      if (release !== undefined) return [findingOf(call, path, resource, by, release)];
    }
    return [];
  });
}

interface Removal {
  readonly call: CallNode;
  readonly path: Binding;
}

const removers = new Set([
  'rm',
  'rmSync',
  'rmdir',
  'rmdirSync',
  'unlink',
  'unlinkSync',
  'remove',
  'removeSync',
]);

/** Every call that removes the file or folder whose path is in a variable. */
function removalsIn(file: TestFile): readonly Removal[] {
  const { bindings } = file;
  const found: Removal[] = [];
  for (const call of file.all('Call')) {
    if (!removes(call, bindings)) continue;
    const argument = call.args[0] === undefined ? undefined : unwrap(call.args[0]);
    const path = argument?.kind === 'Identifier' ? bindings.resolve(argument) : undefined;
    if (path !== undefined) found.push({ call, path });
  }
  return found;
}

function removes(call: CallNode, bindings: Bindings): boolean {
  const origin = bindings.origin(call.callee);
  if (origin?.module === 'rimraf') return true;
  const isFiles = origin !== undefined && /^(fs|fs\/promises|fs-extra|graceful-fs)$/.test(origin.module);
  return isFiles && removers.has(origin.path.at(-1) ?? '');
}

interface Opened {
  readonly resource: Binding;
  /** The value that was opened. */
  readonly by: SyntaxNode;
}

/** Whatever is opened and let go again, by the variables that lead to its place. */
function openedByPath(file: TestFile): ReadonlyMap<Binding, readonly Opened[]> {
  const opened = new Map<Binding, Opened[]>();
  for (const resource of file.bindings.all) {
    if (releasesOf(resource).length === 0) continue;
    for (const by of knownValuesOf(resource)) {
      const paths = new Set<Binding>();
      for (const argument of madeBy(by)?.args ?? []) pathsIn(argument, file.bindings, paths);
      paths.delete(resource);
      for (const path of paths) {
        const known = opened.get(path);
        if (known === undefined) opened.set(path, [{ resource, by }]);
        else known.push({ resource, by });
      }
    }
  }
  return opened;
}

/** `path`, `join(path, 'x.db')`, `` `${path}/x.db` ``, or a variable made so; an options object is not looked into. */
function pathsIn(node: SyntaxNode, bindings: Bindings, found: Set<Binding>): void {
  const inner = unwrap(node);
  switch (inner.kind) {
    case 'Identifier': {
      const binding = bindings.resolve(inner);
      if (binding === undefined || found.has(binding)) return;
      found.add(binding);
      for (const value of knownValuesOf(binding)) pathsIn(value, bindings, found);
      return;
    }
    case 'Template':
      for (const one of inner.expressions) pathsIn(one, bindings, found);
      return;
    case 'Binary':
      if (inner.operator === '+') pathsIn(inner.left, bindings, found);
      return;
    case 'Call': {
      const origin = bindings.origin(inner.callee);
      const joins = origin?.module === 'path' && /^(join|resolve)$/.test(origin.path.at(-1) ?? '');
      if (joins) for (const one of inner.args) pathsIn(one, bindings, found);
      return;
    }
    default:
  }
}

interface LateRelease {
  readonly list: BlockNode | FileNode;
  readonly removal: SyntaxNode;
  readonly release: SyntaxNode;
  readonly call: SyntaxNode;
}

/** The first release behind the removal, in the same hook or in a later one of the same list; none when one comes before. */
function lateRelease(file: TestFile, resource: Binding, removal: CallNode): LateRelease | undefined {
  // A hook that removes and does more is not to be moved among the others.
  const place = placeOf(file, removal)?.filter(({ statement }) => !isHookWithMore(file, statement));
  if (place === undefined) return undefined;
  const releases = releasesOf(resource);
  for (const { list, statement, kind } of place) {
    const index = list.body.indexOf(statement);
    const at = releases.flatMap(({ call }) => {
      const own = placeOf(file, call)?.find((one) => one.list === list);
      if (own === undefined) return [];
      return [{ call, statement: own.statement, kind: own.kind, index: list.body.indexOf(own.statement) }];
    });
    // `afterEach` comes before `after`, wherever they stand.
    if (at.some((one) => one.kind !== kind)) return undefined;
    // Closed earlier as well, or in the same statement: nobody knows which comes first.
    if (at.some((one) => one.index <= index)) return undefined;
    const [first] = at;
    if (first !== undefined) {
      return { list, removal: statement, release: first.statement, call: first.call };
    }
  }
  return undefined;
}

function isHookWithMore(file: TestFile, statement: SyntaxNode): boolean {
  const call = statement.kind === 'ExpressionStatement' ? statement.expression : statement;
  const body = hookOf(file, call)?.body?.body;
  return body?.kind === 'Block' && body.body.length > 1;
}

interface Place {
  readonly list: BlockNode | FileNode;
  readonly statement: SyntaxNode;
  readonly kind: HookKind;
}

/**
 * Where a call of a teardown hook stands: its statement in the hook's own block, if it has one and the call is sure
 * to be made there, and the hook among the suite's statements.
 */
function placeOf(file: TestFile, call: SyntaxNode): readonly Place[] | undefined {
  const around = enclosingFunction(call);
  const [hook, ...others] = hooksRunning(file, call) ?? [];
  if (around === undefined || hook === undefined || others.length > 0 || !isTeardown(hook)) return undefined;
  const places: Place[] = [];
  for (let at = call; at.parent !== undefined && at !== around; at = at.parent) {
    if (at.parent.kind === 'Loop' || at.parent.kind === 'Conditional') return undefined;
    if (at.parent.kind === 'Block' && at.parent.parent === around) {
      places.push({ list: at.parent, statement: at, kind: hook.kind });
    }
  }
  const { statement } = hook;
  const list = statement?.parent;
  const isWritten = hook.body === around && hook.body === hook.callback;
  if (isWritten && statement !== undefined && (list?.kind === 'Block' || list?.kind === 'File')) {
    places.push({ list, statement, kind: hook.kind });
  }
  return places;
}

function findingOf(
  call: CallNode,
  path: Binding,
  resource: Binding,
  opened: SyntaxNode,
  late: LateRelease,
): Finding<EarlyRemoval> {
  return {
    start: call.start,
    end: call.end,
    message: `\`${path.name}\` is removed while \`${resource.name}\`, which is opened in it, is still open. Windows refuses that. Close \`${resource.name}\` first.`,
    related: [
      { start: late.call.start, end: late.call.end, message: `\`${resource.name}\` is closed only here.` },
      { start: opened.start, end: opened.end, message: `\`${resource.name}\` is opened here.` },
    ],
    subject: {
      list: late.list,
      removal: late.removal,
      release: late.release,
      open: resource.name,
      removed: path.name,
    },
  };
}
