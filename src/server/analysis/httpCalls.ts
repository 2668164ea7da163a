import type { Bindings } from './bindings.ts';
import { literalText, unwrap } from './syntax.ts';
import type { CallNode, ObjectNode, SyntaxNode } from './syntax.ts';

/** A call that sends an HTTP request. */
export interface HttpCall {
  readonly call: CallNode;
  readonly library: HttpLibrary;
  /** What it is called with as the address. */
  readonly target: SyntaxNode | undefined;
  /** Of `axios.get` and `http.get`; undefined where an option says it. */
  readonly verb: string | undefined;
}

/** `fetch` is the global one; packages that copy it are `other`. */
export type HttpLibrary = 'fetch' | 'http' | 'axios' | 'other';

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
const globals = new Set(['globalThis', 'global', 'window', 'self']);
const others = new Set(
  'node-fetch cross-fetch undici got ky superagent needle request request-promise make-fetch-happen phin'.split(
    ' ',
  ),
);
/** The modules of `httpCallOf`. */
export const httpModules: readonly string[] = ['', 'http', 'https', 'axios', ...others];
/** Names by which packages offer what sends a request. */
const senders = new Set(['fetch', 'request', 'stream', 'json', ...verbs]);

/** Judged by where the function comes from. */
export function httpCallOf(node: SyntaxNode, bindings: Bindings): HttpCall | undefined {
  if (node.kind !== 'Call') return undefined;
  if (node.callee.kind !== 'Identifier' && node.callee.kind !== 'Member') return undefined;
  const origin = bindings.origin(node.callee);
  if (origin === undefined) return undefined;
  const path = globals.has(origin.path[0] ?? '') && origin.module === '' ? origin.path.slice(1) : origin.path;
  const [name] = path;
  if (path.length > 1) return undefined;
  const [target] = node.args;
  const verb = name !== undefined && verbs.has(name) ? name.toUpperCase() : undefined;
  switch (origin.module) {
    case '':
      return name === 'fetch' ? { call: node, library: 'fetch', target, verb: undefined } : undefined;
    case 'http':
    case 'https':
      return name === 'get' || name === 'request'
        ? { call: node, library: 'http', target, verb: name === 'get' ? 'GET' : undefined }
        : undefined;
    case 'axios':
      return name === undefined || name === 'request' || verb !== undefined
        ? { call: node, library: 'axios', target, verb }
        : undefined;
    default: {
      const sends = others.has(origin.module) && (name === undefined || senders.has(name));
      return sends && !isRequire(node) ? { call: node, library: 'other', target, verb } : undefined;
    }
  }
}

function isRequire(node: CallNode): boolean {
  return node.callee.kind === 'Identifier' && node.callee.name === 'require';
}

/** An address as it is written: the parts of a template, with the code between them. */
export interface WrittenAddress {
  /** One more than `code`. */
  readonly strings: readonly string[];
  readonly code: readonly SyntaxNode[];
}

/** A literal, a template, `new URL(…)`, or a constant that holds one of them. */
export function addressOf(
  target: SyntaxNode | undefined,
  bindings: Bindings,
  depth = 0,
): WrittenAddress | undefined {
  if (target === undefined || depth > 5) return undefined;
  const node = unwrap(target);
  const text = literalText(node);
  if (text !== undefined) return { strings: [text], code: [] };
  switch (node.kind) {
    case 'Template':
      return { strings: node.strings, code: node.expressions };
    case 'Binary':
      return node.operator === '+' ? joined(node.left, node.right, bindings, depth) : undefined;
    case 'Identifier': {
      const binding = bindings.resolve(node);
      const known = binding?.kind === 'const' || (binding !== undefined && !binding.reassigned);
      return known ? addressOf(binding.initial, bindings, depth + 1) : undefined;
    }
    case 'New':
      return node.callee.kind === 'Identifier' && bindings.origin(node.callee)?.path[0] === 'URL'
        ? urlOf(node.args, bindings, depth)
        : undefined;
    default:
      return undefined;
  }
}

function joined(
  left: SyntaxNode,
  right: SyntaxNode,
  bindings: Bindings,
  depth: number,
): WrittenAddress | undefined {
  const parts = (node: SyntaxNode): WrittenAddress => {
    const inner = unwrap(node);
    const own = inner.kind === 'Identifier' ? undefined : addressOf(inner, bindings, depth + 1);
    return own ?? { strings: ['', ''], code: [inner] };
  };
  const a = parts(left);
  const b = parts(right);
  const middle = (a.strings.at(-1) ?? '') + (b.strings[0] ?? '');
  return {
    strings: [...a.strings.slice(0, -1), middle, ...b.strings.slice(1)],
    code: [...a.code, ...b.code],
  };
}

/** `new URL(address)`, or `new URL('/path', base)` where both are plain. */
function urlOf(
  [first, base]: readonly SyntaxNode[],
  bindings: Bindings,
  depth: number,
): WrittenAddress | undefined {
  if (base === undefined) return addressOf(first, bindings, depth + 1);
  const path = literalText(first);
  const root = addressOf(base, bindings, depth + 1);
  const origin = root?.code.length === 0 ? root.strings[0] : undefined;
  if (path === undefined || origin === undefined || !URL.canParse(path, origin)) return undefined;
  return { strings: [new URL(path, origin).href], code: [] };
}

/** The value of a property that is written in an object. */
export function propertyValue(object: ObjectNode, name: string): SyntaxNode | undefined {
  for (const one of object.properties) if (one.kind === 'Property' && one.key === name) return one.value;
  return undefined;
}
