import { database } from '../analysis/databases.ts';
import { childProcess, spawnOptions } from '../analysis/childProcesses.ts';
import type { HeldResource, Resource } from '../analysis/resources.ts';
import { isHttpServer, server } from '../analysis/servers.ts';
import { isAwaited, literalText, unwrap } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import { temporaryDirectory } from '../analysis/temporaryDirectories.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { interval } from '../analysis/timers.ts';
import { importNames, nodeModule } from './namedImports.ts';
import { end } from './statementInsertion.ts';
import type { StatementList } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';

/** What a release is written for. */
export interface ReleaseTarget {
  /** The variable. */
  readonly name: string;
  /** It certainly has a value; a variable that setup fills is still empty when the setup failed. */
  readonly sure: boolean;
  /** Its type may name `undefined` or `null`, so that a function inside the release does not see it as checked. */
  readonly optional: boolean;
  /** Where the release will stand: names have to mean the same there. */
  readonly at: SyntaxNode;
}

export type ReleaseCode =
  | {
      /** As `linesOfStatement` takes them. */
      readonly statements: readonly string[];
      readonly async: boolean;
      /** Imports that are needed. */
      readonly changes: readonly TextChange[];
    }
  | { readonly reason: string };

/** How something is written at a place, with the imports that needs. */
export type ImportedName =
  | { readonly text: string; readonly changes: readonly TextChange[] }
  | { readonly reason: string };

export interface ReleaseTemplate {
  /** Names for one that has none, best first. */
  readonly names: readonly string[];
  /** It has to come behind all other teardown. */
  readonly last: boolean;
  release(file: TestFile, held: HeldResource, target: ReleaseTarget): ReleaseCode;
  /** The type of a variable for it in TypeScript. */
  type(file: TestFile, held: HeldResource, at: StatementList): ImportedName;
}

/** How each kind of resource is released and declared. */
export function releaseTemplate(resource: Resource): ReleaseTemplate {
  return templates.get(resource) ?? databaseTemplate;
}

const databaseTemplate: ReleaseTemplate = {
  names: ['db', 'database', 'testDb'],
  last: false,
  release(_file, held, { name, sure }) {
    const async = isAwaited(held.acquired);
    return {
      statements: [`${async ? 'await ' : ''}${name}${sure ? '.' : '?.'}close()`],
      async,
      changes: [],
    };
  },
  type(file, held) {
    const { callee } = held.acquired;
    const written = file.text.slice(callee.start, callee.end);
    const origin = file.bindings.origin(callee);
    if (origin?.module === 'better-sqlite3' && callee.kind === 'Identifier') {
      const binding = file.bindings.resolve(callee);
      const text =
        binding?.imported === undefined ? `InstanceType<typeof ${written}>` : `${written}.Database`;
      return { text, changes: [] };
    }
    if (held.acquired.kind === 'New') return { text: written, changes: [] };
    return returned(file, held);
  },
};

/** Connections that are kept alive for a next request would keep `close` waiting, so they go first. */
const serverTemplate: ReleaseTemplate = {
  names: ['server', 'httpServer', 'testServer'],
  last: false,
  release(file, held, { name, sure, optional }) {
    const access = optional && !sure ? '?.' : '.';
    const statements = [`await new Promise((resolve) => ${name}${access}close(resolve))`];
    if (isHttpServer(held.acquired, file.bindings)) statements.unshift(`${name}.closeAllConnections()`);
    return {
      statements: sure ? statements : [inBlock(file, name, statements)],
      async: true,
      changes: [],
    };
  },
  type(file, held, at) {
    const { acquired } = held;
    const origin = file.bindings.origin(acquired.callee);
    if (acquired.kind === 'New') return { text: textOf(file, acquired.callee), changes: [] };
    const isFactory = origin !== undefined && origin.path.at(-1) === 'createServer';
    if (isFactory && isVisible(file, acquired.callee, at)) return returned(file, held);
    const module = origin?.module ?? 'http';
    if (acquired.callee.kind === 'Identifier' && origin === undefined) return returned(file, held);
    return importType(file, ['https', 'net', 'tls'].includes(module) ? module : 'http', 'Server', at);
  },
};

/** Waits for the exit, so that the next test finds its port and files free; one that has ended is left alone. */
const childTemplate: ReleaseTemplate = {
  names: ['child', 'childProcess', 'subprocess'],
  last: false,
  release(file, _held, { name, sure, at }) {
    const once = importNamed(file, 'events', 'once', at);
    if ('reason' in once) return once;
    const { quote } = file.style;
    const exited = name === 'exited' ? 'ended' : 'exited';
    const isRunning = `${name}${sure ? '.' : '?.'}exitCode === null && ${name}.signalCode === null`;
    const statements = [
      `const ${exited} = ${once.text}(${name}, ${quote}exit${quote})`,
      `${name}.kill()`,
      `await ${exited}`,
    ];
    return { statements: [inBlock(file, isRunning, statements)], async: true, changes: once.changes };
  },
  type(file, held, at) {
    const { acquired } = held;
    const origin = file.bindings.origin(acquired.callee);
    if (origin === undefined) return returned(file, held);
    if (origin.path[0] === 'fork') return importType(file, 'child_process', 'ChildProcess', at);
    const options = acquired.kind === 'Call' ? spawnOptions(acquired, file.bindings) : undefined;
    const stdio = options?.properties.find((one) => one.kind === 'Property' && one.key === 'stdio');
    if (stdio?.kind !== 'Property' || literalText(stdio.value) === 'pipe') {
      return importType(file, 'child_process', 'ChildProcessWithoutNullStreams', at);
    }
    return streamsType(file, unwrap(stdio.value), at);
  },
};

