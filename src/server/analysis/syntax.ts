/**
 * The syntax tree that rules and actions read. It is our own, so that the parser behind it can be replaced: a
 * parser only has to build these nodes. Types are left out, since no rule needs them; their places are kept
 * where an edit has to copy or drop one. Offsets are UTF-16 code units from the start of the text, without
 * leading white space or comments.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface NodeBase extends Span {
  /** Set once by `linkParents`; only the file has none. */
  parent: SyntaxNode | undefined;
}

export interface FileNode extends NodeBase {
  readonly kind: 'File';
  readonly body: readonly SyntaxNode[];
}

export interface IdentifierNode extends NodeBase {
  readonly kind: 'Identifier';
  readonly name: string;
}

export interface StringNode extends NodeBase {
  readonly kind: 'String';
  readonly value: string;
}

export interface TemplateNode extends NodeBase {
  readonly kind: 'Template';
  /** The text between the substitutions; one more than `expressions`. */
  readonly strings: readonly string[];
  readonly expressions: readonly SyntaxNode[];
}

/** Numbers, regular expressions, `true`, `null`, `this`, `super`, `import` (as a callee): the source text says which. */
export interface AtomNode extends NodeBase {
  readonly kind: 'Atom';
  readonly text: string;
}

export interface CallNode extends NodeBase {
  readonly kind: 'Call';
  readonly callee: SyntaxNode;
  readonly args: readonly SyntaxNode[];
}

export interface NewNode extends NodeBase {
  readonly kind: 'New';
  readonly callee: SyntaxNode;
  readonly args: readonly SyntaxNode[];
}

/** `object.property`; also `object['property']` when the key is a plain string. */
export interface MemberNode extends NodeBase {
  readonly kind: 'Member';
  readonly object: SyntaxNode;
  readonly property: string;
}

/** `object[index]` with a computed key. */
export interface IndexNode extends NodeBase {
  readonly kind: 'Index';
  readonly object: SyntaxNode;
  readonly index: SyntaxNode;
}

export interface FunctionNode extends NodeBase {
  readonly kind: 'Function';
  readonly form: 'declaration' | 'expression' | 'arrow' | 'method';
  readonly name: IdentifierNode | undefined;
  readonly params: readonly SyntaxNode[];
  /** Undefined for overload signatures and abstract methods. */
  readonly body: SyntaxNode | undefined;
  readonly async: boolean;
  readonly generator: boolean;
  readonly exported: boolean;
}

export interface ClassNode extends NodeBase {
  readonly kind: 'Class';
  readonly form: 'declaration' | 'expression';
  readonly name: IdentifierNode | undefined;
  readonly heritage: readonly SyntaxNode[];
  readonly members: readonly SyntaxNode[];
  readonly exported: boolean;
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'Object';
  readonly properties: readonly SyntaxNode[];
}

export interface PropertyNode extends NodeBase {
  readonly kind: 'Property';
  /** Undefined when the key is computed. */
  readonly key: string | undefined;
  readonly computed: SyntaxNode | undefined;
  readonly value: SyntaxNode;
  readonly shorthand: boolean;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'Array';
  readonly elements: readonly SyntaxNode[];
}

