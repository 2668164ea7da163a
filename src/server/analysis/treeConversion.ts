import ts from 'typescript-parser';
import type {
  BlockNode,
  CatchNode,
  DeclarationKeyword,
  DeclaratorNode,
  FileNode,
  FunctionNode,
  IdentifierNode,
  ImportedNameNode,
  PatternPropertyNode,
  Span,
  SyntaxNode,
} from './syntax.ts';

/** The file that is converted, and what is gathered on the way. */
interface Conversion {
  readonly source: ts.SourceFile;
  readonly text: string;
  /** Where strings, templates' text and regular expressions are. */
  readonly literalSpans: Span[];
}

/**
 * How each kind of TypeScript's nodes is converted; undefined where no rule wants to see the node.
 *
 * A table, because this runs for every node at every change: asking one `ts.isSomething` after the other took half
 * of the time of parsing. For the same reason every node is written as one literal, without spreading.
 */
type Convert<Node extends ts.Node> = (node: Node, to: Conversion) => SyntaxNode | undefined;

const { SyntaxKind } = ts;
const table: (Convert<ts.Node> | undefined)[] = [];

function on<Node extends ts.Node>(kinds: readonly Node['kind'][], convert: Convert<Node>): void {
  // It is only looked up by the kinds of just these nodes.
  for (const kind of kinds) table[kind] = convert as Convert<ts.Node>;
}

/** @param literalSpans filled with the places of literals, in source order. */
export function convertFile(source: ts.SourceFile, literalSpans: Span[]): FileNode {
  const { text } = source;
  const body = all(source.statements, { source, text, literalSpans });
  return { kind: 'File', start: 0, end: text.length, parent: undefined, body };
}

function convert(node: ts.Node, to: Conversion): SyntaxNode | undefined {
  const known = table[node.kind];
  if (known !== undefined) return known(node, to);
  if (ts.isTypeNode(node) || ts.isToken(node)) return undefined;
  return other(node, to, false);
}

/** For places where something has to stand, also while it is still to be written. */
function must(node: ts.Node, to: Conversion): SyntaxNode {
  return convert(node, to) ?? empty(node, to);
}

function maybe(node: ts.Node | undefined, to: Conversion): SyntaxNode | undefined {
  return node === undefined ? undefined : must(node, to);
}

function all(nodes: readonly ts.Node[] | undefined, to: Conversion): SyntaxNode[] {
  const converted: SyntaxNode[] = [];
  if (nodes === undefined) return converted;
  for (const node of nodes) {
    const one = convert(node, to);
    if (one !== undefined) converted.push(one);
  }
  return converted;
}

function other(node: ts.Node, to: Conversion, scoped: boolean): SyntaxNode {
  const start = startOf(node, to);
  const children: SyntaxNode[] = [];
  ts.forEachChild(node, (child) => {
    const one = convert(child, to);
    if (one !== undefined) children.push(one);
  });
  return { kind: 'Other', start, end: node.end, parent: undefined, children, scoped };
}

function empty(node: ts.Node, to: Conversion): SyntaxNode {
  const start = startOf(node, to);
  return { kind: 'Other', start, end: node.end, parent: undefined, children: [], scoped: false };
}

/** What `node.getStart` answers, without asking its scanner where only spaces and line ends are in front. */
function startOf(node: ts.Node, { source, text }: Conversion): number {
  let at = node.pos;
  if (at === node.end) return at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 9 || code === 13) at += 1;
    // Letters, digits, quotes and brackets begin a token; of anything else it may be a comment.
    else if (isPlainStart(code)) return at;
    else return node.getStart(source);
  }
}

/** ASCII letters and digits, `_`, `$`, quotes, a backtick, and opening brackets. */
function isPlainStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 39 ||
    code === 34 ||
    code === 96 ||
    code === 40 ||
    code === 91 ||
    code === 123
  );
}

/** Notes the place of a literal. @returns its start. */
function literalStart(node: ts.Node, to: Conversion): number {
  const start = startOf(node, to);
  to.literalSpans.push({ start, end: node.end });
  return start;
}

function hasModifier(modifiers: readonly ts.ModifierLike[] | undefined, kind: ts.SyntaxKind): boolean {
  return modifiers?.some((modifier) => modifier.kind === kind) === true;
}

function identifier(node: ts.Identifier | ts.PrivateIdentifier, to: Conversion): IdentifierNode {
  return {
    kind: 'Identifier',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    name: node.text,
  };
}
on<ts.Identifier>([SyntaxKind.Identifier], identifier);

