import type { Binding, Bindings } from './bindings.ts';
import { isPromiseExecutor, isWritten } from './bindings.ts';
import type { MochaModel } from './mochaModel.ts';
import { enclosingFunction } from './syntax.ts';
import type { CallNode, FunctionNode, MemberNode, NewNode, SyntaxNode } from './syntax.ts';

/** What a piece of code does with the resource it is given. `may release`: nobody can say, so nothing is reported. */
export type Use = 'releases' | 'returns it' | 'only uses' | 'may release';

/** How a kind of resource is let go. */
export interface ResourceKind {
  /** Methods of the resource that release it. */
  readonly release: ReadonlySet<string>;
  /** Methods that return the resource itself, for chaining. */
  readonly chain: ReadonlySet<string>;
  /** Methods from whose call on it is held, where making it alone holds nothing: a server before `listen`. */
  readonly start?: ReadonlySet<string>;
  /** Functions of other files that by their name use it and do not take it over, besides those for every resource. */
  readonly usedBy?: RegExp;
  /** Judges a member by more than its name, such as `child.on('exit', …)`. Undefined: by the lists above. */
  readonly judgeMember?: (member: MemberNode, bindings: Bindings) => Use | undefined;
  /** Judges a function that is handed it. Undefined: by the function's name. */
  readonly judgeArgument?: (call: CallNode | NewNode, index: number, bindings: Bindings) => Use | undefined;
}

/** What can be said about a resource from the moment it is acquired. */
export interface Ownership {
  /** Somebody this file does not show may release it: it is stored, returned, or handed to an unknown function. */
  readonly passedOn: boolean;
  /** Held by a `using` declaration, which releases it. */
  readonly disposed: boolean;
  /** The functions of this file that return it; each call of them acquires one. */
  readonly returnedFrom: readonly FunctionNode[];
  /** Where it is released. */
  readonly releases: readonly SyntaxNode[];
  /** The calls of its kind's `start`. */
  readonly starts: readonly SyntaxNode[];
  /** The first name it is given. */
  readonly binding: Binding | undefined;
  /** Assignments or declarations that give it that name, when the name gets it directly. */
  readonly given: SyntaxNode | undefined;
}

/** A name for which release is at least possible: nothing is reported when the resource goes there. */
const mayRelease =
  /close|dispose|destroy|tear_?down|clean|release|shut_?down|stop|end$|quit|disconnect|kill|terminate/i;

/**
 * Functions of other files that by their name use a resource and do not take it over. Anything else is unknown,
 * and an unknown helper means silence: a false report costs more trust than a missed one.
 */
const onlyUses =
  /^(create|build|make|new|seed|migrate|insert|add|count|find|get|list|read|load|select|query|fetch|populate|fill|given|apply|assert|expect|check|verify|has|is|log|dump|print|exec|run|prepare|truncate|wipe|reset|save|store|update|import|place|sign)(?![a-z])/;

/** Methods that keep what they are handed. */
const collects = /^(add|insert|save|set|store)$/;

/** Modules and globals whose functions look at a value and never keep it. */
const observers = new Set(['assert', 'assert/strict', 'chai', 'expect', 'should', 'util']);
const observerGlobals = new Set(['console', 'assert', 'expect', 'Boolean', 'String', 'JSON']);

export function traceOwnership(
  acquired: SyntaxNode,
  kind: ResourceKind,
  bindings: Bindings,
  mocha: MochaModel,
): Ownership {
  return trace({ value: acquired }, kind, bindings, mocha);
}

/** The same for everything that a name is ever given. */
export function traceName(
  name: Binding,
  kind: ResourceKind,
  bindings: Bindings,
  mocha: MochaModel,
): Ownership {
  return trace({ name }, kind, bindings, mocha);
}

type TraceStart = { readonly value: SyntaxNode } | { readonly name: Binding };