export interface AssignNode extends NodeBase {
  readonly kind: 'Assign';
  /** `=`, `+=`, `??=`, … */
  readonly operator: string;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

export interface BinaryNode extends NodeBase {
  readonly kind: 'Binary';
  readonly operator: string;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

export interface UnaryNode extends NodeBase {
  readonly kind: 'Unary';
  readonly operator: string;
  readonly operand: SyntaxNode;
}

export interface ConditionalNode extends NodeBase {
  readonly kind: 'Conditional';
  readonly test: SyntaxNode;
  readonly whenTrue: SyntaxNode;
  readonly whenFalse: SyntaxNode;
}

export interface AwaitNode extends NodeBase {
  readonly kind: 'Await';
  readonly operand: SyntaxNode;
}

export interface SpreadNode extends NodeBase {
  readonly kind: 'Spread';
  readonly operand: SyntaxNode;
}

/** Parentheses, `as`, `satisfies`, `!` and type assertions: the value is that of the inner expression. */
export interface WrappedNode extends NodeBase {
  readonly kind: 'Wrapped';
  readonly inner: SyntaxNode;
}

export interface ObjectPatternNode extends NodeBase {
  readonly kind: 'ObjectPattern';
  readonly properties: readonly PatternPropertyNode[];
}

export interface PatternPropertyNode extends NodeBase {
  readonly kind: 'PatternProperty';
  /** The property that is read; undefined when computed or for the rest element. */
  readonly key: string | undefined;
  readonly target: SyntaxNode;
  readonly rest: boolean;
}

export interface ArrayPatternNode extends NodeBase {
  readonly kind: 'ArrayPattern';
  readonly elements: readonly SyntaxNode[];
}

/** A binding with a default value (`x = 1` in a parameter list or a pattern) or a rest element. */
export interface ParameterNode extends NodeBase {
  readonly kind: 'Parameter';
  readonly target: SyntaxNode;
  readonly initial: SyntaxNode | undefined;
  readonly rest: boolean;
}

export type DeclarationKeyword = 'const' | 'let' | 'var' | 'using' | 'await using';

export interface VariableNode extends NodeBase {
  readonly kind: 'Variable';
  readonly keyword: DeclarationKeyword;
  readonly declarators: readonly DeclaratorNode[];
  readonly exported: boolean;
}

export interface DeclaratorNode extends NodeBase {
  readonly kind: 'Declarator';
  readonly target: SyntaxNode;
  /** The place of the type annotation, without its colon. */
  readonly type: Span | undefined;
  readonly initial: SyntaxNode | undefined;
}

export interface BlockNode extends NodeBase {
  readonly kind: 'Block';
  readonly body: readonly SyntaxNode[];
}

export interface ExpressionStatementNode extends NodeBase {
  readonly kind: 'ExpressionStatement';
  readonly expression: SyntaxNode;
}

export interface ReturnNode extends NodeBase {
  readonly kind: 'Return';
  readonly operand: SyntaxNode | undefined;
}

export interface IfNode extends NodeBase {
  readonly kind: 'If';
  readonly test: SyntaxNode;
  readonly consequent: SyntaxNode;
  readonly alternate: SyntaxNode | undefined;
}

export interface LoopNode extends NodeBase {
  readonly kind: 'Loop';
  /** Initialiser, test, update, or the iterated value: whatever stands in the head. */
  readonly head: readonly SyntaxNode[];
  readonly body: SyntaxNode;
}

export interface TryNode extends NodeBase {
  readonly kind: 'Try';
  readonly block: BlockNode;
  readonly caught: CatchNode | undefined;
  readonly finalizer: BlockNode | undefined;
}

export interface CatchNode extends NodeBase {
  readonly kind: 'Catch';
  readonly parameter: SyntaxNode | undefined;
  readonly body: BlockNode;
}

export interface ImportedNameNode extends NodeBase {
  readonly kind: 'ImportedName';
  /** The exported name; `default` or `*` for the other two forms. */
  readonly imported: string;
  readonly local: IdentifierNode;
  readonly typeOnly: boolean;
}

/** `import … from 'm'` and TypeScript's `import x = require('m')`. */
export interface ImportNode extends NodeBase {
  readonly kind: 'Import';
  readonly source: string;
  readonly names: readonly ImportedNameNode[];
  /** The place of `{ … }` with its braces. */
  readonly braces: Span | undefined;
  readonly typeOnly: boolean;
}

/** `export { a, b as c }`, `export default x`, `export = x`: everything exported is in `values`. */
export interface ExportNode extends NodeBase {
  readonly kind: 'Export';
  readonly values: readonly SyntaxNode[];
}

/** Whatever no rule looks at in detail: only what is inside matters. */
export interface OtherNode extends NodeBase {
  readonly kind: 'Other';
  readonly children: readonly SyntaxNode[];
  /** True when names declared inside stay inside (a `switch`, a class's static block). */
  readonly scoped: boolean;
}

export type SyntaxNode =
  | FileNode
  | IdentifierNode
  | StringNode
  | TemplateNode
  | AtomNode
  | CallNode
  | NewNode
  | MemberNode
  | IndexNode
  | FunctionNode
  | ClassNode
  | ObjectNode
  | PropertyNode
  | ArrayNode
  | AssignNode
  | BinaryNode
  | UnaryNode
  | ConditionalNode
  | AwaitNode
  | SpreadNode
  | WrappedNode
  | ObjectPatternNode
  | PatternPropertyNode
  | ArrayPatternNode
  | ParameterNode
  | VariableNode
  | DeclaratorNode
  | BlockNode
  | ExpressionStatementNode
  | ReturnNode
  | IfNode
  | LoopNode
  | TryNode
  | CatchNode
  | ImportedNameNode
  | ImportNode
  | ExportNode
  | OtherNode;

/**
 * Calls `visit` for every child in source order.
 * @param context is handed to each call: a walk over a whole file need not make a function for each node.
 */
export function forEachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void;
export function forEachChild<Context>(
  node: SyntaxNode,
  visit: (child: SyntaxNode, context: Context) => void,
  context: Context,
): void;
export function forEachChild(node: SyntaxNode, visit: VisitWith, context?: unknown): void {
  switch (node.kind) {
    case 'Identifier':
    case 'String':
    case 'Atom':
      return;
    case 'File':
    case 'Block':
      return all(node.body, visit, context);
    case 'Template':
      return all(node.expressions, visit, context);
    case 'Call':
    case 'New':
      one(node.callee, visit, context);
      return all(node.args, visit, context);
    case 'Member':
      return one(node.object, visit, context);
    case 'Index':
      one(node.object, visit, context);
      return one(node.index, visit, context);
    case 'Function':
      one(node.name, visit, context);
      all(node.params, visit, context);
      return one(node.body, visit, context);
    case 'Class':
      one(node.name, visit, context);
      all(node.heritage, visit, context);
      return all(node.members, visit, context);
    case 'Object':
    case 'ObjectPattern':
      return all(node.properties, visit, context);
    case 'Property':
      one(node.computed, visit, context);
      return one(node.value, visit, context);
    case 'Array':
    case 'ArrayPattern':
      return all(node.elements, visit, context);
    case 'Assign':
    case 'Binary':
      one(node.left, visit, context);
      return one(node.right, visit, context);
    case 'Unary':
    case 'Await':
    case 'Spread':
    case 'Return':
      return one(node.operand, visit, context);
    case 'Conditional':
      one(node.test, visit, context);
      one(node.whenTrue, visit, context);
      return one(node.whenFalse, visit, context);
    case 'Wrapped':
      return one(node.inner, visit, context);
    case 'PatternProperty':
      return one(node.target, visit, context);
    case 'Parameter':
      one(node.target, visit, context);
      return one(node.initial, visit, context);
    case 'Variable':
      return all(node.declarators, visit, context);
    case 'Declarator':
      one(node.target, visit, context);
      return one(node.initial, visit, context);
    case 'ExpressionStatement':
      return one(node.expression, visit, context);
    case 'If':
      one(node.test, visit, context);
      one(node.consequent, visit, context);
      return one(node.alternate, visit, context);
    case 'Loop':
      all(node.head, visit, context);
      return one(node.body, visit, context);
    case 'Try':
      one(node.block, visit, context);
      one(node.caught, visit, context);
      return one(node.finalizer, visit, context);
    case 'Catch':
      one(node.parameter, visit, context);
      return one(node.body, visit, context);
    case 'ImportedName':
      return one(node.local, visit, context);
    case 'Import':
      return all(node.names, visit, context);
    case 'Export':
      return all(node.values, visit, context);
    case 'Other':
      return all(node.children, visit, context);
  }
}

type VisitWith = (child: SyntaxNode, context: unknown) => void;

function one(child: SyntaxNode | undefined, visit: VisitWith, context: unknown): void {
  if (child !== undefined) visit(child, context);
}

function all(children: readonly SyntaxNode[], visit: VisitWith, context: unknown): void {
  for (const child of children) visit(child, context);
}

export function linkParents(node: SyntaxNode): void {
  forEachChild(node, link, node);
}

function link(child: SyntaxNode, parent: SyntaxNode): void {
  child.parent = parent;
  linkParents(child);
}

/** Takes off parentheses, casts and non-null marks. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'Wrapped') inner = inner.inner;
  return inner;
}

/** Does somebody wait for its value at once, as in `await f()`? */
export function isAwaited(node: SyntaxNode): boolean {
  let at = node.parent;
  while (at?.kind === 'Wrapped') at = at.parent;
  return at?.kind === 'Await';
}

/** The function whose body or parameters hold `node`; undefined at module level. */
export function enclosingFunction(node: SyntaxNode): FunctionNode | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at.kind === 'Function') return at;
  return undefined;
}

