import type { Bindings, Origin } from './bindings.ts';
import { isWritten } from './bindings.ts';
import type { Resource } from './resources.ts';
import { unwrap } from './syntax.ts';
import type { CallNode, NewNode, SyntaxNode } from './syntax.ts';

/**
 * A server that listens. Making one holds nothing: `listen` takes the port and keeps the process alive. Tools such
 * as supertest, which are handed a server that does not listen, start and close it themselves.
 */
export const server: Resource = {
  noun: 'server',
  acquiredWord: 'started',
  releaseWord: 'close',
  releasedWord: 'closed',
  kind: {
    // Without a reference it keeps nobody waiting; the others are what packages for closing add.
    release: new Set(['close', 'unref', 'destroy', 'destroyAsync', 'stop', 'shutdown', 'forceShutdown']),
    chain: new Set(['listen', 'on', 'once', 'addListener', 'prependListener', 'setTimeout', 'ref', 'off']),
    start: new Set(['listen']),
    judgeArgument: (call, _index, bindings) => {
      const origin = bindings.origin(call.callee);
      return origin !== undefined && onlyUses(origin) ? 'only uses' : undefined;
    },
  },
  // What is called on an application is of unknown origin.
  from: (module) => module === undefined || serverModules.has(module),
  acquires: (node, file) => makesServer(node, file.bindings) || isAppListen(node, file.bindings),
  startsAtOnce: (node, file) => isAppListen(node, file.bindings),
};

const serverModules = new Set(['http', 'https', 'http2', 'net', 'tls']);

function makesServer({ kind, callee }: CallNode | NewNode, bindings: Bindings): boolean {
  if (callee.kind !== 'Identifier' && callee.kind !== 'Member') return false;
  const origin = bindings.origin(callee);
  if (origin === undefined || !serverModules.has(origin.module) || origin.path.length !== 1) return false;
  const [name] = origin.path;
  return kind === 'Call' ? name === 'createServer' || name === 'createSecureServer' : name === 'Server';
}

/** The protocols whose servers have `closeAllConnections`. */
export function isHttpServer({ callee }: CallNode | NewNode, bindings: Bindings): boolean {
  const origin = bindings.origin(callee);
  return origin === undefined || !['http2', 'net', 'tls'].includes(origin.module);
}

/** `express()`, `new Koa()` or `connect()`, whose `listen` returns the server of node:http it makes. */
function isAppListen(node: CallNode | NewNode, bindings: Bindings): boolean {
  if (node.kind !== 'Call' || node.callee.kind !== 'Member' || node.callee.property !== 'listen')
    return false;
  return isApp(node.callee.object, bindings);
}

/** A name is one when everything that is ever assigned to it is one. */
function isApp(expression: SyntaxNode, bindings: Bindings): boolean {
  const node = unwrap(expression);
  if (node.kind === 'Call' || node.kind === 'New') {
    const origin = bindings.origin(node.callee);
    return origin?.path.length === 0 && ['express', 'koa', 'connect'].includes(origin.module);
  }
  const binding = node.kind === 'Identifier' ? bindings.resolve(node) : undefined;
  if (binding === undefined || (binding.initial !== undefined && binding.reassigned)) return false;
  const given = binding.references.filter(isWritten).map((name) => {
    const assign = name.parent;
    return assign?.kind === 'Assign' && assign.left === name ? unwrap(assign.right) : undefined;
  });
  const values = binding.initial === undefined ? given : [unwrap(binding.initial)];
  return (
    values.length > 0 &&
    values.every((one) => one !== undefined && one.kind !== 'Identifier' && isApp(one, bindings))
  );
}

/** `once(server, 'listening')`, and clients that talk to a server that listens already and leave it as it is. */
function onlyUses({ module, path }: Origin): boolean {
  return (module === 'events' && path.at(-1) === 'once') || module === 'supertest' || module === 'superagent';
}