on<ts.StringLiteral>([SyntaxKind.StringLiteral], (node, to) => ({
  kind: 'String',
  start: literalStart(node, to),
  end: node.end,
  parent: undefined,
  value: node.text,
}));

on<ts.NoSubstitutionTemplateLiteral>([SyntaxKind.NoSubstitutionTemplateLiteral], (node, to) => ({
  kind: 'Template',
  start: literalStart(node, to),
  end: node.end,
  parent: undefined,
  strings: [node.text],
  expressions: [],
}));

on<ts.TemplateExpression>([SyntaxKind.TemplateExpression], (node, to) => {
  const { literalSpans, source } = to;
  const start = startOf(node, to);
  // Only the text parts: code between the braces may hold real comments.
  literalSpans.push({ start, end: node.head.end });
  const expressions: SyntaxNode[] = [];
  const strings: string[] = [node.head.text];
  for (const span of node.templateSpans) {
    expressions.push(must(span.expression, to));
    strings.push(span.literal.text);
    literalSpans.push({ start: span.literal.getStart(source), end: span.literal.end });
  }
  return { kind: 'Template', start, end: node.end, parent: undefined, strings, expressions };
});

type WordOrNumber =
  | ts.ThisExpression
  | ts.SuperExpression
  | ts.ImportExpression
  | ts.BooleanLiteral
  | ts.NullLiteral
  | ts.NumericLiteral
  | ts.BigIntLiteral;
on<WordOrNumber>(
  [
    SyntaxKind.ThisKeyword,
    SyntaxKind.SuperKeyword,
    SyntaxKind.ImportKeyword,
    SyntaxKind.TrueKeyword,
    SyntaxKind.FalseKeyword,
    SyntaxKind.NullKeyword,
    SyntaxKind.NumericLiteral,
    SyntaxKind.BigIntLiteral,
  ],
  (node, to) => {
    const start = startOf(node, to);
    const text = to.text.slice(start, node.end);
    return { kind: 'Atom', start, end: node.end, parent: undefined, text };
  },
);

on<ts.RegularExpressionLiteral>([SyntaxKind.RegularExpressionLiteral], (node, to) => ({
  kind: 'Atom',
  start: literalStart(node, to),
  end: node.end,
  parent: undefined,
  text: node.text,
}));

on<ts.MetaProperty>([SyntaxKind.MetaProperty], (node, to) => ({
  kind: 'Atom',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  text: 'import.meta',
}));

on<ts.PropertyAccessExpression>([SyntaxKind.PropertyAccessExpression], (node, to) => ({
  kind: 'Member',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  object: must(node.expression, to),
  property: node.name.text,
}));

on<ts.ElementAccessExpression>([SyntaxKind.ElementAccessExpression], (node, to) => {
  const start = startOf(node, to);
  const index = node.argumentExpression;
  if (ts.isStringLiteralLike(index)) {
    const object = must(node.expression, to);
    literalStart(index, to);
    return { kind: 'Member', start, end: node.end, parent: undefined, object, property: index.text };
  }
  return {
    kind: 'Index',
    start,
    end: node.end,
    parent: undefined,
    object: must(node.expression, to),
    index: must(index, to),
  };
});

on<ts.CallExpression>([SyntaxKind.CallExpression], (node, to) => ({
  kind: 'Call',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  callee: must(node.expression, to),
  args: all(node.arguments, to),
}));

on<ts.NewExpression>([SyntaxKind.NewExpression], (node, to) => ({
  kind: 'New',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  callee: must(node.expression, to),
  args: all(node.arguments, to),
}));

on<ts.ExpressionStatement>([SyntaxKind.ExpressionStatement], (node, to) => ({
  kind: 'ExpressionStatement',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  expression: must(node.expression, to),
}));

type Enclosing =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.NonNullExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  // `Base<T>` in a heritage clause or an instantiation expression is a value as well as a type.
  | ts.ExpressionWithTypeArguments;
on<Enclosing>(
  [
    SyntaxKind.ParenthesizedExpression,
    SyntaxKind.AsExpression,
    SyntaxKind.NonNullExpression,
    SyntaxKind.SatisfiesExpression,
    SyntaxKind.TypeAssertionExpression,
    SyntaxKind.ExpressionWithTypeArguments,
  ],
  (node, to) => ({
    kind: 'Wrapped',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    inner: must(node.expression, to),
  }),
);

function block(node: ts.Block, to: Conversion): BlockNode {
  return {
    kind: 'Block',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    body: all(node.statements, to),
  };
}
on<ts.Block>([SyntaxKind.Block], block);

