import type { Binding } from './bindings.ts';
import { callsFrom } from './calls.ts';
import { unwrap } from './syntax.ts';
import type { AtomNode, CallNode, NewNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';
import { returnedValues, allValuesOf } from './values.ts';

/** A server that is told to listen at a port written in the code. */
export interface FixedPort {
  readonly port: number;
  readonly call: CallNode | NewNode;
  /** What the call is given: the number, or the name of a constant. */
  readonly written: SyntaxNode;
  readonly literal: AtomNode;
  /** The name of the constant, or of a variable that is never given another number. */
  readonly constant: Binding | undefined;
  readonly server: ServerKind;
}

/**
 * `node`: of node:http and the like, `listen` returns the server itself. `app`: of Express and the like, `listen`
 * makes a server and returns it. `other`: it listens, but how to ask it for its port is not known.
 */
export type ServerKind = 'node' | 'app' | 'other';

const key = {};

/** In source order. */
export function fixedPorts(file: TestFile): readonly FixedPort[] {
  return file.once(key, () => {
    const found: FixedPort[] = [];
    const listening = file
      .all('Call')
      .filter(({ callee }) => callee.kind === 'Member' && callee.property === 'listen');
    for (const node of new Set([...listening, ...callsFrom(file, startingModules)])) {
      const one = fixedPort(file, node);
      if (one !== undefined) found.push(one);
    }
    return found.toSorted((one, other) => one.call.start - other.call.start);
  });
}

function fixedPort(file: TestFile, call: CallNode | NewNode): FixedPort | undefined {
  const written = portArgument(file, call);
  const number = written === undefined ? undefined : constantNumber(file, written);
  if (written === undefined || number === undefined) return undefined;
  const port = Number(number.literal.text.replaceAll('_', ''));
  if (!(port > 0 && port < 65_536)) return undefined;
  const server = listeningKind(file, call);
  return server === undefined ? undefined : { port, call, written, server, ...number };
}

/** `listen(3000)`, `listen({ port: 3000 })`, `new WebSocketServer({ port: 3000 })`. */
function portArgument(file: TestFile, call: CallNode | NewNode): SyntaxNode | undefined {
  const listens = call.kind === 'Call' && call.callee.kind === 'Member' && call.callee.property === 'listen';
  if (!listens && !startsAtOnce(file, call)) return undefined;
  const [first] = call.args;
  if (first === undefined) return undefined;
  const options = unwrap(first);
  if (options.kind !== 'Object') return first;
  for (const property of options.properties) {
    if (property.kind === 'Property' && property.key === 'port' && !property.shorthand) return property.value;
  }
  return undefined;
}

function constantNumber(
  file: TestFile,
  written: SyntaxNode,
): { readonly literal: AtomNode; readonly constant: Binding | undefined } | undefined {
  if (isNumber(written)) return { literal: written, constant: undefined };
  const constant = written.kind === 'Identifier' ? file.bindings.resolve(written) : undefined;
  if (constant?.initial === undefined || !isNumber(constant.initial) || constant.reassigned) return undefined;
  return { literal: constant.initial, constant };
}

function isNumber(node: SyntaxNode): node is AtomNode {
  return node.kind === 'Atom' && /^\d[\d_]*$/.test(node.text);
}

function listeningKind(file: TestFile, call: CallNode | NewNode): ServerKind | undefined {
  if (startsAtOnce(file, call)) return 'other';
  return call.callee.kind === 'Member' ? serverKind(file, call.callee.object, 0) : undefined;
}

const nodeServers = new Set(['http', 'https', 'http2', 'net', 'tls']);
const appModules = new Set(['express', 'koa', 'connect']);
const otherModules = new Set(['fastify', 'polka', 'restana', 'restify']);

const startingModules = ['@hono/node-server', 'ws', 'socket.io'];

/** Calls that make a server and let it listen in one go. */
function startsAtOnce(file: TestFile, call: CallNode | NewNode): boolean {
  const origin = file.bindings.origin(call.callee);
  if (origin === undefined) return false;
  const name = origin.path.join('.');
  if (call.kind === 'Call') return origin.module === '@hono/node-server' && name === 'serve';
  if (origin.module === 'ws') return name === 'WebSocketServer' || name === 'Server';
  return origin.module === 'socket.io' && name === 'Server';
}

/** Methods that return the server or application, for chaining. */
const chain = new Set(['on', 'once', 'addListener', 'use', 'get', 'post', 'setTimeout', 'ref', 'unref']);

function serverKind(file: TestFile, expression: SyntaxNode, depth: number): ServerKind | undefined {
  // Names given to each other in a circle, in broken code, come to no end.
  if (depth > 6) return undefined;
  const node = unwrap(expression);
  switch (node.kind) {
    case 'Await':
      return serverKind(file, node.operand, depth + 1);
    case 'Identifier': {
      const binding = file.bindings.resolve(node);
      if (binding === undefined) return undefined;
      const values = allValuesOf(binding);
      return values === undefined ? ownKind(file, node) : sameKind(file, values, depth);
    }
    case 'Member':
      return ownKind(file, node);
    case 'Call':
    case 'New':
      return madeKind(file, node, depth);
    default:
      return undefined;
  }
}

function madeKind(file: TestFile, node: CallNode | NewNode, depth: number): ServerKind | undefined {
  const { callee } = node;
  const origin = file.bindings.origin(callee);
  const name = origin?.path.join('.') ?? '';
  if (origin !== undefined && nodeServers.has(origin.module)) {
    return /^(createServer|createSecureServer|Server)$/.test(name) ? 'node' : undefined;
  }
  if (origin !== undefined && appModules.has(origin.module) && name === '') return 'app';
  if (origin !== undefined && otherModules.has(origin.module)) return 'other';
  const local = node.kind === 'Call' ? file.bindings.functionOf(callee) : undefined;
  if (local !== undefined) return sameKind(file, returnedValues(local), depth);
  if (callee.kind === 'Member' && origin === undefined) {
    const inner = serverKind(file, callee.object, depth + 1);
    if (callee.property === 'listen') return inner === 'app' ? 'node' : inner;
    return chain.has(callee.property) ? inner : undefined;
  }
  return ownKind(file, callee);
}

function sameKind(file: TestFile, values: readonly SyntaxNode[], depth: number): ServerKind | undefined {
  const [only, ...others] = new Set(values.map((value) => serverKind(file, value, depth + 1)));
  return others.length === 0 ? only : undefined;
}

/** What comes from another file of the project counts when its name says that it is a server. */
function ownKind(file: TestFile, node: SyntaxNode): ServerKind | undefined {
  const origin = file.bindings.origin(node);
  if (origin === undefined || !/^[.#]/.test(origin.module)) return undefined;
  const name = origin.path.at(-1) ?? (node.kind === 'Identifier' ? node.name : '');
  return /(^|[a-z\d_])(app|server)$|^(App|Server)$|(App|Server)$/.test(name) ? 'other' : undefined;
}
