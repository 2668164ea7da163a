import { forEachChild, literalText, unwrap } from './syntax.ts';
import type { DeclarationKeyword, FileNode, FunctionNode, IdentifierNode, SyntaxNode } from './syntax.ts';

/** Which declaration each name of a file means. Names are compared by declaration, never by spelling alone. */
export interface Bindings {
  /** The declaration a name refers to; undefined for globals. */
  resolve(name: IdentifierNode): Binding | undefined;
  /** The scope whose names are visible at `node`. */
  scopeAt(node: SyntaxNode): Scope;
  /** What `name` would mean if it were written at `node`. */
  lookup(name: string, node: SyntaxNode): Binding | undefined;
  /** Where a value comes from: through aliases, `require`, namespaces and destructuring. */
  origin(expression: SyntaxNode): Origin | undefined;
  /** The function an expression stands for, when it is written in this file. */
  functionOf(expression: SyntaxNode): FunctionNode | undefined;
  /** The binding by which a named function is called; undefined for one without a name. */
  bindingOfFunction(node: FunctionNode): Binding | undefined;
  /** Every name in the file that is no declaration, in source order. */
  readonly references: readonly IdentifierNode[];
  readonly all: readonly Binding[];
}

export interface Scope {
  readonly parent: Scope | undefined;
  readonly node: SyntaxNode;
  readonly names: ReadonlyMap<string, Binding>;
}

export interface Binding {
  readonly name: string;
  readonly kind: DeclarationKeyword | 'import' | 'parameter' | 'function' | 'class' | 'catch';
  readonly scope: Scope;
  readonly declaration: IdentifierNode;
  /** Every use, reads and writes, in source order; not the declaration. */
  readonly references: readonly IdentifierNode[];
  /** The first value, when the name itself is declared with one (not by a pattern). */
  readonly initial: SyntaxNode | undefined;
  /** For a destructured name: what is taken apart, and which of its properties this is. */
  readonly part: { readonly of: SyntaxNode; readonly keys: readonly string[] } | undefined;
  readonly imported:
    | { readonly source: string; readonly name: string; readonly typeOnly: boolean }
    | undefined;
  readonly function: FunctionNode | undefined;
  readonly exported: boolean;
  /** Is anything assigned to the name after its declaration? */
  readonly reassigned: boolean;
}

/**
 * A module and the way to the value in it. Globals have the module `''`. `default` and `*` are left out of the
 * path: for the libraries concerned (better-sqlite3, nock, mocha) module object and default export are one.
 */
export interface Origin {
  readonly module: string;
  readonly path: readonly string[];
}

interface GrowingScope extends Scope {
  readonly parent: GrowingScope | undefined;
  readonly names: Map<string, GrowingBinding>;
}

interface GrowingBinding extends Binding {
  readonly references: IdentifierNode[];
  exported: boolean;
  reassigned: boolean;
}

