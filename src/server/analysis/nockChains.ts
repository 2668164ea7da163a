import type { Binding, Bindings } from './bindings.ts';
import { callsFrom } from './calls.ts';
import { contains, enclosingStatement, forEachChild, literalText, unwrap } from './syntax.ts';
import type { CallNode, ExpressionStatementNode, IdentifierNode, Span, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** A method called on a nock scope or interceptor. */
interface ChainCall {
  readonly name: string;
  readonly call: CallNode;
}

/** `.get('/path').query(…).reply(200)`: one request and its answer. */
export interface NockInterceptor {
  /** In capitals; undefined for `intercept` with a method known only at run time. */
  readonly method: string | undefined;
  readonly verb: CallNode;
  readonly path: SyntaxNode | undefined;
  /** What the request's body has to be. */
  readonly body: SyntaxNode | undefined;
  /** Between the path and the reply, such as `query` and `delay`. */
  readonly modifiers: readonly ChainCall[];
  /** `reply`, `replyWithError` or `replyWithFile`; undefined while it is not written yet. */
  readonly reply: ChainCall | undefined;
}

/** `nock('http://host').get(…).reply(…)`, or the same on a scope that was given a name before. */
export interface NockChain extends Span {
  /** The call of nock, or the name of a scope. */
  readonly root: CallNode | IdentifierNode;
  /** The whole expression. */
  readonly whole: SyntaxNode;
  readonly calls: readonly ChainCall[];
  readonly interceptors: readonly NockInterceptor[];
}

const verbs = new Set(['get', 'post', 'put', 'head', 'patch', 'merge', 'delete', 'options', 'intercept']);
const replies = new Set(['reply', 'replyWithError', 'replyWithFile']);

/** Calls of nock itself: each makes a scope. */
export function nockCalls(file: TestFile): readonly CallNode[] {
  return file.once(nockCalls, () =>
    callsFrom(file, ['nock']).filter(
      (node): node is CallNode => node.kind === 'Call' && isNockCall(node, file.bindings),
    ),
  );
}

/** Every place where a function of nock is used: `nock.cleanAll()`, `afterEach(nock.cleanAll)`, `cleanAll()`. */
export function nockUses(file: TestFile, names: ReadonlySet<string>): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'ImportedName' || node.kind === 'ObjectPattern') return;
    if (node.kind === 'Member' || node.kind === 'Identifier') {
      const origin = file.bindings.origin(node);
      if (origin?.module === 'nock' && origin.path.length === 1 && names.has(origin.path[0] ?? '')) {
        found.push(node);
      }
    }
    forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

/** Every chain of the file, in source order. */
export function nockChains(file: TestFile): readonly NockChain[] {
  return file.once(nockChains, () => {
    const roots: (CallNode | IdentifierNode)[] = [...nockCalls(file)];
    for (const scope of file.bindings.all.filter((binding) => holdsScope(binding, file.bindings))) {
      for (const use of scope.references) if (isObject(use)) roots.push(use);
    }
    return roots.map(chainFrom).toSorted((a, b) => a.start - b.start || b.end - a.end);
  });
}

/** The chain that holds the selection, the innermost one where a reply holds another. */
export function chainAt(file: TestFile, selection: Span): NockChain | undefined {
  return nockChains(file).findLast((chain) => contains(chain, selection));
}

/** The interceptor of a chain that holds the selection, or its only one. */
export function interceptorAt(chain: NockChain, selection: Span): NockInterceptor | undefined {
  const [only, ...others] = chain.interceptors;
  if (others.length === 0) return only;
  return chain.interceptors.find((one, index) => {
    const next = chain.interceptors[index + 1];
    const from = one.verb.callee.kind === 'Member' ? one.verb.callee.object.end : one.verb.start;
    const to = next?.verb.callee.kind === 'Member' ? next.verb.callee.object.end : chain.end;
    return from < selection.start && selection.end <= to;
  });
}

/** The statement that only makes the chain, so that its scope has no name. */
export function unnamedStatement(chain: NockChain): ExpressionStatementNode | undefined {
  const statement = enclosingStatement(chain.whole);
  return statement?.kind === 'ExpressionStatement' && unwrap(statement.expression) === chain.whole
    ? statement
    : undefined;
}

/** Is a function written in the code, which may keep what it is called with? */
export function holdsFunction(node: SyntaxNode): boolean {
  if (node.kind === 'Function') return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= holdsFunction(child);
  });
  return found;
}

function isNockCall(node: CallNode, bindings: Bindings): boolean {
  const origin = bindings.origin(node.callee);
  return origin?.module === 'nock' && origin.path.length === 0 && !isLoading(node);
}

/** `require('nock')` and `import('nock')` come from nock, too. */
function isLoading(node: CallNode): boolean {
  const callee = unwrap(node.callee);
  return callee.kind === 'Atom' || (callee.kind === 'Identifier' && callee.name === 'require');
}

function holdsScope(binding: Binding, bindings: Bindings): boolean {
  const values = binding.initial === undefined ? [] : [binding.initial];
  for (const { parent } of binding.references) if (parent?.kind === 'Assign') values.push(parent.right);
  return values.some((value) => {
    for (let at = unwrap(value); at.kind === 'Call';) {
      if (isNockCall(at, bindings)) return true;
      const callee = unwrap(at.callee);
      if (callee.kind !== 'Member') return false;
      at = unwrap(callee.object);
    }
    return false;
  });
}

function isObject(name: IdentifierNode): boolean {
  const { parent } = name;
  return parent?.kind === 'Member' && verbs.has(parent.property) && parent.parent?.kind === 'Call';
}

function chainFrom(root: CallNode | IdentifierNode): NockChain {
  const calls: ChainCall[] = [];
  let whole: SyntaxNode = root;
  for (;;) {
    const member: SyntaxNode | undefined = whole.parent;
    const call: SyntaxNode | undefined = member?.parent;
    if (member?.kind !== 'Member' || call?.kind !== 'Call' || call.callee !== member) break;
    calls.push({ name: member.property, call });
    whole = call;
  }
  return { start: root.start, end: whole.end, root, whole, calls, interceptors: interceptorsOf(calls) };
}

function interceptorsOf(calls: readonly ChainCall[]): readonly NockInterceptor[] {
  const found: NockInterceptor[] = [];
  for (const [index, { name, call }] of calls.entries()) {
    if (!verbs.has(name)) continue;
    const rest = calls.slice(index + 1);
    const stop = rest.findIndex((one) => replies.has(one.name) || verbs.has(one.name));
    const reply = stop === -1 ? undefined : rest[stop];
    const generic = name === 'intercept';
    found.push({
      method: generic ? literalText(call.args[1])?.toUpperCase() : name.toUpperCase(),
      verb: call,
      path: call.args[0],
      body: call.args[generic ? 2 : 1],
      modifiers: stop === -1 ? rest : rest.slice(0, stop),
      reply: reply !== undefined && replies.has(reply.name) ? reply : undefined,
    });
  }
  return found;
}
