import { lineIndent } from '../analysis/style.ts';
import { contains, forEachChild } from '../analysis/syntax.ts';
import type { ObjectNode, PropertyNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { isInText } from '../edits/fixtureInsertion.ts';
import { endWithComment, lineBreak, movedLines, standsOnLines } from '../edits/movedText.ts';
import { end, freeName, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TabStop, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

const leastProperties = 3;

/**
 * Makes a builder of an object: a function with its values as defaults, so that a test names only what it is
 * about. Values that only the test knows are handed over.
 */
export const extractBuilder: Action = {
  id: 'extract-builder',
  title: 'Extract a builder for test data',
  kind: 'refactor.extract.builder',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length + file.mocha.tests.length === 0) return [];
    return [
      {
        title: 'Extract a builder',
        key: `builder:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => extract(file, selection),
      },
    ];
  },
};

function extract(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const object = objectAt(file, selection);
  if (object === undefined)
    return impossible('Put the cursor into an object with at least three properties.');
  if (isInComment(file, object, selection)) return impossible('The cursor is in a comment.');
  const parts = partsOf(file, object);
  if ('reason' in parts) return impossible(parts.reason);
  const statement = file.tree.body.find((one) => contains(one, object));
  if (statement === undefined || !standsOnLines(file.text, file.tree))
    return impossible('Statements of the file share a line. Give each a line of its own first.');
  const data = dataName(file, object);
  const name = freeName(file, file.tree, [`build${data}`, `build${data}Data`]);
  if (name === undefined) return impossible(`The name \`build${data}\` is taken in this file.`);

  const { head, result } = signature(file, object, parts);
  const lines = [...literalLines(file, object, parts)];
  lines[0] = `const ${name} = ${head}${result} => (${lines[0]}`;
  lines[lines.length - 1] += `)${end(file)}`;
  const anchor = file.tree.body[file.tree.body.indexOf(statement) - 1];
  const overrides = parts.local.map(({ start, end: stop }) => file.text.slice(start, stop)).join(', ');
  const call = `${name}(${overrides === '' ? '' : `{ ${overrides} }`})`;
  const stop: TabStop = { number: 1, placeholder: name.slice('build'.length), behind: 'build' };
  return possible([
    withTabStops(insertStatements(file, file.tree, anchor, [{ lines, apart: true }]), [
      { ...stop, behind: 'const build' },
    ]),
    withTabStops({ ...replacedSpan(file, object), text: call }, [stop]),
  ]);
}

/** The innermost object at the cursor that is worth a builder. */
function objectAt(file: TestFile, selection: Span): ObjectNode | undefined {
  let found: ObjectNode | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.start > selection.start || selection.end > node.end) return;
    if (node.kind === 'Object' && node.properties.length >= leastProperties) found = node;
    forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

/** A string is a fine place for the cursor here, a comment is not. */
function isInComment(file: TestFile, object: ObjectNode, selection: Span): boolean {
  const inLiteral = file.literalSpans.some(
    (span) => contains(object, span) && span.start < selection.start && selection.start < span.end,
  );
  return !inLiteral && isInText(file, selection.start);
}

interface Parts {
  /** Values that mean the same outside the test. */
  readonly fixed: readonly PropertyNode[];
  /** Values that only this place knows. */
  readonly local: readonly PropertyNode[];
}

function partsOf(file: TestFile, object: ObjectNode): Parts | { readonly reason: string } {
  const { parent } = object;
  if (parent?.kind === 'Assign' && parent.left === object)
    return { reason: 'This is a list of names to fill, not an object.' };
  if (parent?.kind === 'Wrapped' && /\bas\s+const$/.test(file.text.slice(parent.start, parent.end)))
    return { reason: 'An object `as const` cannot come from a function.' };
  const properties: PropertyNode[] = [];
  for (const property of object.properties) {
    if (property.kind === 'Spread') return { reason: 'This object is made of another one already.' };
    if (property.kind !== 'Property' || property.key === undefined)
      return { reason: 'The object has methods or computed keys.' };
    properties.push(property);
  }
  const fixed = properties.filter((property) => isFixed(file, property.value));
  if (fixed.length === 0) return { reason: 'Every value in this object is known only here.' };
  if (refersToItself(file, object)) return { reason: 'The object refers to itself.' };
  const type = typeOf(file, object);
  if (type !== undefined && !isName(type)) return { reason: 'Give the type of this object a name first.' };
  if (file.style.typescript && type === undefined && isTypedByUse(object)) {
    return {
      reason: 'The type of this object comes from where it is used. Give it a variable with that type first.',
    };
  }
  return { fixed, local: properties.filter((property) => !fixed.includes(property)) };
}

function isFixed(file: TestFile, value: SyntaxNode): boolean {
  let fixed = true;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Await' || (node.kind === 'Atom' && node.text === 'this')) fixed = false;
    if (node.kind === 'Identifier') {
      const binding = file.bindings.resolve(node);
      const isOutside =
        binding === undefined ? node.name !== 'arguments' : binding.scope.parent === undefined;
      if (!isOutside && !contains(value, binding?.declaration ?? node)) fixed = false;
    }
    if (fixed) forEachChild(node, visit);
  };
  visit(value);
  return fixed;
}

/** The type that is written for the variable the object goes into. */
function typeOf(file: TestFile, { parent }: ObjectNode): string | undefined {
  if (parent?.kind !== 'Declarator' || parent.type === undefined) return undefined;
  return file.text.slice(parent.type.start, parent.type.end);
}

/** `Order`, `shop.Order` or `Page<Order>`: a type that `Partial` and `Pick` make sense of. */
function isName(type: string): boolean {
  return /^[\w.]+(?:<[^|&]*>)?$/.test(type) && !/^(?:unknown|any|object|never)$/.test(type);
}

/** Its variable has no value yet when the builder is given a value with it. */
function refersToItself(file: TestFile, { start, end: stop, parent }: ObjectNode): boolean {
  if (parent?.kind !== 'Declarator' || parent.target.kind !== 'Identifier') return false;
  const binding = file.bindings.resolve(parent.target);
  return binding?.references.some((reference) => contains({ start, end: stop }, reference)) ?? false;
}

/** Would it get another type by standing alone? Parameters of functions in it would, and texts that are a result. */
function isTypedByUse(object: ObjectNode): boolean {
  let at: SyntaxNode = object;
  while (at.parent !== undefined && /^(Wrapped|Property|Object|Array|Conditional)$/.test(at.parent.kind)) {
    at = at.parent;
  }
  const isResult = at.parent?.kind === 'Return' || at.parent?.kind === 'Function';
  let typed = false;
  const visit = (node: SyntaxNode): void => {
    if (isResult && node.kind === 'String') typed = true;
    if (node.kind === 'Function' && node.params.length > 0) typed = true;
    if (!typed) forEachChild(node, visit);
  };
  visit(object);
  return typed;
}

/** `({ … })` is a call afterwards, and needs its parentheses no more. */
function replacedSpan(file: TestFile, object: ObjectNode): Span {
  const { parent } = object;
  const inParentheses = parent?.kind === 'Wrapped' && file.text[parent.start] === '(';
  return inParentheses ? { start: parent.start, end: parent.end } : { start: object.start, end: object.end };
}

function signature(
  file: TestFile,
  object: ObjectNode,
  { local }: Parts,
): { readonly head: string; readonly result: string } {
  const { quote, typescript } = file.style;
  if (!typescript) return { head: '(overrides = {})', result: '' };
  const type = typeOf(file, object);
  if (type !== undefined && local.length === 0)
    return { head: `(overrides: Partial<${type}> = {})`, result: `: ${type}` };
  if (type !== undefined) {
    const keys = local.map(({ key }) => `${quote}${key}${quote}`).join(' | ');
    return { head: `(overrides: Pick<${type}, ${keys}> & Partial<${type}>)`, result: `: ${type}` };
  }
  // The result has what is handed over as well, so its type has to be known.
  if (local.length > 0) return { head: '<T extends object>(overrides: T)', result: '' };
  return { head: '(overrides = {})', result: '' };
}

/** The object with `...overrides` at its end and without the values that are handed over. */
function literalLines(file: TestFile, object: ObjectNode, { fixed, local }: Parts): readonly string[] {
  const { text } = file;
  if (!text.slice(object.start, object.end).includes('\n')) {
    const kept = fixed.map(({ start, end: stop }) => text.slice(start, stop));
    return [`{ ${[...kept, '...overrides'].join(', ')} }`];
  }
  const last = object.properties.at(-1);
  const lastFixed = fixed.at(-1);
  if (last === undefined || lastFixed === undefined) return [];
  const comma = /^\s*,/.exec(text.slice(last.end, object.end));
  const changes: TextChange[] = local.map((property) => ({
    ...withComma(text, property),
    text: '',
  }));
  if (comma === null && lastFixed === last) changes.push({ start: last.end, end: last.end, text: ',' });
  const behind = last.end + (comma?.[0].length ?? 0);
  const stop = endWithComment(text, behind);
  const endsLine = /^[ \t]*\r?\n/.test(text.slice(stop));
  const mark = comma === null ? '' : ',';
  const indent = lineIndent(text, last.start).slice(lineIndent(text, object.start).length);
  const spread = endsLine ? `${lineBreak}${indent}...overrides${mark}` : ` ...overrides${mark}`;
  return movedLines(file, object, [...changes, { start: stop, end: stop, text: spread }]);
}

/** A property with its comma, and with its line when nothing else stands there. */
function withComma(text: string, property: Span): Span {
  const comma = /^\s*,/.exec(text.slice(property.end))?.[0].length ?? 0;
  const stop = property.end + comma;
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, property.start))?.[0].length ?? 0;
  const endsLine = /^[ \t]*\r?\n/.test(text.slice(stop));
  if (before > 0 && endsLine) return { start: property.start - before, end: stop };
  const gap = /^[ \t]*/.exec(text.slice(stop))?.[0].length ?? 0;
  return { start: property.start, end: stop + gap };
}