function trace(from: TraceStart, kind: ResourceKind, bindings: Bindings, mocha: MochaModel): Ownership {
  let passedOn = false;
  let disposed = false;
  let first: Binding | undefined;
  let given: SyntaxNode | undefined;
  const returnedFrom: FunctionNode[] = [];
  const releases: SyntaxNode[] = [];
  const starts: SyntaxNode[] = [];
  const seenBindings = new Set<Binding>();
  const seenHolders = new Set<SyntaxNode>();

  if ('value' in from) followValue(from.value);
  else followBinding(from.name);
  return { passedOn, disposed, returnedFrom, releases, starts, binding: first, given };

  /** `value` evaluates to the resource: what happens to it? */
  function followValue(value: SyntaxNode): void {
    const parent = value.parent;
    if (parent === undefined) return;
    switch (parent.kind) {
      case 'Wrapped':
      case 'Await':
        return followValue(parent);
      case 'Conditional':
        return parent.test === value ? undefined : followValue(parent);
      case 'Binary':
        return followOperand(parent.operator, parent.left === value, parent);
      case 'Assign':
        if (parent.left === value) return undefined;
        if (!/^(\?\?|\|\||&&)?=$/.test(parent.operator)) return undefined;
        followTarget(parent.left, parent);
        return followValue(parent);
      case 'Declarator': {
        if (parent.initial !== value) return undefined;
        return followTarget(parent.target, parent);
      }
      case 'Member':
        return followMember(parent);
      case 'Index':
        // `db[Symbol.dispose]()`, or a key nobody can know.
        if (parent.object === value) releases.push(parent);
        return undefined;
      case 'Call':
      case 'New':
        return parent.callee === value
          ? undefined
          : followArgument(parent, parent.args.indexOf(value), undefined);
      case 'Property':
        return followContainer(parent.parent, parent.key);
      case 'Array':
        return followContainer(parent, undefined);
      case 'Return':
        return followReturn(enclosingFunction(parent), parent);
      case 'Function':
        return parent.body === value ? followReturn(parent, value) : undefined;
      case 'ExpressionStatement':
      case 'If':
      case 'Template':
      case 'Unary':
        return undefined;
      case 'Loop':
        return undefined;
      default:
        passedOn = true;
    }
  }

  function followOperand(operator: string, isLeft: boolean, whole: SyntaxNode): void {
    if (operator === '??' || operator === '||') return followValue(whole);
    // `db && db.close()` only looks at the left side, but its value may still be it.
    if ((operator === '&&' || operator === ',') && !isLeft) return followValue(whole);
  }

  function followTarget(target: SyntaxNode, giver: SyntaxNode): void {
    if (target.kind === 'Wrapped') return followTarget(target.inner, giver);
    const binding = target.kind === 'Identifier' ? bindings.resolve(target) : undefined;
    // Stored in an object, taken apart, or put in a global: out of sight.
    if (binding === undefined) {
      passedOn = true;
      return;
    }
    if (first === undefined) {
      first = binding;
      given = giver;
    }
    followBinding(binding);
  }

  function followBinding(binding: Binding): void {
    if (seenBindings.has(binding)) return;
    seenBindings.add(binding);
    if (binding.exported) passedOn = true;
    if (binding.kind === 'using' || binding.kind === 'await using') disposed = true;
    for (const reference of binding.references) if (!isWritten(reference)) followValue(reference);
  }

  function followMember(member: MemberNode): void {
    const { property } = member;
    const judged = kind.judgeMember?.(member, bindings);
    if (judged === 'releases' || (judged === undefined && kind.release.has(property))) {
      releases.push(member);
      return;
    }
    if (judged === 'may release') passedOn = true;
    const call = member.parent;
    if (call?.kind !== 'Call' || call.callee !== member) return;
    if (kind.start?.has(property) === true) starts.push(call);
    if (judged === 'returns it' || (judged === undefined && kind.chain.has(property))) followValue(call);
  }

  function followContainer(container: SyntaxNode | undefined, key: string | undefined): void {
    const user = container?.parent;
    if (container?.kind !== 'Object' && container?.kind !== 'Array') passedOn = true;
    else if ((user?.kind === 'Call' || user?.kind === 'New') && user.callee !== container) {
      followArgument(user, user.args.indexOf(container), key ?? '');
    } else if (user?.kind === 'Property') followContainer(user.parent, user.key);
    else if (user?.kind === 'Array') followContainer(user, undefined);
    else passedOn = true;
  }

  function followReturn(from: FunctionNode | undefined, at: SyntaxNode): void {
    if (from === undefined) {
      passedOn = true;
      return;
    }
    // mocha ignores what it gets back, unless it is a promise, and then only waits for it.
    if (mocha.isMochaCallback(from) || isPromiseExecutor(from, bindings)) return;
    const binding = bindings.bindingOfFunction(from);
    const onlyCalled =
      binding !== undefined &&
      !binding.exported &&
      !from.generator &&
      binding.references.every((use) => use.parent?.kind === 'Call' && use.parent.callee === use);
    if (!onlyCalled) {
      passedOn = true;
      return;
    }
    if (enclosesAcquisition(from)) {
      returnedFrom.push(from);
      return;
    }
    // A getter of a variable further out: each call is one more name for the same resource.
    if (seenHolders.has(at)) return;
    seenHolders.add(at);
    for (const use of binding.references) if (use.parent !== undefined) followValue(use.parent);
  }

  function enclosesAcquisition(node: FunctionNode): boolean {
    if ('name' in from) return false;
    for (let at = enclosingFunction(from.value); at !== undefined; at = enclosingFunction(at))
      if (at === node) return true;
    return false;
  }

  function followArgument(call: CallNode | NewNode, index: number, property: string | undefined): void {
    const local = call.kind === 'Call' ? bindings.functionOf(call.callee) : undefined;
    if (local !== undefined) return followParameter(local, index, property);
    if (index < 0) {
      passedOn = true;
      return;
    }
    const judged = kind.judgeArgument?.(call, index, bindings);
    if (judged === 'only uses') return;
    // Inside an object it is only an option of the call, whatever the call is.
    if (judged === 'releases' && property === undefined) {
      releases.push(call);
      return;
    }
    if (judged === 'returns it' && property === undefined) return followValue(call);
    const name = calledName(call.callee);
    if (isObserver(call.callee)) return;
    // `opened.add(db)`: a collection, from which a hook may take it again.
    if (call.callee.kind === 'Member' && collects.test(call.callee.property)) {
      passedOn = true;
      return;
    }
    if (name === undefined || mayRelease.test(name)) {
      passedOn = true;
      return;
    }
    if (call.kind === 'New' || onlyUses.test(name) || kind.usedBy?.test(name) === true)
      return followHolder(call);
    passedOn = true;
  }

  function isObserver(callee: SyntaxNode): boolean {
    const origin = bindings.origin(callee);
    if (origin !== undefined) {
      return origin.module === '' ? observerGlobals.has(origin.path[0] ?? '') : observers.has(origin.module);
    }
    return false;
  }

  function followParameter(local: FunctionNode, index: number, property: string | undefined): void {
    const parameter = local.params[index];
    if (parameter === undefined || parameter.kind !== 'Parameter' || parameter.rest) {
      passedOn = true;
      return;
    }
    const { target } = parameter;
    if (property === undefined && target.kind === 'Identifier') return followName(target);
    if (property !== undefined && target.kind === 'ObjectPattern') {
      const taken = target.properties.find((one) => one.key === property);
      const inner = taken?.target.kind === 'Parameter' ? taken.target.target : undefined;
      if (inner?.kind === 'Identifier') return followName(inner);
      if (taken === undefined && !target.properties.some((one) => one.rest)) return;
    }
    passedOn = true;
  }

  function followName(name: SyntaxNode): void {
    const binding = name.kind === 'Identifier' ? bindings.resolve(name) : undefined;
    if (binding === undefined) passedOn = true;
    else followBinding(binding);
  }

  /**
   * `value` was made with the resource, like a repository or an application. It does not own it, but if it can be
   * closed itself, that may close the resource too.
   */
  function followHolder(value: SyntaxNode): void {
    if (seenHolders.has(value)) return;
    seenHolders.add(value);
    const parent = value.parent;
    if (parent === undefined) return;
    switch (parent.kind) {
      case 'Wrapped':
      case 'Await':
        return followHolder(parent);
      case 'Member':
        if (mayRelease.test(parent.property)) passedOn = true;
        return;
      case 'Assign':
      case 'Declarator': {
        const target = parent.kind === 'Assign' ? parent.left : parent.target;
        if (target === value) return;
        const binding = target.kind === 'Identifier' ? bindings.resolve(target) : undefined;
        if (binding === undefined) {
          passedOn ||= target.kind !== 'ObjectPattern' || patternMayRelease(target);
          return;
        }
        if (binding.exported) passedOn = true;
        for (const reference of binding.references) if (!isWritten(reference)) followHolder(reference);
        return;
      }
      case 'Call':
      case 'New': {
        const name = parent.callee === value ? '' : (calledName(parent.callee) ?? '');
        if (mayRelease.test(name)) passedOn = true;
        return;
      }
      case 'Function':
        if (parent.body === value && !mocha.isMochaCallback(parent)) passedOn = true;
        return;
      case 'Return': {
        const from = enclosingFunction(parent);
        if (from === undefined || !mocha.isMochaCallback(from)) passedOn = true;
        return;
      }
      case 'Property':
      case 'Array':
        passedOn = true;
        return;
      default:
        return;
    }
  }

  function patternMayRelease(target: SyntaxNode): boolean {
    return (
      target.kind === 'ObjectPattern' &&
      target.properties.some((one) => one.key === undefined || mayRelease.test(one.key))
    );
  }
}

/** The last name of `a.b.c(…)`; undefined for a callee without one. */
function calledName(callee: SyntaxNode): string | undefined {
  if (callee.kind === 'Identifier') return callee.name;
  if (callee.kind === 'Member') return callee.property;
  return callee.kind === 'Wrapped' ? calledName(callee.inner) : undefined;
}