function functionNode(
  node: ts.FunctionLikeDeclaration,
  form: FunctionNode['form'],
  to: Conversion,
): FunctionNode {
  const { modifiers } = node;
  const name = form !== 'method' && node.name !== undefined && ts.isIdentifier(node.name) ? node.name : null;
  const parameters = node.parameters.filter((parameter) => !isThisParameter(parameter));
  return {
    kind: 'Function',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    form,
    name: name === null ? undefined : identifier(name, to),
    params: parameters.map((parameter) => parameterNode(parameter, to)),
    body: maybe(node.body, to),
    async: hasModifier(modifiers, SyntaxKind.AsyncKeyword),
    generator: node.asteriskToken !== undefined,
    exported: hasModifier(modifiers, SyntaxKind.ExportKeyword),
  };
}
on<ts.ArrowFunction>([SyntaxKind.ArrowFunction], (node, to) => functionNode(node, 'arrow', to));
on<ts.FunctionExpression>([SyntaxKind.FunctionExpression], (node, to) =>
  functionNode(node, 'expression', to),
);
on<ts.FunctionDeclaration>([SyntaxKind.FunctionDeclaration], (node, to) =>
  functionNode(node, 'declaration', to),
);
on<ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration>(
  [SyntaxKind.MethodDeclaration, SyntaxKind.Constructor, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor],
  (node, to) => functionNode(node, 'method', to),
);

/** TypeScript's `this` parameter is a type, not a parameter: mocha would otherwise seem to be handed a `done`. */
function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(parameter.name) && parameter.name.text === 'this';
}

function parameterNode(node: ts.ParameterDeclaration | ts.BindingElement, to: Conversion): SyntaxNode {
  return {
    kind: 'Parameter',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    target: bindingTarget(node.name, to),
    initial: maybe(node.initializer, to),
    rest: node.dotDotDotToken !== undefined,
  };
}

function bindingTarget(name: ts.BindingName, to: Conversion): SyntaxNode {
  if (ts.isIdentifier(name)) return identifier(name, to);
  const start = startOf(name, to);
  if (ts.isObjectBindingPattern(name)) {
    const properties = name.elements.map((element) => patternProperty(element, to));
    return { kind: 'ObjectPattern', start, end: name.end, parent: undefined, properties };
  }
  const elements = name.elements.filter(ts.isBindingElement).map((element) => parameterNode(element, to));
  return { kind: 'ArrayPattern', start, end: name.end, parent: undefined, elements };
}

function patternProperty(element: ts.BindingElement, to: Conversion): PatternPropertyNode {
  const rest = element.dotDotDotToken !== undefined;
  const named = element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined);
  return {
    kind: 'PatternProperty',
    start: startOf(element, to),
    end: element.end,
    parent: undefined,
    key: rest || named === undefined ? undefined : propertyKey(named),
    target: parameterNode(element, to),
    rest,
  };
}

function propertyKey(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

function declarator(node: ts.VariableDeclaration, to: Conversion): DeclaratorNode {
  return {
    kind: 'Declarator',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    target: bindingTarget(node.name, to),
    type: node.type === undefined ? undefined : { start: startOf(node.type, to), end: node.type.end },
    initial: maybe(node.initializer, to),
  };
}

function keyword(list: ts.VariableDeclarationList): DeclarationKeyword {
  const flags: ts.NodeFlags = list.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.AwaitUsing) return 'await using';
  if (flags === ts.NodeFlags.Using) return 'using';
  if (flags === ts.NodeFlags.Const) return 'const';
  return flags === ts.NodeFlags.Let ? 'let' : 'var';
}

on<ts.VariableStatement>([SyntaxKind.VariableStatement], (node, to) => ({
  kind: 'Variable',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  keyword: keyword(node.declarationList),
  declarators: node.declarationList.declarations.map((one) => declarator(one, to)),
  exported: hasModifier(node.modifiers, SyntaxKind.ExportKeyword),
}));

on<ts.VariableDeclarationList>([SyntaxKind.VariableDeclarationList], (node, to) => ({
  kind: 'Variable',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  keyword: keyword(node),
  declarators: node.declarations.map((one) => declarator(one, to)),
  exported: false,
}));

on<ts.BinaryExpression>([SyntaxKind.BinaryExpression], (node, to) => {
  const { kind } = node.operatorToken;
  const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  return {
    kind: assigns ? 'Assign' : 'Binary',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    operator: ts.tokenToString(kind) ?? '',
    left: must(node.left, to),
    right: must(node.right, to),
  };
});

