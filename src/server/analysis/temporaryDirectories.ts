import type { Bindings, Origin } from './bindings.ts';
import { opensDatabase } from './databases.ts';
import type { Use } from './ownership.ts';
import type { Resource } from './resources.ts';
import { mentions, unwrap } from './syntax.ts';
import type { CallNode, NewNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** A directory made by `mkdtemp` directly in the system's temporary directory. What is made inside another goes with it. */
export const temporaryDirectory: Resource = {
  noun: 'temporary directory',
  acquiredWord: 'made',
  releaseWord: 'remove',
  releasedWord: 'removed',
  kind: {
    release: new Set(),
    chain: new Set(),
    usedBy: /^(open|write|copy|touch)(?![a-z])/,
    judgeArgument,
  },
  from: (module) => module === 'fs' || module === 'fs/promises',
  acquires: (node, file) => {
    const { callee } = node;
    if (node.kind !== 'Call' || (callee.kind !== 'Identifier' && callee.kind !== 'Member')) return false;
    const origin = file.bindings.origin(callee);
    if (origin === undefined || !isFileSystem(origin)) return false;
    const name = origin.path.at(-1);
    const isPromised = origin.module === 'fs/promises' || origin.path[0] === 'promises';
    // The other `mkdtemp` hands the directory to a callback.
    const makes = name === 'mkdtempSync' || (name === 'mkdtemp' && isPromised);
    return makes && isInTemp(node.args[0], file.bindings, 0);
  },
  mayRelease: (use, file) => isInTeardown(use, file) && !isForFiles(use, file.bindings),
  isUncertain: (file) => removesOtherwise(file),
};

export function isFileSystem({ module, path }: Origin): boolean {
  return (module === 'fs' || module === 'fs/promises') && path.length > 0 && path.length <= 2;
}

/** Does the prefix lead straight into the temporary directory, and not into a folder that somebody else may remove? */
function isInTemp(prefix: SyntaxNode | undefined, bindings: Bindings, depth: number): boolean {
  if (prefix === undefined || depth > 5) return false;
  const inTemp = (node: SyntaxNode | undefined): boolean => isInTemp(node, bindings, depth + 1);
  const node = unwrap(prefix);
  switch (node.kind) {
    case 'String':
      return isTempPath(node.value);
    case 'Template': {
      const [first] = node.expressions;
      const [front = ''] = node.strings;
      return isTempPath(front) || (front === '' && inTemp(first));
    }
    case 'Binary':
      return node.operator === '+' && inTemp(node.left);
    case 'Identifier': {
      const binding = bindings.resolve(node);
      if (binding?.initial === undefined || binding.reassigned) return false;
      return inTemp(binding.initial);
    }
    case 'Call': {
      const origin = bindings.origin(node.callee);
      const name = origin?.path.at(-1) ?? '';
      if (origin?.module === 'os') return name === 'tmpdir';
      const keeps = origin?.module === 'path' || /^realpath(Sync)?$|^native$/.test(name);
      return keeps && inTemp(node.args[0]);
    }
    case 'Await':
      return inTemp(node.operand);
    default:
      return false;
  }
}

function isTempPath(path: string): boolean {
  return /^(\/private)?(\/var)?\/tmp\//.test(path);
}

const removers = new Set(['rm', 'rmSync', 'rmdir', 'rmdirSync']);
const otherRemovers = new Set([
  'remove',
  'removeSync',
  'rimraf',
  'sync',
  'native',
  'deleteAsync',
  'deleteSync',
]);
const removingPackages = new Set(['rimraf', 'del', 'trash', 'fs-extra', 'graceful-fs', 'shelljs']);

function isRemoval(origin: Origin): boolean {
  const name = origin.path.at(-1);
  if (origin.module === 'fs' || origin.module === 'fs/promises')
    return name !== undefined && removers.has(name);
  if (!removingPackages.has(origin.module)) return false;
  return name === undefined || removers.has(name) || otherRemovers.has(name);
}

function judgeArgument(call: CallNode | NewNode, index: number, bindings: Bindings): Use | undefined {
  const origin = bindings.origin(call.callee);
  if (origin === undefined) return undefined;
  // Closing a database removes no directory.
  const opens: boolean = opensDatabase(call, bindings);
  if (opens) return 'only uses';
  const name = origin.path.at(-1) ?? '';
  switch (origin.module) {
    case 'fs':
    case 'fs/promises':
    case 'fs-extra':
    case 'graceful-fs':
      if (isRemoval(origin)) return 'releases';
      // The same directory, spelled out; `realpathSync.native` is one of them.
      if (/^realpath(Sync)?$/.test(origin.path[0] ?? '') || name === 'realpath') return 'returns it';
      // Moved away: it is no longer there, or somewhere else.
      return /^(rename|move)(Sync)?$/.test(name) ? 'may release' : 'only uses';
    case 'path':
      // A path made of it stands for it where it has no other name, so that `dirname` may lead back to it.
      if (call.args.length === 1 || isUnnamed(call.args[index])) return 'returns it';
      return 'only uses';
    case 'url':
      return 'returns it';
    case 'os':
    case 'child_process':
    case 'worker_threads':
      return 'only uses';
    case '':
      return origin.path[0] === 'process' || name === 'fetch' ? 'only uses' : undefined;
    default:
      return isRemoval(origin) ? 'releases' : undefined;
  }
}

function isUnnamed(argument: SyntaxNode | undefined): boolean {
  return argument !== undefined && unwrap(argument).kind !== 'Identifier';
}

function isInTeardown(use: SyntaxNode, file: TestFile): boolean {
  const ways = file.mocha.runBy(use) ?? [];
  return ways.some((way) => way.by === 'hook' && way.hook.kind.startsWith('after'));
}

/** In teardown, only a function of node:fs or an assertion surely does no more with a path than it says. */
function isForFiles(use: SyntaxNode, bindings: Bindings): boolean {
  for (let at = use.parent; at !== undefined; at = at.parent) {
    if (at.kind === 'Template' || at.kind === 'Binary' || at.kind === 'Wrapped') continue;
    if (at.kind !== 'Call') return false;
    const module = bindings.origin(at.callee)?.module ?? '';
    if (module !== 'path') return /^(fs|fs\/promises|assert|assert\/strict|chai)$/.test(module);
  }
  return false;
}

/** Ways of removing that name no directory: by a parent, by a pattern, by a shell. */
function removesOtherwise(file: TestFile): boolean {
  return file.all('Call').some((node) => {
    const origin = file.bindings.origin(node.callee);
    const [first] = node.args;
    if (origin === undefined || first === undefined) return false;
    if (isRemoval(origin)) return mentions(first, (name) => name === 'dirname' || name === 'tmpdir');
    if (origin.module !== 'child_process') return false;
    return /\brm\b|rimraf|rmdir|\bdel\b/.test(file.text.slice(first.start, node.end));
  });
}
