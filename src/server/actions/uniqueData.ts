import type { Hook, Test } from '../analysis/mochaModel.ts';
import { contains, forEachChild, literalText } from '../analysis/syntax.ts';
import type { BlockNode, Span, StringNode, SyntaxNode, TemplateNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { standsOnLines } from '../edits/movedText.ts';
import { importNames } from '../edits/namedImports.ts';
import { end, freeName, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/**
 * Makes the value of a unique column another one in each run, so that two tests, or two runs on one database, do
 * not meet in it.
 */
export const uniqueData: Action = {
  id: 'unique-data',
  title: 'Make a value of test data unique',
  kind: 'refactor.rewrite.unique-data',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length + file.mocha.tests.length === 0) return [];
    return [
      {
        title: 'Make this value unique',
        key: `unique:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => makeUnique(file, selection),
      },
    ];
  },
};

interface Reason {
  readonly reason: string;
}

type TextNode = StringNode | TemplateNode;

function makeUnique(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const literal = textAt(file, selection);
  const value = literal === undefined ? undefined : literalText(literal);
  if (literal === undefined || value === undefined || value === '')
    return impossible('Put the cursor into a text, such as the email address of a user.');
  const column = columnOf(file, literal);
  if ('reason' in column) return impossible(column.reason);
  const place = placeOf(file, literal);
  if ('reason' in place) return impossible(place.reason);
  const uses = usesOf(file, textsOf(file), value, place.around);
  if ('reason' in uses) return impossible(uses.reason);
  const imports = importNames(file, place.block, [{ module: 'node:crypto', name: 'randomUUID' }]);
  if ('reason' in imports) return impossible(imports.reason);
  const unique = uniqueText(value, imports.written[0] ?? '');
  const [first, ...others] = uses.literals;
  if (first === undefined || others.length === 0) {
    return possible([...imports.changes, { start: literal.start, end: literal.end, text: unique }]);
  }
  return throughVariable(file, place, column.name, uses.literals, unique, imports.changes);
}

function textAt(file: TestFile, selection: Span): TextNode | undefined {
  let found: TextNode | undefined;
  const visit = (node: SyntaxNode): void => {
    if (!contains(node, selection)) return;
    if (node.kind === 'String' || node.kind === 'Template') found = node;
    forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

/** Every string and template, in source order. */
function textsOf(file: TestFile): readonly TextNode[] {
  return [...file.all('String'), ...file.all('Template')].toSorted((a, b) => a.start - b.start);
}

/** Columns of this name are unique in about every schema. */
const conventional =
  /^(e-?mail(_?address)?|user_?name|login|nick_?name|slug|sku|isbn|handle|serial(_?number)?|api_?key|(order|invoice|account|customer)_?(number|no))$/i;

/** The column the text goes into: by the property it is the value of, or by its place in an INSERT. */
function columnOf(file: TestFile, literal: TextNode): { readonly name: string } | Reason {
  const { parent } = literal;
  const name =
    parent?.kind === 'Property' && parent.value === literal
      ? parent.key
      : parent?.kind === 'Call'
        ? insertedColumn(parent, parent.args.indexOf(literal))
        : parent?.kind === 'Declarator' && parent.target.kind === 'Identifier'
          ? parent.target.name
          : undefined;
  if (name === undefined) return { reason: 'This text is not the value of a column or property.' };
  if (conventional.test(name) || isDeclaredUnique(file, name)) return { name };
  return { reason: `Nothing here says that \`${name}\` has to be unique.` };
}

/** `prepare('INSERT INTO t (a, b) VALUES (?, ?)').run('x', 'y')` */
function insertedColumn(call: SyntaxNode, index: number): string | undefined {
  if (call.kind !== 'Call' || call.callee.kind !== 'Member' || index < 0) return undefined;
  const prepared = call.callee.object;
  const sql = prepared.kind === 'Call' ? literalText(prepared.args[0]) : undefined;
  const match = /\bINSERT\s+(?:OR\s+\w+\s+)?INTO\s+\S+\s*\(([^)]*)\)\s*VALUES\s*\(([\s?,]*)\)/i.exec(
    sql ?? '',
  );
  const column = match?.[1]?.split(',').at(index);
  return column?.trim().replaceAll(/["`[\]]/g, '');
}

function isDeclaredUnique(file: TestFile, column: string): boolean {
  const name = column.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const inLine = new RegExp(String.raw`[(,\s]["\`]?${name}["\`]?\s+[^,;]*\b(?:UNIQUE|PRIMARY\s+KEY)\b`, 'i');
  const apart = new RegExp(String.raw`\b(?:UNIQUE|PRIMARY\s+KEY)\s*\(\s*["\`]?${name}["\`]?\s*\)`, 'i');
  return textsOf(file).some((node) => {
    const sql = literalText(node);
    return sql !== undefined && /\bCREATE\s+TABLE\b/i.test(sql) && (inLine.test(sql) || apart.test(sql));
  });
}

/** The test or hook that the text is in. */
interface Place {
  readonly around: Test | Hook;
  readonly block: BlockNode;
}

function placeOf(file: TestFile, literal: TextNode): Place | Reason {
  const around = [...file.mocha.tests, ...file.mocha.hooks].find(
    ({ body }) => body?.body !== undefined && contains(body.body, literal),
  );
  const block = around?.body?.body;
  if (around === undefined || block?.kind !== 'Block')
    return { reason: 'This text is not inside a test or hook, so it is made only once.' };
  return { around, block };
}

/** Where the same text is meant: all of these have to change together. */
function usesOf(
  file: TestFile,
  texts: readonly TextNode[],
  value: string,
  around: Test | Hook,
): { readonly literals: readonly TextNode[] } | Reason {
  const literals: TextNode[] = [];
  for (const node of texts) {
    // A title only tells people about it.
    if (isTitle(file, node)) continue;
    const isInside = contains(around.call, node);
    const written = literalText(node) ?? (node.kind === 'Template' ? node.strings.join('') : '');
    if (!written.includes(value)) continue;
    const line = lineNumber(file.text, node.start);
    if (isInside && written !== value)
      return { reason: `The text in line ${line} contains it, and would have to change as well.` };
    if (isInside) literals.push(node);
    else if (isSharedWith(file, node, around))
      return { reason: `Line ${line} has the same text, and the tests may rely on that.` };
  }
  return { literals };
}

/** Another test is free to have the same text. A hook around this test, or a test that a hook is for, is not. */
function isSharedWith(file: TestFile, node: SyntaxNode, around: Test | Hook): boolean {
  const other = file.mocha.tests.find((test) => contains(test.call, node));
  return other === undefined || 'callback' in around;
}

function isTitle(file: TestFile, node: SyntaxNode): boolean {
  return [...file.mocha.suites, ...file.mocha.tests].some(({ call }) => call.args[0] === node);
}

/** `ada@example.com` keeps its form: `ada-…@example.com`. */
function uniqueText(value: string, randomUUID: string): string {
  const at = /^[^@\s]+(?=@[^@\s]+$)/.exec(value)?.[0].length ?? value.length;
  const escape = (part: string): string =>
    part.replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
  return `\`${escape(value.slice(0, at))}-\${${randomUUID}()}${escape(value.slice(at))}\``;
}

function throughVariable(
  file: TestFile,
  { block }: Place,
  column: string,
  literals: readonly TextNode[],
  unique: string,
  imports: Extract<Edit, { possible: true }>['changes'],
): Edit {
  const [first] = literals;
  const statement = block.body.find((one) => first !== undefined && contains(one, first));
  if (statement === undefined) return impossible('The text is in no statement of the test.');
  if (!standsOnLines(file.text, block))
    return impossible('Statements of the test share a line. Give each a line of its own first.');
  const plain = column.replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
  const name = freeName(file, block, [plain, `unique${plain.charAt(0).toUpperCase()}${plain.slice(1)}`]);
  if (name === undefined) return impossible(`The name \`${plain}\` is taken in this test.`);
  const anchor = block.body[block.body.indexOf(statement) - 1];
  const declaration = insertStatements(file, block, anchor, [
    { lines: [`const ${name} = ${unique}${end(file)}`], apart: false },
  ]);
  const replaced = literals.map((node) => {
    // `{ email: 'x' }` with a variable of that name needs it only once.
    const { parent } = node;
    const isShort = parent?.kind === 'Property' && parent.key === name && parent.value === node;
    const at = isShort ? parent : node;
    return { start: at.start, end: at.end, text: name };
  });
  return possible([...imports, declaration, ...replaced]);
}
