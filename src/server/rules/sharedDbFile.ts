import { callsByModule } from '../analysis/calls.ts';
import { database, opensDatabase } from '../analysis/databases.ts';
import type { Hook, Test } from '../analysis/mochaModel.ts';
import { contains, forEachChild, literalText, unwrap } from '../analysis/syntax.ts';
import type { CallNode, NewNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { hasMocha, isExpectedToFail } from '../analysis/values.ts';
import type { Finding, Rule } from './rule.ts';

/** A database in a file that every run and every test opens by the same name. */
export interface SharedDatabaseFile {
  readonly opened: CallNode | NewNode;
  /** The argument that names the file. */
  readonly path: SyntaxNode;
  /** Where the file is removed, by this file. */
  readonly removed: readonly CallNode[];
}

export const sharedDbFile: Rule<SharedDatabaseFile> = {
  id: 'shared-db-file',
  title: 'Tests share a database file',
  fix: 'offered',
  severity: 'warning',
  lesson: '03-isolation',
  aboutAbsence: false,
  find,
};

interface Opened {
  readonly call: CallNode | NewNode;
  readonly argument: SyntaxNode;
  /** The same for every expression that names the same file. */
  readonly path: string;
  /** The test or hook it stands in. */
  readonly region: Test | Hook | undefined;
}

function find(file: TestFile): readonly Finding<SharedDatabaseFile>[] {
  // After `chdir` a relative name may lie in a folder of the test's own.
  if (!hasMocha(file.mocha)) return [];
  const opened: Opened[] = [];
  for (const [module, calls] of callsByModule(file)) {
    if (!database.from(module)) continue;
    for (const node of calls) {
      const one = opensDatabase(node, file.bindings) ? openedFile(file, node) : undefined;
      if (one !== undefined) opened.push(one);
    }
  }
  if (opened.length === 0 || changesFolder(file)) return [];
  /** By path; null where the file's name is used for more. */
  const removals = new Map<string, readonly CallNode[] | null>();
  const removalsOf = ({ path }: Opened): readonly CallNode[] | null => {
    const known = removals.get(path);
    if (known !== undefined) return known;
    const found = removedOnly(file, path, opened);
    removals.set(path, found);
    return found;
  };
  return opened.flatMap((one) => {
    if (isOpenedTwice(one, opened)) return [];
    const removed = removalsOf(one);
    if (removed === null) return [];
    if (isExpectedToFail(one.call, file.bindings) || onlyReads(file, one)) return [];
    const name = file.text.slice(one.argument.start, one.argument.end);
    return [
      {
        start: one.argument.start,
        end: one.argument.end,
        message: `The file ${name} is the same for every test and every run, so rows of one are there in the next. A database in memory belongs to its test alone.`,
        related: [],
        subject: { opened: one.call, path: one.argument, removed },
      },
    ];
  });
}

/** Names of files that are there to be read. */
const material = /fixture|sample|seed|golden|testdata|test-data|template|snapshot|example/i;

function openedFile(file: TestFile, call: CallNode | NewNode): Opened | undefined {
  const [argument, options] = call.args;
  if (argument === undefined) return undefined;
  const path = constantPath(file, argument, 0);
  // The empty name means a temporary file of the connection's own.
  if (path === undefined || path === '' || path.includes(':memory:') || path.startsWith('file:'))
    return undefined;
  if (material.test(path)) return undefined;
  if (options !== undefined && !onlyWritable(options)) return undefined;
  const module = file.bindings.origin(call.callee)?.module ?? '';
  // What a factory of the project does with a name that is no file's is its own business.
  if (/^[.#]/.test(module) && !/\.(db3?|sqlite3?|s3db)$/i.test(path)) return undefined;
  return { call, argument, path, region: regionOf(file, call) };
}

/** Options that are all written here, and leave the file open for writing. */
function onlyWritable(options: SyntaxNode): boolean {
  const inner = unwrap(options);
  if (inner.kind !== 'Object') return false;
  return inner.properties.every(
    (property) =>
      property.kind === 'Property' &&
      property.key !== undefined &&
      !/^(readonly|readOnly|fileMustExist)$/.test(property.key),
  );
}

/** A path that is the same whenever the code runs: a literal, or one joined to the place of the file. */
function constantPath(file: TestFile, expression: SyntaxNode, depth: number): string | undefined {
  // Constants given to each other in a circle, in broken code, come to no end.
  if (depth > 6) return undefined;
  const written = literalText(expression);
  if (written !== undefined) return written;
  const node = unwrap(expression);
  const inner = (part: SyntaxNode): string | undefined => constantPath(file, part, depth + 1);
  switch (node.kind) {
    case 'Identifier': {
      const binding = file.bindings.resolve(node);
      if (binding === undefined) return node.name === '__dirname' ? '.' : undefined;
      return binding.kind === 'const' && binding.initial !== undefined ? inner(binding.initial) : undefined;
    }
    case 'Member':
      return /^import\.meta\.dirname$/.test(file.text.slice(node.start, node.end)) ? '.' : undefined;
    case 'Call': {
      const origin = file.bindings.origin(node.callee);
      if (origin?.module === '' && origin.path.join('.') === 'process.cwd') return '.';
      if (origin?.module !== 'path' || !/^(join|resolve)$/.test(origin.path.at(-1) ?? '')) return undefined;
      const parts = node.args.map(inner);
      return parts.includes(undefined) ? undefined : parts.join('/');
    }
    case 'Template': {
      const parts = node.expressions.map(inner);
      if (parts.includes(undefined)) return undefined;
      return node.strings.map((text, index) => text + (parts[index] ?? '')).join('');
    }
    default:
      return undefined;
  }
}

function changesFolder(file: TestFile): boolean {
  return file.bindings.references.some((name) => {
    const member = name.parent;
    return name.name === 'process' && member?.kind === 'Member' && member.property === 'chdir';
  });
}

/** A test that opens the file again wants to find there what it wrote: memory would not keep it. */
function isOpenedTwice(one: Opened, opened: readonly Opened[]): boolean {
  const own = one.region;
  return opened.some((other) => {
    if (other === one || other.path !== one.path) return false;
    const { region } = other;
    // In a function or at the top, which any test may go through.
    if (own === undefined || region === undefined || own === region) return true;
    if (own.kind === 'test' && region.kind === 'test') return false;
    return covers(own, region) || covers(region, own);
  });
}

function regionOf(file: TestFile, node: SyntaxNode): Test | Hook | undefined {
  return [...file.mocha.tests, ...file.mocha.hooks].find(({ call }) => contains(call, node));
}

/** A test that opens a file to look into it: what is there was written by the code under test. */
function onlyReads(file: TestFile, { region }: Opened): boolean {
  if (region?.kind !== 'test') return false;
  const text = file.text.slice(region.call.start, region.call.end);
  return /\bSELECT\b/i.test(text) && !/\b(CREATE|INSERT|UPDATE|DELETE|REPLACE|ALTER|DROP)\b/.test(text);
}

/** Does the hook run around the other? */
function covers(hook: Test | Hook, other: Test | Hook): boolean {
  if (hook.kind === 'test') return false;
  for (let suite = other.suite; suite !== undefined; suite = suite.parent)
    if (suite === hook.suite) return true;
  return hook.suite === undefined;
}

/**
 * Where a file is removed; null when its name is used for more than opening and removing it. Then another process, or
 * the code under test, may look for the file.
 */
function removedOnly(file: TestFile, path: string, opened: readonly Opened[]): readonly CallNode[] | null {
  const known = new Set(opened.map(({ argument }) => argument));
  const removed: CallNode[] = [];
  const tail = path.split('/').at(-1) ?? path;
  let elsewhere = false;
  const visit = (node: SyntaxNode): void => {
    if (elsewhere || known.has(node)) return;
    if (mayNameFile(file, node, path, tail)) {
      const use = node.parent;
      if (use?.kind === 'Call' && isRemoval(file, use)) removed.push(use);
      else if (!isConstantOf(use, node)) elsewhere = true;
      return;
    }
    forEachChild(node, visit);
  };
  visit(file.tree);
  return elsewhere ? null : removed;
}

function mayNameFile(file: TestFile, node: SyntaxNode, path: string, tail: string): boolean {
  if (node.kind === 'String' || node.kind === 'Template') {
    const text = node.kind === 'String' ? node.value : node.strings.join('');
    return text.includes(tail) && !isTitle(file, node);
  }
  if (node.kind !== 'Identifier' && node.kind !== 'Call') return false;
  return node.parent?.kind !== 'Declarator' || node.parent.initial === node
    ? constantPath(file, node, 0) === path
    : false;
}

function isTitle(file: TestFile, node: SyntaxNode): boolean {
  const call = node.parent;
  return [...file.mocha.tests, ...file.mocha.suites].some((one) => one.call === call);
}

/** `const file = 'test.db'`: the uses of the name are looked at on their own. */
function isConstantOf(parent: SyntaxNode | undefined, node: SyntaxNode): boolean {
  return parent?.kind === 'Declarator' && parent.initial === node && parent.target.kind === 'Identifier';
}

function isRemoval(file: TestFile, call: CallNode): boolean {
  const origin = file.bindings.origin(call.callee);
  if (origin?.module !== 'fs' && origin?.module !== 'fs/promises') return false;
  return /^(rm|rmSync|unlink|unlinkSync)$/.test(origin.path.at(-1) ?? '');
}
