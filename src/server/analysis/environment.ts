import type { Bindings } from './bindings.ts';
import { forEachChild, literalText, unwrap } from './syntax.ts';
import type { AssignNode, IndexNode, MemberNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** One mention of a variable of the environment, such as `process.env.HOME`. */
export interface EnvironmentUse {
  readonly node: MemberNode | IndexNode;
  /** Undefined when it is known only at run time. */
  readonly key: string | undefined;
  readonly use: 'read' | 'set' | 'delete';
  /** For `set`. */
  readonly assignment: AssignNode | undefined;
}

/** What a file does with `process.env`. */
export interface Environment {
  readonly uses: readonly EnvironmentUse[];
  /** Where all of it is replaced, filled, or handed together with other arguments, as in `stub(process.env, 'A')`. */
  readonly whole: readonly SyntaxNode[];
}

const made = {};
const none: Environment = { uses: [], whole: [] };

export function environmentOf(file: TestFile): Environment {
  return file.once(made, () => (isMentioned(file) ? read(file) : none));
}

/** Every way to `process.env` that `isEnvironment` knows has this name in it. */
function isMentioned(file: TestFile): boolean {
  if (!file.text.includes('env')) return false;
  return (
    file.all('Member').some(({ property }) => property === 'env') ||
    file.all('PatternProperty').some(({ key: name }) => name === 'env') ||
    file.all('ImportedName').some(({ imported }) => imported === 'env')
  );
}

function read(file: TestFile): Environment {
  const { bindings } = file;
  const parts = [...file.all('Member'), ...file.all('Index')];
  const uses = parts.filter((node) => isEnvironment(node.object, bindings));
  const assigned = file.all('Assign').filter((node) => isEnvironment(node.left, bindings));
  const handed = file.all('Call').filter((node) => replaces(node.args, bindings));
  return {
    uses: uses.toSorted((a, b) => a.start - b.start).map((node) => useOf(node, bindings)),
    whole: [...assigned, ...handed].toSorted((a, b) => a.start - b.start),
  };
}

/** Is this `process.env` itself, under whatever name? */
export function isEnvironment(node: SyntaxNode, bindings: Bindings): boolean {
  const origin = bindings.origin(node);
  if (origin === undefined) return false;
  if (origin.module === 'process') return origin.path.length === 1 && origin.path[0] === 'env';
  if (origin.module !== '') return false;
  const path = origin.path[0] === 'globalThis' || origin.path[0] === 'global' ? 1 : 0;
  return (
    origin.path.length === path + 2 && origin.path[path] === 'process' && origin.path[path + 1] === 'env'
  );
}

function isProcess(node: SyntaxNode, bindings: Bindings): boolean {
  const origin = bindings.origin(node);
  return (
    (origin?.module === 'process' && origin.path.length === 0) ||
    (origin?.module === '' && origin.path.length === 1 && origin.path[0] === 'process')
  );
}

/** `Object.assign(process.env, …)`, `stub(process.env, 'A')`, `stub(process, 'env')`. */
function replaces(args: readonly SyntaxNode[], bindings: Bindings): boolean {
  const [target, second] = args;
  if (target === undefined || second === undefined) return false;
  return isEnvironment(target, bindings) || (isProcess(target, bindings) && literalText(second) === 'env');
}

function useOf(node: MemberNode | IndexNode, bindings: Bindings): EnvironmentUse {
  const key = node.kind === 'Member' ? node.property : constantText(node.index, bindings);
  let at: SyntaxNode = node;
  while (at.parent?.kind === 'Wrapped') at = at.parent;
  const parent = at.parent;
  if (parent?.kind === 'Assign' && parent.left === at) return { node, key, use: 'set', assignment: parent };
  const deleted = parent?.kind === 'Unary' && parent.operator === 'delete';
  return { node, key, use: deleted ? 'delete' : 'read', assignment: undefined };
}

function constantText(node: SyntaxNode, bindings: Bindings): string | undefined {
  const text = literalText(node);
  if (text !== undefined) return text;
  const inner = unwrap(node);
  const binding = inner.kind === 'Identifier' ? bindings.resolve(inner) : undefined;
  return binding?.kind === 'const' ? literalText(binding.initial) : undefined;
}

/** Every variable of the environment that an expression looks at. */
export function readsEnvironment(expression: SyntaxNode, bindings: Bindings): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Member' || node.kind === 'Index' || node.kind === 'Identifier') {
      found ||= isEnvironment(node, bindings);
    }
    if (!found) forEachChild(node, visit);
  };
  visit(expression);
  return found;
}
