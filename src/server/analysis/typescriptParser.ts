import ts from 'typescript-parser';
import type { ParsedFile, Parser } from './parser.ts';
import { linkParents } from './syntax.ts';
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

/**
 * The JavaScript TypeScript compiler as a parser. It was chosen for what it saves of broken text: of 128 mocha
 * files broken on purpose it still found 99 % of the test calls or more. Only `createSourceFile` is used, so no
 * types are checked and no other file is read.
 */
export const typescriptParser: Parser = { parse };

function parse(path: string, text: string): ParsedFile {
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKind(path),
  );
  const literalSpans: Span[] = [];
  const file = convertFile(source, literalSpans);
  linkParents(file);
  return { file, broken: syntaxErrors(source) > 0, literalSpans };
}

function scriptKind(path: string): ts.ScriptKind {
  const ending = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase();
  if (ending === '.tsx') return ts.ScriptKind.TSX;
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') return ts.ScriptKind.TS;
  return ts.ScriptKind.JSX;
}

/** The parser keeps its errors on the file, but the public types show them only through a whole program. */
function syntaxErrors(source: ts.SourceFile): number {
  return (
    (source as ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length ??
    0
  );
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

function convertFile(source: ts.SourceFile, literalSpans: Span[]): FileNode {
  const { text } = source;
  return { kind: 'File', start: 0, end: source.text.length, parent: undefined, body: all(source.statements) };

  /** What `node.getStart` answers, without asking its scanner where only spaces and line ends are in front. */
  function startOf(node: ts.Node): number {
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

  function place(node: ts.Node): { readonly start: number; readonly end: number; parent: undefined } {
    return { start: startOf(node), end: node.end, parent: undefined };
  }

  function all(nodes: readonly ts.Node[] | undefined): SyntaxNode[] {
    const converted: SyntaxNode[] = [];
    for (const node of nodes ?? []) {
      const one = convert(node);
      if (one !== undefined) converted.push(one);
    }
    return converted;
  }

  function other(node: ts.Node, scoped = false): SyntaxNode {
    const children: SyntaxNode[] = [];
    ts.forEachChild(node, (child) => {
      const one = convert(child);
      if (one !== undefined) children.push(one);
    });
    return { kind: 'Other', ...place(node), children, scoped };
  }

  function must(node: ts.Node): SyntaxNode {
    return convert(node) ?? { kind: 'Other', ...place(node), children: [], scoped: false };
  }

  function literal(node: ts.Node): { readonly start: number; readonly end: number; parent: undefined } {
    const at = place(node);
    literalSpans.push({ start: at.start, end: at.end });
    return at;
  }

  function identifier(node: ts.Identifier | ts.PrivateIdentifier): IdentifierNode {
    return { kind: 'Identifier', ...place(node), name: node.text };
  }

  function isExported(node: ts.Node): boolean {
    return (
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false)
    );
  }

  function block(node: ts.Block): BlockNode {
    return { kind: 'Block', ...place(node), body: all(node.statements) };
  }

  function functionNode(node: ts.FunctionLikeDeclaration, form: FunctionNode['form']): FunctionNode {
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
    const name =
      node.name !== undefined && ts.isIdentifier(node.name) && form !== 'method' ? node.name : undefined;
    return {
      kind: 'Function',
      ...place(node),
      form,
      name: name === undefined ? undefined : identifier(name),
      params: node.parameters.filter((parameter) => !isThisParameter(parameter)).map(parameterNode),
      body: node.body === undefined ? undefined : must(node.body),
      async: modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false,
      generator: node.asteriskToken !== undefined,
      exported: isExported(node),
    };
  }

  /** TypeScript's `this` parameter is a type, not a parameter: mocha would otherwise seem to be handed a `done`. */
  function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
    return ts.isIdentifier(parameter.name) && parameter.name.text === 'this';
  }

  function parameterNode(node: ts.ParameterDeclaration): SyntaxNode {
    return {
      kind: 'Parameter',
      ...place(node),
      target: bindingTarget(node.name),
      initial: node.initializer === undefined ? undefined : must(node.initializer),
      rest: node.dotDotDotToken !== undefined,
    };
  }

  function bindingTarget(name: ts.BindingName): SyntaxNode {
    if (ts.isIdentifier(name)) return identifier(name);
    if (ts.isObjectBindingPattern(name)) {
      return { kind: 'ObjectPattern', ...place(name), properties: name.elements.map(patternProperty) };
    }
    return {
      kind: 'ArrayPattern',
      ...place(name),
      elements: name.elements.flatMap((element) =>
        ts.isBindingElement(element) ? [bindingElement(element)] : [],
      ),
    };
  }

  function bindingElement(element: ts.BindingElement): SyntaxNode {
    return {
      kind: 'Parameter',
      ...place(element),
      target: bindingTarget(element.name),
      initial: element.initializer === undefined ? undefined : must(element.initializer),
      rest: element.dotDotDotToken !== undefined,
    };
  }

  function patternProperty(element: ts.BindingElement): PatternPropertyNode {
    const rest = element.dotDotDotToken !== undefined;
    const named = element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined);
    return {
      kind: 'PatternProperty',
      ...place(element),
      key: rest || named === undefined ? undefined : propertyKey(named),
      target: bindingElement(element),
      rest,
    };
  }

  function propertyKey(name: ts.PropertyName): string | undefined {
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
      ? name.text
      : undefined;
  }

  function declarator(node: ts.VariableDeclaration): DeclaratorNode {
    return {
      kind: 'Declarator',
      ...place(node),
      target: bindingTarget(node.name),
      type: node.type === undefined ? undefined : { start: startOf(node.type), end: node.type.end },
      initial: node.initializer === undefined ? undefined : must(node.initializer),
    };
  }

  function keyword(list: ts.VariableDeclarationList): DeclarationKeyword {
    const flags: ts.NodeFlags = list.flags & ts.NodeFlags.BlockScoped;
    if (flags === ts.NodeFlags.AwaitUsing) return 'await using';
    if (flags === ts.NodeFlags.Using) return 'using';
    if (flags === ts.NodeFlags.Const) return 'const';
    return flags === ts.NodeFlags.Let ? 'let' : 'var';
  }

  function variable(node: ts.Node, list: ts.VariableDeclarationList): SyntaxNode {
    return {
      kind: 'Variable',
      ...place(node),
      keyword: keyword(list),
      declarators: list.declarations.map(declarator),
      exported: isExported(node),
    };
  }

  function catchNode(node: ts.CatchClause): CatchNode {
    return {
      kind: 'Catch',
      ...place(node),
      parameter:
        node.variableDeclaration === undefined ? undefined : bindingTarget(node.variableDeclaration.name),
      body: block(node.block),
    };
  }

  function importedName(
    node: ts.Node,
    imported: string,
    local: ts.Identifier,
    typeOnly: boolean,
  ): ImportedNameNode {
    return { kind: 'ImportedName', ...place(node), imported, local: identifier(local), typeOnly };
  }

  function importDeclaration(node: ts.ImportDeclaration): SyntaxNode {
    const clause = node.importClause;
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const names: ImportedNameNode[] = [];
    let braces: Span | undefined;
    if (clause?.name !== undefined) names.push(importedName(clause.name, 'default', clause.name, typeOnly));
    const bindings = clause?.namedBindings;
    if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
      names.push(importedName(bindings, '*', bindings.name, typeOnly));
    } else if (bindings !== undefined) {
      braces = { start: startOf(bindings), end: bindings.end };
      for (const element of bindings.elements) {
        const imported = (element.propertyName ?? element.name).text;
        names.push(importedName(element, imported, element.name, typeOnly || element.isTypeOnly));
      }
    }
    const specifier = node.moduleSpecifier;
    if (ts.isStringLiteral(specifier)) literal(specifier);
    return {
      kind: 'Import',
      ...place(node),
      source: ts.isStringLiteral(specifier) ? specifier.text : '',
      names,
      braces,
      typeOnly,
    };
  }

  function template(node: ts.TemplateExpression): SyntaxNode {
    const start = startOf(node);
    // Only the text parts: code between the braces may hold real comments.
    literalSpans.push({ start, end: node.head.end });
    const expressions: SyntaxNode[] = [];
    const strings: string[] = [node.head.text];
    for (const span of node.templateSpans) {
      expressions.push(must(span.expression));
      strings.push(span.literal.text);
      literalSpans.push({ start: span.literal.getStart(source), end: span.literal.end });
    }
    return { kind: 'Template', start, end: node.end, parent: undefined, strings, expressions };
  }

  function convert(node: ts.Node): SyntaxNode | undefined {
    if (ts.isIdentifier(node)) return identifier(node);
    if (ts.isStringLiteral(node)) return { kind: 'String', ...literal(node), value: node.text };
    if (ts.isNoSubstitutionTemplateLiteral(node)) {
      return { kind: 'Template', ...literal(node), strings: [node.text], expressions: [] };
    }
    if (ts.isTemplateExpression(node)) return template(node);
    if (ts.isPropertyAccessExpression(node)) {
      return { kind: 'Member', ...place(node), object: must(node.expression), property: node.name.text };
    }
    if (ts.isCallExpression(node)) {
      return { kind: 'Call', ...place(node), callee: must(node.expression), args: all(node.arguments) };
    }
    if (ts.isExpressionStatement(node)) {
      return { kind: 'ExpressionStatement', ...place(node), expression: must(node.expression) };
    }
    if (ts.isArrowFunction(node)) return functionNode(node, 'arrow');
    if (ts.isBlock(node)) return block(node);
    if (ts.isVariableStatement(node)) return variable(node, node.declarationList);
    if (ts.isVariableDeclarationList(node)) return variable(node, node);
    if (ts.isBinaryExpression(node)) {
      const operator = ts.tokenToString(node.operatorToken.kind) ?? '';
      const assigns =
        node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
      return {
        kind: assigns ? 'Assign' : 'Binary',
        ...place(node),
        operator,
        left: must(node.left),
        right: must(node.right),
      };
    }
    if (ts.isAwaitExpression(node)) return { kind: 'Await', ...place(node), operand: must(node.expression) };
    if (ts.isObjectLiteralExpression(node)) {
      return { kind: 'Object', ...place(node), properties: all(node.properties) };
    }
    if (ts.isPropertyAssignment(node)) {
      return {
        kind: 'Property',
        ...place(node),
        key: propertyKey(node.name),
        computed: ts.isComputedPropertyName(node.name) ? must(node.name.expression) : undefined,
        value: must(node.initializer),
        shorthand: false,
      };
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      return {
        kind: 'Property',
        ...place(node),
        key: node.name.text,
        computed: undefined,
        value: identifier(node.name),
        shorthand: true,
      };
    }
    if (ts.isArrayLiteralExpression(node))
      return { kind: 'Array', ...place(node), elements: all(node.elements) };
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node)
    ) {
      return { kind: 'Wrapped', ...place(node), inner: must(node.expression) };
    }
    if (ts.isNewExpression(node)) {
      return { kind: 'New', ...place(node), callee: must(node.expression), args: all(node.arguments) };
    }
    if (ts.isElementAccessExpression(node)) {
      const index = node.argumentExpression;
      if (ts.isStringLiteralLike(index)) {
        literal(index);
        return { kind: 'Member', ...place(node), object: must(node.expression), property: index.text };
      }
      return { kind: 'Index', ...place(node), object: must(node.expression), index: must(index) };
    }
    if (ts.isFunctionExpression(node)) return functionNode(node, 'expression');
    if (ts.isFunctionDeclaration(node)) return functionNode(node, 'declaration');
    if (
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isGetAccessor(node) ||
      ts.isSetAccessor(node)
    ) {
      return functionNode(node, 'method');
    }
    if (ts.isReturnStatement(node)) {
      return {
        kind: 'Return',
        ...place(node),
        operand: node.expression === undefined ? undefined : must(node.expression),
      };
    }
    if (ts.isIfStatement(node)) {
      return {
        kind: 'If',
        ...place(node),
        test: must(node.expression),
        consequent: must(node.thenStatement),
        alternate: node.elseStatement === undefined ? undefined : must(node.elseStatement),
      };
    }
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      return {
        kind: 'Loop',
        ...place(node),
        head: [must(node.initializer), must(node.expression)],
        body: must(node.statement),
      };
    }
    if (ts.isForStatement(node)) {
      const head = [node.initializer, node.condition, node.incrementor].filter((part) => part !== undefined);
      return { kind: 'Loop', ...place(node), head: head.map(must), body: must(node.statement) };
    }
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
      return { kind: 'Loop', ...place(node), head: [must(node.expression)], body: must(node.statement) };
    }
    if (ts.isTryStatement(node)) {
      return {
        kind: 'Try',
        ...place(node),
        block: block(node.tryBlock),
        caught: node.catchClause === undefined ? undefined : catchNode(node.catchClause),
        finalizer: node.finallyBlock === undefined ? undefined : block(node.finallyBlock),
      };
    }
    if (ts.isConditionalExpression(node)) {
      return {
        kind: 'Conditional',
        ...place(node),
        test: must(node.condition),
        whenTrue: must(node.whenTrue),
        whenFalse: must(node.whenFalse),
      };
    }
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      return {
        kind: 'Unary',
        ...place(node),
        operator: ts.tokenToString(node.operator) ?? '',
        operand: must(node.operand),
      };
    }
    if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isDeleteExpression(node)) {
      const operator = ts.isTypeOfExpression(node) ? 'typeof' : ts.isVoidExpression(node) ? 'void' : 'delete';
      return { kind: 'Unary', ...place(node), operator, operand: must(node.expression) };
    }
    if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) {
      return { kind: 'Spread', ...place(node), operand: must(node.expression) };
    }
    if (ts.isClassDeclaration(node) || ts.isClassExpression(node)) {
      return {
        kind: 'Class',
        ...place(node),
        form: ts.isClassDeclaration(node) ? 'declaration' : 'expression',
        name: node.name === undefined ? undefined : identifier(node.name),
        heritage: (node.heritageClauses ?? [])
          .filter((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
          .flatMap((clause) => clause.types.map((type) => must(type.expression))),
        members: all(node.members),
        exported: isExported(node),
      };
    }
    if (ts.isImportDeclaration(node)) return importDeclaration(node);
    if (ts.isImportEqualsDeclaration(node)) {
      const reference = node.moduleReference;
      const specifier = ts.isExternalModuleReference(reference) ? reference.expression : undefined;
      return {
        kind: 'Import',
        ...place(node),
        source: specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : '',
        names: [importedName(node, '*', node.name, node.isTypeOnly)],
        braces: undefined,
        typeOnly: node.isTypeOnly,
      };
    }
    if (ts.isExportAssignment(node))
      return { kind: 'Export', ...place(node), values: [must(node.expression)] };
    if (ts.isExportDeclaration(node)) {
      const clause = node.exportClause;
      const names =
        clause !== undefined && ts.isNamedExports(clause) && node.moduleSpecifier === undefined
          ? clause.elements.map((element) => element.propertyName ?? element.name).filter(ts.isIdentifier)
          : [];
      return { kind: 'Export', ...place(node), values: names.map(identifier) };
    }
    if (ts.isRegularExpressionLiteral(node)) return { kind: 'Atom', ...literal(node), text: node.text };
    if (ts.isJsxText(node)) {
      // JSX text has no trivia: what looks like leading white space is part of it.
      literalSpans.push({ start: node.pos, end: node.end });
      return undefined;
    }
    if (
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      node.kind === ts.SyntaxKind.ImportKeyword ||
      node.kind === ts.SyntaxKind.TrueKeyword ||
      node.kind === ts.SyntaxKind.FalseKeyword ||
      node.kind === ts.SyntaxKind.NullKeyword ||
      ts.isNumericLiteral(node) ||
      ts.isBigIntLiteral(node)
    ) {
      const at = place(node);
      return { kind: 'Atom', ...at, text: source.text.slice(at.start, at.end) };
    }
    if (ts.isCaseBlock(node) || ts.isClassStaticBlockDeclaration(node)) return other(node, true);
    if (ts.isModuleDeclaration(node)) return other(node, true);
    if (ts.isLabeledStatement(node))
      return { kind: 'Other', ...place(node), children: all([node.statement]), scoped: false };
    if (ts.isBreakOrContinueStatement(node)) return undefined;
    if (ts.isPropertyDeclaration(node) || ts.isEnumMember(node)) {
      return {
        kind: 'Other',
        ...place(node),
        children: node.initializer === undefined ? [] : all([node.initializer]),
        scoped: false,
      };
    }
    if (ts.isMetaProperty(node)) return { kind: 'Atom', ...place(node), text: 'import.meta' };
    if (ts.isJsxAttribute(node)) {
      return {
        kind: 'Other',
        ...place(node),
        children: node.initializer === undefined ? [] : all([node.initializer]),
        scoped: false,
      };
    }
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isTypeNode(node)) {
      // `Base<T>` in a heritage clause or an instantiation expression is a value as well as a type.
      if (ts.isExpressionWithTypeArguments(node))
        return { kind: 'Wrapped', ...place(node), inner: must(node.expression) };
      return ts.isTypeNode(node) ? undefined : { kind: 'Other', ...place(node), children: [], scoped: false };
    }
    if (ts.isTypeParameterDeclaration(node) || ts.isModifier(node) || ts.isToken(node)) return undefined;
    return other(node);
  }
}
