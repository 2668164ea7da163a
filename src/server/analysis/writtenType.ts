import { unwrap } from './syntax.ts';
import type { CallNode, IdentifierNode, NewNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/**
 * The type of an expression as TypeScript that can be written where `isVisible` names are. There is no type
 * checker here: undefined unless the text alone tells it for sure.
 */
export function writtenType(
  file: TestFile,
  expression: SyntaxNode,
  isVisible: (name: IdentifierNode) => boolean,
): string | undefined {
  return typeOf(expression);

  function typeOf(node: SyntaxNode): string | undefined {
    switch (node.kind) {
      case 'String':
      case 'Template':
        return 'string';
      case 'Atom':
        return typeOfAtom(node.text === '' ? file.text.slice(node.start, node.end) : node.text);
      case 'Unary':
        if (node.operator === '!') return 'boolean';
        if (node.operator === 'typeof') return 'string';
        return node.operator === '-' ? typeOf(node.operand) : undefined;
      case 'Binary':
        return typeOfBinary(node.operator, typeOf(node.left), typeOf(node.right));
      case 'Wrapped':
        return typeOfWrapped(node.start, node.end, node.inner);
      case 'Await': {
        const awaited = typeOf(node.operand);
        return awaited === undefined ? undefined : `Awaited<${awaited}>`;
      }
      case 'Object':
        return typeOfObject(node.properties);
      case 'Array': {
        const [first, ...others] = node.elements.map(typeOf);
        if (first === undefined || others.some((other) => other !== first)) return undefined;
        return /^\w+$/.test(first) ? `${first}[]` : `Array<${first}>`;
      }
      case 'New':
        return typeOfNew(node);
      case 'Call':
        return typeOfCall(node);
      case 'Identifier':
      case 'Member': {
        const path = visiblePath(node);
        return path === undefined ? undefined : `typeof ${path}`;
      }
      default:
        return undefined;
    }
  }

  function typeOfWrapped(start: number, end: number, inner: SyntaxNode): string | undefined {
    const behind = file.text.slice(inner.end, end).trim();
    if (behind === ')' && file.text[start] === '(') return typeOf(inner);
    const as = /^as\s+([\s\S]+)$/.exec(behind)?.[1];
    return as === undefined || as === 'const' ? undefined : as;
  }

  function typeOfObject(properties: readonly SyntaxNode[]): string | undefined {
    const { quote } = file.style;
    const parts: string[] = [];
    for (const property of properties) {
      if (property.kind !== 'Property' || property.key === undefined) return undefined;
      const type = typeOf(property.value);
      if (type === undefined) return undefined;
      const isName = /^[A-Za-z_$][\w$]*$/.test(property.key);
      parts.push(`${isName ? property.key : `${quote}${property.key}${quote}`}: ${type}`);
    }
    return parts.length === 0 ? undefined : `{ ${parts.join('; ')} }`;
  }

  function typeOfNew(node: NewNode): string | undefined {
    const path = visiblePath(node.callee);
    if (path === undefined) return undefined;
    const given = typeArguments(node);
    const root = rootOf(node.callee);
    const binding = root === undefined ? undefined : file.bindings.resolve(root);
    const origin = file.bindings.origin(node.callee);
    const isType = binding === undefined || binding.imported !== undefined || binding.kind === 'class';
    if (!isType) return given === '' ? `InstanceType<typeof ${path}>` : undefined;
    if (origin?.module === 'better-sqlite3' && origin.path.length === 0) return `${path}.Database`;
    if (given === '' && genericGlobals.has(path)) return undefined;
    return path + given;
  }

  function typeOfCall(node: CallNode): string | undefined {
    const scope = typeOfInterceptor(node);
    if (scope !== undefined) return scope;
    const path = visiblePath(node.callee);
    if (path === undefined || typeArguments(node) !== '' || isGeneric(node.callee)) return undefined;
    const origin = file.bindings.origin(node.callee);
    const name = origin?.path.at(-1) ?? '';
    if (origin === undefined) {
      // A method of a variable; those of a database are generic, and say nothing about their result.
      return /(^|\.)(prepare|pragma|transaction|map|filter|reduce|find|then)$/.test(path)
        ? undefined
        : `ReturnType<typeof ${path}>`;
    }
    if (origin.module === '') {
      if (file.bindings.functionOf(node.callee) !== undefined) return `ReturnType<typeof ${path}>`;
      return globalResults.get(origin.path.join('.'));
    }
    const known = moduleResults.get(`${origin.module}.${name}`);
    if (known !== undefined) return known;
    const isOwn = origin.module.startsWith('.') || origin.module.startsWith('#');
    return isOwn || singleSignature.has(`${origin.module}.${name}`)
      ? `ReturnType<typeof ${path}>`
      : undefined;
  }

  /** A function of this file whose result depends on what it is called with. */
  function isGeneric(callee: SyntaxNode): boolean {
    const written = file.bindings.functionOf(callee);
    if (written === undefined) return false;
    return file.text.slice(written.start, written.params[0]?.start ?? written.body?.start).includes('<');
  }

  /** `nock(…).get(…).reply(…)` */
  function typeOfInterceptor(node: CallNode): string | undefined {
    let at: SyntaxNode = node;
    let last: string | undefined;
    while (at.kind === 'Call' && at.callee.kind === 'Member') {
      last ??= at.callee.property;
      at = unwrap(at.callee.object);
    }
    if (at.kind !== 'Call' || at.callee.kind !== 'Identifier' || !isVisible(at.callee)) return undefined;
    const origin = file.bindings.origin(at.callee);
    if (origin?.module !== 'nock' || origin.path.length > 0) return undefined;
    const isScope = last === undefined || /^(reply\w*|persist)$/.test(last);
    return isScope ? `${at.callee.name}.Scope` : undefined;
  }

  /** `a.b.c` when its first name is visible. */
  function visiblePath(node: SyntaxNode): string | undefined {
    if (node.kind === 'Identifier') return isVisible(node) ? node.name : undefined;
    if (node.kind !== 'Member') return undefined;
    const object = visiblePath(node.object);
    return object === undefined || !/^\w+$/.test(node.property) ? undefined : `${object}.${node.property}`;
  }

  function typeArguments(node: CallNode | NewNode): string {
    const behind = file.text.slice(node.callee.end, node.args[0]?.start ?? node.end);
    return /^\s*(<[\s\S]*>)\s*\(/.exec(behind)?.[1] ?? '';
  }
}

function rootOf(node: SyntaxNode): IdentifierNode | undefined {
  let at = node;
  while (at.kind === 'Member') at = at.object;
  return at.kind === 'Identifier' ? at : undefined;
}

function typeOfAtom(text: string): string | undefined {
  if (text === 'true' || text === 'false') return 'boolean';
  if (/^\d[\d_]*n$/.test(text)) return 'bigint';
  if (/^[\d.]/.test(text)) return 'number';
  return text.startsWith('/') ? 'RegExp' : undefined;
}

function typeOfBinary(
  operator: string,
  left: string | undefined,
  right: string | undefined,
): string | undefined {
  if (/^([=!]==?|[<>]=?|in|instanceof)$/.test(operator)) return 'boolean';
  if (operator === '+' && (left === 'string' || right === 'string')) return 'string';
  return /^(\+|-|\*|\/|%|\*\*)$/.test(operator) && left === 'number' && right === 'number'
    ? 'number'
    : undefined;
}

/** Their type arguments come from what they are made with. */
const genericGlobals = new Set([
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Array',
  'Promise',
  'Proxy',
  'Function',
  'Object',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'CustomEvent',
]);

const globalResults: ReadonlyMap<string, string> = new Map([
  ['Number', 'number'],
  ['String', 'string'],
  ['Boolean', 'boolean'],
  ['Date.now', 'number'],
  ['Date.UTC', 'number'],
  ['Math.random', 'number'],
  ['performance.now', 'number'],
  ['JSON.stringify', 'string'],
  ['crypto.randomUUID', 'string'],
  ['fetch', 'ReturnType<typeof fetch>'],
]);

/** Functions with several signatures, of which `ReturnType` would take the last. */
const moduleResults: ReadonlyMap<string, string> = new Map([
  ['fs.mkdtempSync', 'string'],
  ['fs.mkdtemp', 'Promise<string>'],
  ['fs/promises.mkdtemp', 'Promise<string>'],
  ['os.tmpdir', 'string'],
  ['path.join', 'string'],
  ['path.resolve', 'string'],
  ['path.dirname', 'string'],
  ['path.basename', 'string'],
  ['crypto.randomUUID', 'string'],
  ['url.fileURLToPath', 'string'],
]);

/** Functions of packages whose result does not depend on how they are called. */
const singleSignature = new Set([
  'express.',
  'http.createServer',
  'child_process.spawn',
  'child_process.fork',
]);