on<ts.PrefixUnaryExpression | ts.PostfixUnaryExpression>(
  [SyntaxKind.PrefixUnaryExpression, SyntaxKind.PostfixUnaryExpression],
  (node, to) => ({
    kind: 'Unary',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    operator: ts.tokenToString(node.operator) ?? '',
    operand: must(node.operand, to),
  }),
);

on<ts.TypeOfExpression | ts.VoidExpression | ts.DeleteExpression>(
  [SyntaxKind.TypeOfExpression, SyntaxKind.VoidExpression, SyntaxKind.DeleteExpression],
  (node, to) => ({
    kind: 'Unary',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    operator:
      node.kind === SyntaxKind.TypeOfExpression
        ? 'typeof'
        : node.kind === SyntaxKind.VoidExpression
          ? 'void'
          : 'delete',
    operand: must(node.expression, to),
  }),
);

on<ts.AwaitExpression>([SyntaxKind.AwaitExpression], (node, to) => ({
  kind: 'Await',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  operand: must(node.expression, to),
}));

on<ts.SpreadElement | ts.SpreadAssignment>(
  [SyntaxKind.SpreadElement, SyntaxKind.SpreadAssignment],
  (node, to) => ({
    kind: 'Spread',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    operand: must(node.expression, to),
  }),
);

on<ts.ConditionalExpression>([SyntaxKind.ConditionalExpression], (node, to) => ({
  kind: 'Conditional',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  test: must(node.condition, to),
  whenTrue: must(node.whenTrue, to),
  whenFalse: must(node.whenFalse, to),
}));

on<ts.ObjectLiteralExpression>([SyntaxKind.ObjectLiteralExpression], (node, to) => ({
  kind: 'Object',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  properties: all(node.properties, to),
}));

on<ts.PropertyAssignment>([SyntaxKind.PropertyAssignment], (node, to) => ({
  kind: 'Property',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  key: propertyKey(node.name),
  computed: ts.isComputedPropertyName(node.name) ? must(node.name.expression, to) : undefined,
  value: must(node.initializer, to),
  shorthand: false,
}));

on<ts.ShorthandPropertyAssignment>([SyntaxKind.ShorthandPropertyAssignment], (node, to) => ({
  kind: 'Property',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  key: node.name.text,
  computed: undefined,
  value: identifier(node.name, to),
  shorthand: true,
}));

on<ts.ArrayLiteralExpression>([SyntaxKind.ArrayLiteralExpression], (node, to) => ({
  kind: 'Array',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  elements: all(node.elements, to),
}));

on<ts.ReturnStatement>([SyntaxKind.ReturnStatement], (node, to) => ({
  kind: 'Return',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  operand: maybe(node.expression, to),
}));

on<ts.IfStatement>([SyntaxKind.IfStatement], (node, to) => ({
  kind: 'If',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  test: must(node.expression, to),
  consequent: must(node.thenStatement, to),
  alternate: maybe(node.elseStatement, to),
}));

function loop(
  node: ts.IterationStatement,
  head: readonly (ts.Node | undefined)[],
  to: Conversion,
): SyntaxNode {
  const start = startOf(node, to);
  const parts = head.filter((part) => part !== undefined).map((part) => must(part, to));
  return {
    kind: 'Loop',
    start,
    end: node.end,
    parent: undefined,
    head: parts,
    body: must(node.statement, to),
  };
}
on<ts.ForOfStatement | ts.ForInStatement>(
  [SyntaxKind.ForOfStatement, SyntaxKind.ForInStatement],
  (node, to) => loop(node, [node.initializer, node.expression], to),
);
on<ts.ForStatement>([SyntaxKind.ForStatement], (node, to) =>
  loop(node, [node.initializer, node.condition, node.incrementor], to),
);
on<ts.WhileStatement | ts.DoStatement>([SyntaxKind.WhileStatement, SyntaxKind.DoStatement], (node, to) =>
  loop(node, [node.expression], to),
);

on<ts.TryStatement>([SyntaxKind.TryStatement], (node, to) => ({
  kind: 'Try',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  block: block(node.tryBlock, to),
  caught: node.catchClause === undefined ? undefined : catchNode(node.catchClause, to),
  finalizer: node.finallyBlock === undefined ? undefined : block(node.finallyBlock, to),
}));

function catchNode(node: ts.CatchClause, to: Conversion): CatchNode {
  const { variableDeclaration } = node;
  return {
    kind: 'Catch',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    parameter: variableDeclaration === undefined ? undefined : bindingTarget(variableDeclaration.name, to),
    body: block(node.block, to),
  };
}