export function createBindings(file: FileNode): Bindings {
  const scopes = new Map<SyntaxNode, GrowingScope>();
  const resolved = new Map<IdentifierNode, GrowingBinding>();
  const references: IdentifierNode[] = [];
  const all: GrowingBinding[] = [];
  const functionBindings = new Map<FunctionNode, GrowingBinding>();
  /** Rules ask for the same ones again and again. */
  const origins = new Map<SyntaxNode, Origin | null>();

  const root = openScope(file, undefined);
  for (const statement of file.body) declare(statement, root);
  for (const reference of references) {
    const binding = find(reference.name, scopeAt(reference));
    if (binding === undefined) continue;
    binding.references.push(reference);
    if (isWritten(reference)) binding.reassigned = true;
    resolved.set(reference, binding);
    if (reference.parent?.kind === 'Export') binding.exported = true;
  }
  return { resolve, scopeAt, lookup, origin, functionOf, bindingOfFunction, references, all };

  function openScope(node: SyntaxNode, parent: GrowingScope | undefined): GrowingScope {
    const scope: GrowingScope = { parent, node, names: new Map() };
    scopes.set(node, scope);
    return scope;
  }

  function add(
    scope: GrowingScope,
    declaration: IdentifierNode,
    kind: Binding['kind'],
    more: Partial<Pick<Binding, 'initial' | 'part' | 'imported' | 'function' | 'exported'>> = {},
  ): void {
    const known = scope.names.get(declaration.name);
    if (known !== undefined) {
      // A second `var`, an overload, or broken code: all mean the first one.
      resolved.set(declaration, known);
      if (more.function?.body !== undefined) functionBindings.set(more.function, known);
      return;
    }
    const binding: GrowingBinding = {
      name: declaration.name,
      kind,
      scope,
      declaration,
      references: [],
      initial: more.initial,
      part: more.part,
      imported: more.imported,
      function: more.function,
      exported: more.exported ?? false,
      reassigned: false,
    };
    scope.names.set(declaration.name, binding);
    resolved.set(declaration, binding);
    all.push(binding);
    if (more.function !== undefined) functionBindings.set(more.function, binding);
  }

  function declareTarget(
    target: SyntaxNode,
    scope: GrowingScope,
    kind: Binding['kind'],
    value: { readonly initial?: SyntaxNode; readonly keys: readonly string[]; readonly exported: boolean },
  ): void {
    switch (target.kind) {
      case 'Identifier': {
        const { initial, keys, exported } = value;
        if (initial === undefined) return add(scope, target, kind, { exported });
        if (keys.length > 0) return add(scope, target, kind, { part: { of: initial, keys }, exported });
        const inner = unwrap(initial);
        const written = inner.kind === 'Function' ? { function: inner } : {};
        return add(scope, target, kind, { initial, exported, ...written });
      }
      case 'ObjectPattern':
        for (const property of target.properties) {
          const { initial, ...rest } = value;
          // A rest element or computed key has no known origin, but it still declares names.
          const known = property.key !== undefined && initial !== undefined;
          declareTarget(
            property.target,
            scope,
            kind,
            known ? { ...value, keys: [...value.keys, property.key] } : rest,
          );
        }
        return;
      case 'ArrayPattern':
        for (const element of target.elements) {
          declareTarget(element, scope, kind, { keys: [], exported: value.exported });
        }
        return;
      case 'Parameter':
        if (target.initial !== undefined) declare(target.initial, scope);
        return declareTarget(target.target, scope, kind, value);
      default:
        return declare(target, scope);
    }
  }

  function functionScope(scope: GrowingScope): GrowingScope {
    let at = scope;
    while (at.parent !== undefined && at.node.kind !== 'Function') at = at.parent;
    return at;
  }

  /** Walks `node`, opening scopes, declaring names and noting every other name for the second pass. */
  function declare(node: SyntaxNode, scope: GrowingScope): void {
    switch (node.kind) {
      case 'Identifier':
        references.push(node);
        return;
      case 'Block': {
        // A function's body shares the scope of its parameters, as far as names can collide.
        const inner = node.parent?.kind === 'Function' ? scope : openScope(node, scope);
        for (const statement of node.body) declare(statement, inner);
        return;
      }
      case 'Function': {
        if (node.name !== undefined && node.form === 'declaration') {
          add(scope, node.name, 'function', { function: node, exported: node.exported });
        }
        const inner = openScope(node, scope);
        if (node.name !== undefined && node.form === 'expression') {
          add(inner, node.name, 'function', { function: node });
        }
        for (const parameter of node.params)
          declareTarget(parameter, inner, 'parameter', { keys: [], exported: false });
        if (node.body !== undefined) declare(node.body, inner);
        return;
      }
      case 'Class': {
        if (node.name !== undefined && node.form === 'declaration') {
          add(scope, node.name, 'class', { exported: node.exported });
        }
        const inner = openScope(node, scope);
        if (node.name !== undefined && node.form === 'expression') add(inner, node.name, 'class');
        for (const parent of node.heritage) declare(parent, scope);
        for (const member of node.members) declare(member, inner);
        return;
      }
      case 'Variable': {
        const target = node.keyword === 'var' ? functionScope(scope) : scope;
        for (const declarator of node.declarators) {
          const { initial } = declarator;
          declareTarget(declarator.target, target, node.keyword, {
            ...(initial === undefined ? {} : { initial }),
            keys: [],
            exported: node.exported,
          });
          if (initial !== undefined) declare(initial, scope);
        }
        return;
      }
      case 'Loop': {
        const inner = openScope(node, scope);
        for (const part of node.head) declare(part, inner);
        declare(node.body, inner);
        return;
      }
      case 'Catch': {
        const inner = openScope(node, scope);
        if (node.parameter !== undefined)
          declareTarget(node.parameter, inner, 'catch', { keys: [], exported: false });
        declare(node.body, inner);
        return;
      }
      case 'Import':
        for (const name of node.names) {
          add(scope, name.local, 'import', {
            imported: { source: plainModule(node.source), name: name.imported, typeOnly: name.typeOnly },
          });
        }
        return;
      case 'Other': {
        const inner = node.scoped ? openScope(node, scope) : scope;
        for (const child of node.children) declare(child, inner);
        return;
      }
      default:
        forEachChild(node, declare, scope);
    }
  }

  function resolve(name: IdentifierNode): Binding | undefined {
    return resolved.get(name);
  }

  function scopeAt(node: SyntaxNode): GrowingScope {
    // A declared function or class is named in the scope around it, and so is what a class extends.
    for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
      const scope = scopes.get(at);
      if (scope !== undefined && at !== node) return scope;
      if (scope !== undefined && at.kind !== 'Function' && at.kind !== 'Class') return scope;
    }
    return root;
  }

  function find(name: string, scope: GrowingScope): GrowingBinding | undefined {
    for (let at: GrowingScope | undefined = scope; at !== undefined; at = at.parent) {
      const binding = at.names.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  function lookup(name: string, node: SyntaxNode): Binding | undefined {
    const own = node.kind === 'Function' ? scopes.get(node) : undefined;
    return find(name, own ?? scopeAt(node));
  }

  function origin(expression: SyntaxNode): Origin | undefined {
    const known = origins.get(expression);
    if (known !== undefined) return known ?? undefined;
    const found = originOf(expression, 0);
    origins.set(expression, found ?? null);
    return found;
  }

  function originOf(expression: SyntaxNode, depth: number): Origin | undefined {
    // Aliases of aliases end somewhere; a cycle in broken code would not.
    if (depth > 10) return undefined;
    const node = unwrap(expression);
    switch (node.kind) {
      case 'Identifier': {
        const binding = resolved.get(node);
        if (binding === undefined) return { module: '', path: [node.name] };
        if (binding.imported !== undefined) {
          if (binding.imported.typeOnly) return undefined;
          return step({ module: binding.imported.source, path: [] }, [binding.imported.name]);
        }
        if (binding.kind === 'parameter' || binding.reassigned) return undefined;
        if (binding.initial !== undefined) return originOf(binding.initial, depth + 1);
        if (binding.part !== undefined) return step(originOf(binding.part.of, depth + 1), binding.part.keys);
        return undefined;
      }
      case 'Member':
        return step(originOf(node.object, depth + 1), [node.property]);
      case 'Await':
        return originOf(node.operand, depth + 1);
      case 'Call': {
        const source = requiredModule(node.callee, node.args, depth);
        return source === undefined ? undefined : { module: plainModule(source), path: [] };
      }
      default:
        return undefined;
    }
  }

  function requiredModule(
    callee: SyntaxNode,
    args: readonly SyntaxNode[],
    depth: number,
  ): string | undefined {
    const inner = unwrap(callee);
    const loads =
      (inner.kind === 'Atom' && inner.text === 'import') ||
      (inner.kind === 'Identifier' && isRequire(inner, depth));
    return loads ? literalText(args[0]) : undefined;
  }

  function isRequire(name: IdentifierNode, depth: number): boolean {
    const binding = resolved.get(name);
    if (binding === undefined) return name.name === 'require';
    const initial = binding.initial === undefined ? undefined : unwrap(binding.initial);
    if (initial?.kind !== 'Call') return false;
    const maker = originOf(initial.callee, depth + 1);
    return maker?.module === 'module' && maker.path[0] === 'createRequire';
  }

  function functionOf(expression: SyntaxNode): FunctionNode | undefined {
    const node = unwrap(expression);
    if (node.kind === 'Function') return node;
    if (node.kind !== 'Identifier') return undefined;
    const binding = resolved.get(node);
    if (binding === undefined || binding.reassigned) return undefined;
    if (binding.function !== undefined) return binding.function;
    const initial = binding.initial === undefined ? undefined : unwrap(binding.initial);
    return initial?.kind === 'Identifier' && initial !== node && resolved.get(initial) !== binding
      ? functionOf(initial)
      : undefined;
  }

  function bindingOfFunction(node: FunctionNode): Binding | undefined {
    return functionBindings.get(node);
  }
}

function step(from: Origin | undefined, keys: readonly string[]): Origin | undefined {
  if (from === undefined) return undefined;
  const path = [...from.path];
  for (const key of keys) if (key !== '*' && !(key === 'default' && path.length === 0)) path.push(key);
  return { module: from.module, path };
}

/** A file of the project: a relative path, or one of package.json's `imports`. */
export function isOwnModule(source: string): boolean {
  return source.startsWith('.') || source.startsWith('#');
}

/** `node:sqlite` and `sqlite` are one module. */
function plainModule(source: string): string {
  return source.startsWith('node:') ? source.slice('node:'.length) : source;
}

/** The function handed to `new Promise`, which is run at once and whose result nobody gets. */
export function isPromiseExecutor(node: FunctionNode, bindings: Bindings): boolean {
  const { parent } = node;
  if (parent?.kind !== 'New' || parent.args[0] !== node) return false;
  const origin = bindings.origin(parent.callee);
  return origin?.module === '' && origin.path.length === 1 && origin.path[0] === 'Promise';
}

/** Is this name a target of an assignment, also inside `[a, b] = …` and `({ a } = …)`? */
export function isWritten(name: IdentifierNode): boolean {
  let at: SyntaxNode = name;
  for (;;) {
    const parent: SyntaxNode | undefined = at.parent;
    if (parent === undefined) return false;
    switch (parent.kind) {
      case 'Assign':
        return parent.left === at;
      case 'Unary':
        return parent.operator === '++' || parent.operator === '--';
      case 'Loop':
        return parent.head[0] === at && at === name;
      case 'Array':
      case 'Object':
      case 'Wrapped':
      case 'Spread':
        at = parent;
        break;
      case 'Property':
        if (parent.value !== at) return false;
        at = parent;
        break;
      default:
        return false;
    }
  }
}