const verb =
  /^(?:create|add|push|insert|save|place|post|send|make|register|store|update|put|new|valid|some|the|test|an?)(?=[A-Z])/;
const telling = /^(?!json$|body$|data$|payload$|values$|input$|options$|params$)[A-Za-z]\w*$/;

/** What the object is, by the name it gets or by what it is handed to. */
function dataName(file: TestFile, object: ObjectNode): string {
  let at: SyntaxNode = object;
  for (let parent = at.parent; parent !== undefined; parent = at.parent) {
    const name = nameFrom(file, at, parent);
    if (name !== undefined && telling.test(name)) {
      const plain = name.replace(verb, '');
      return plain.charAt(0).toUpperCase() + plain.slice(1);
    }
    if (parent.kind === 'Function' || parent.kind === 'Block') break;
    at = parent;
  }
  return 'Data';
}

function nameFrom(file: TestFile, at: SyntaxNode, parent: SyntaxNode): string | undefined {
  switch (parent.kind) {
    case 'Declarator':
      return parent.target.kind === 'Identifier' ? singular(parent.target.name, at) : undefined;
    case 'Assign':
      return parent.left.kind === 'Identifier' ? singular(parent.left.name, at) : undefined;
    case 'Property':
      return parent.key;
    case 'New':
      return parent.callee.kind === 'Identifier' ? parent.callee.name : undefined;
    case 'Call': {
      const { callee } = parent;
      if (callee.kind === 'Identifier') return verb.test(callee.name) ? callee.name : undefined;
      if (callee.kind !== 'Member') return undefined;
      if (verb.test(callee.property)) return callee.property;
      const isVerb = verb.test(`${callee.property}X`);
      const { object } = callee;
      if (!isVerb || object.kind !== 'Identifier' || !object.name.endsWith('s')) return undefined;
      return file.bindings.resolve(object) === undefined ? undefined : object.name.slice(0, -1);
    }
    default:
      return undefined;
  }
}

/** `orders` for a list is `order` for one of them. */
function singular(name: string, at: SyntaxNode): string {
  return at.kind === 'Array' && name.endsWith('s') ? name.slice(0, -1) : name;
}