/** `spawn` with `stdio: ['ignore', 'pipe', 'inherit']` says in its type which streams there are. */
function streamsType(file: TestFile, stdio: SyntaxNode, at: StatementList): ImportedName {
  const kinds = stdio.kind === 'Array' ? stdio.elements.map(literalText) : [];
  const known = kinds.every((kind) => kind === 'pipe' || kind === 'ignore' || kind === 'inherit');
  if (kinds.length !== 3 || !known || !kinds.includes('pipe')) {
    return importType(file, 'child_process', 'ChildProcess', at);
  }
  const byStdio = importType(file, 'child_process', 'ChildProcessByStdio', at);
  if ('reason' in byStdio) return byStdio;
  const written: string[] = [];
  let { changes } = byStdio;
  for (const [index, kind] of kinds.entries()) {
    if (kind !== 'pipe') {
      written.push('null');
      continue;
    }
    const stream = importType(file, 'stream', index === 0 ? 'Writable' : 'Readable', at);
    if ('reason' in stream) return stream;
    written.push(stream.text);
    changes = [...changes, ...stream.changes.filter((one) => !changes.some(({ text }) => text === one.text))];
  }
  return { text: `${byStdio.text}<${written.join(', ')}>`, changes };
}

const directoryTemplate: ReleaseTemplate = {
  names: ['directory', 'tempDirectory', 'testDirectory'],
  last: true,
  release(file, held, { name, sure, at }) {
    const { callee } = held.acquired;
    const origin = file.bindings.origin(callee);
    const async = origin?.path.at(-1) === 'mkdtemp';
    const remove = remover(file, callee, async, at);
    if ('reason' in remove) return remove;
    const call = `${remove.text}(${name}, { recursive: true, force: true, maxRetries: 3 })`;
    const guard = sure ? '' : `if (${name}) `;
    return {
      statements: [`${guard}${remove.async ? 'await ' : ''}${call}`],
      async: remove.async,
      changes: remove.changes,
    };
  },
  type: () => ({ text: 'string', changes: [] }),
};

/** As the directory was made: by `rm` beside an awaited `mkdtemp`, else by `rmSync`. */
function remover(
  file: TestFile,
  callee: SyntaxNode,
  async: boolean,
  at: SyntaxNode,
):
  | (Exclude<ImportedName, { readonly reason: string }> & { readonly async: boolean })
  | { readonly reason: string } {
  if (callee.kind === 'Member' && isVisible(file, callee, at)) {
    const name = async ? 'rm' : 'rmSync';
    return { text: `${textOf(file, callee.object)}.${name}`, changes: [], async };
  }
  const isPromised = async && file.bindings.origin(callee)?.module === 'fs/promises';
  const imported = isPromised
    ? importNamed(file, 'fs/promises', 'rm', at)
    : importNamed(file, 'fs', 'rmSync', at);
  return 'reason' in imported ? imported : { ...imported, async: isPromised };
}

const intervalTemplate: ReleaseTemplate = {
  names: ['timer', 'interval', 'intervalTimer'],
  last: false,
  release(file, _held, { name, sure, optional, at }) {
    const shadow = file.bindings.lookup('clearInterval', at);
    if (shadow !== undefined && file.bindings.origin(shadow.declaration)?.module !== 'timers') {
      return { reason: '`clearInterval` means something else here.' };
    }
    // It takes what is still undefined, but by its type no null.
    const guard = optional && !sure ? `if (${name}) ` : '';
    return { statements: [`${guard}clearInterval(${name})`], async: false, changes: [] };
  },
  type: (file, held) => returned(file, held),
};

const templates = new Map<Resource, ReleaseTemplate>([
  [database, databaseTemplate],
  [server, serverTemplate],
  [childProcess, childTemplate],
  [temporaryDirectory, directoryTemplate],
  [interval, intervalTemplate],
]);

function importNamed(file: TestFile, module: string, name: string, at: SyntaxNode): ImportedName {
  return importOne(file, module, name, at, false);
}

function importType(file: TestFile, module: string, name: string, at: SyntaxNode): ImportedName {
  return importOne(file, module, name, at, true);
}

function importOne(
  file: TestFile,
  module: string,
  name: string,
  at: SyntaxNode,
  type: boolean,
): ImportedName {
  const imported = importNames(file, at, [{ module: nodeModule(file, module), name, type }]);
  return 'reason' in imported ? imported : { text: imported.written[0] ?? name, changes: imported.changes };
}

function returned(file: TestFile, held: HeldResource): ImportedName {
  const type = `ReturnType<typeof ${textOf(file, held.acquired.callee)}>`;
  return { text: isAwaited(held.acquired) ? `Awaited<${type}>` : type, changes: [] };
}

function inBlock(file: TestFile, condition: string, statements: readonly string[]): string {
  const inner = statements.map((text) => file.style.indent + text + end(file));
  return [`if (${condition}) {`, ...inner, '}'].join('\n');
}

function textOf(file: TestFile, node: SyntaxNode): string {
  return file.text.slice(node.start, node.end);
}

/** Does a name such as `fs` in `fs.mkdtempSync` mean the same at another place? */
function isVisible(file: TestFile, callee: SyntaxNode, at: SyntaxNode): boolean {
  let root = callee;
  while (root.kind === 'Member') root = root.object;
  if (root.kind !== 'Identifier') return false;
  const binding = file.bindings.resolve(root);
  return file.bindings.lookup(root.name, at) === binding;
}

/** Says the written type of a variable that it may be empty? */
export function mayBeEmpty(file: TestFile, declaration: SyntaxNode): boolean {
  const declarator = declaration.parent;
  if (declarator?.kind !== 'Declarator' || declarator.type === undefined) return false;
  return /\b(undefined|null|any)\b/.test(file.text.slice(declarator.type.start, declarator.type.end));
}