on<ts.ClassLikeDeclaration>([SyntaxKind.ClassDeclaration, SyntaxKind.ClassExpression], (node, to) => ({
  kind: 'Class',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  form: node.kind === SyntaxKind.ClassDeclaration ? 'declaration' : 'expression',
  name: node.name === undefined ? undefined : identifier(node.name, to),
  heritage: (node.heritageClauses ?? [])
    .filter((clause) => clause.token === SyntaxKind.ExtendsKeyword)
    .flatMap((clause) => clause.types.map((type) => must(type.expression, to))),
  members: all(node.members, to),
  exported: hasModifier(node.modifiers, SyntaxKind.ExportKeyword),
}));

function importedName(
  node: ts.Node,
  imported: string,
  local: ts.Identifier,
  typeOnly: boolean,
  to: Conversion,
): ImportedNameNode {
  return {
    kind: 'ImportedName',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    imported,
    local: identifier(local, to),
    typeOnly,
  };
}

on<ts.ImportDeclaration>([SyntaxKind.ImportDeclaration], (node, to) => {
  const clause = node.importClause;
  const typeOnly = clause?.phaseModifier === SyntaxKind.TypeKeyword;
  const names: ImportedNameNode[] = [];
  let braces: Span | undefined;
  if (clause?.name !== undefined) names.push(importedName(clause.name, 'default', clause.name, typeOnly, to));
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
    names.push(importedName(bindings, '*', bindings.name, typeOnly, to));
  } else if (bindings !== undefined) {
    braces = { start: startOf(bindings, to), end: bindings.end };
    for (const element of bindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      names.push(importedName(element, imported, element.name, typeOnly || element.isTypeOnly, to));
    }
  }
  const specifier = node.moduleSpecifier;
  if (ts.isStringLiteral(specifier)) literalStart(specifier, to);
  return {
    kind: 'Import',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    source: ts.isStringLiteral(specifier) ? specifier.text : '',
    names,
    braces,
    typeOnly,
  };
});

on<ts.ImportEqualsDeclaration>([SyntaxKind.ImportEqualsDeclaration], (node, to) => {
  const reference = node.moduleReference;
  const specifier = ts.isExternalModuleReference(reference) ? reference.expression : undefined;
  return {
    kind: 'Import',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    source: specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : '',
    names: [importedName(node, '*', node.name, node.isTypeOnly, to)],
    braces: undefined,
    typeOnly: node.isTypeOnly,
  };
});

on<ts.ExportAssignment>([SyntaxKind.ExportAssignment], (node, to) => ({
  kind: 'Export',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  values: [must(node.expression, to)],
}));

on<ts.ExportDeclaration>([SyntaxKind.ExportDeclaration], (node, to) => {
  const clause = node.exportClause;
  const names =
    clause !== undefined && ts.isNamedExports(clause) && node.moduleSpecifier === undefined
      ? clause.elements.map((element) => element.propertyName ?? element.name).filter(ts.isIdentifier)
      : [];
  return {
    kind: 'Export',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    values: names.map((name) => identifier(name, to)),
  };
});

on<ts.JsxText>([SyntaxKind.JsxText], (node, to) => {
  // JSX text has no trivia: what looks like leading white space is part of it.
  to.literalSpans.push({ start: node.pos, end: node.end });
  return undefined;
});

/** Of these only what is assigned is of interest, not the name. */
on<ts.PropertyDeclaration | ts.EnumMember | ts.JsxAttribute>(
  [SyntaxKind.PropertyDeclaration, SyntaxKind.EnumMember, SyntaxKind.JsxAttribute],
  (node, to) => ({
    kind: 'Other',
    start: startOf(node, to),
    end: node.end,
    parent: undefined,
    children: node.initializer === undefined ? [] : all([node.initializer], to),
    scoped: false,
  }),
);

on<ts.CaseBlock | ts.ClassStaticBlockDeclaration | ts.ModuleDeclaration>(
  [SyntaxKind.CaseBlock, SyntaxKind.ClassStaticBlockDeclaration, SyntaxKind.ModuleDeclaration],
  (node, to) => other(node, to, true),
);

on<ts.LabeledStatement>([SyntaxKind.LabeledStatement], (node, to) => ({
  kind: 'Other',
  start: startOf(node, to),
  end: node.end,
  parent: undefined,
  children: all([node.statement], to),
  scoped: false,
}));

on<ts.BreakOrContinueStatement>([SyntaxKind.BreakStatement, SyntaxKind.ContinueStatement], () => undefined);
on<ts.TypeParameterDeclaration>([SyntaxKind.TypeParameter], () => undefined);
on<ts.InterfaceDeclaration | ts.TypeAliasDeclaration>(
  [SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeAliasDeclaration],
  empty,
);