/** The statement `node` is in, which is a direct part of a block or of the file; undefined in other places. */
export function enclosingStatement(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.parent?.kind === 'Block' || at.parent?.kind === 'File') return at;
  }
  return undefined;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The value of a string literal, of a template without substitutions, or of such ones joined by `+`. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind === 'String') return inner.value;
  if (inner.kind === 'Template') return inner.expressions.length === 0 ? inner.strings[0] : undefined;
  if (inner.kind === 'Binary' && inner.operator === '+') {
    const left = literalText(inner.left);
    const right = literalText(inner.right);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** Does the code speak of such a name, as a variable or as a property? */
export function mentions(node: SyntaxNode, isMeant: (name: string) => boolean): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Identifier' && isMeant(at.name)) found = true;
    if (at.kind === 'Member' && isMeant(at.property)) found = true;
    if (!found) forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Is there a node of this kind in the code itself, not only in functions inside it? */
export function hasOwn(node: SyntaxNode, kind: SyntaxNode['kind']): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (at.kind === kind) found = true;
    if (!found && at.kind !== 'Function') forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Does a loop of the same function repeat the code, looked at from `within`? */
export function isInLoop(node: SyntaxNode, within: SyntaxNode): boolean {
  for (let at = node.parent; at !== undefined && at !== within; at = at.parent) {
    if (at.kind === 'Function') return false;
    if (at.kind === 'Loop') return true;
  }
  return false;
}
