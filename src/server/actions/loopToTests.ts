import { lineIndent } from '../analysis/style.ts';
import type { Test } from '../analysis/mochaModel.ts';
import { contains, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, FunctionNode, LoopNode, SyntaxNode, VariableNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A loop inside a test becomes a test for each element, so that one failure does not hide the others. */
export const loopToTests: Action = {
  id: 'loop-to-tests',
  title: 'Make a test of each element of a loop',
  kind: 'refactor.rewrite.loop-to-tests',
  rule: undefined,
  offers(file, selection) {
    const at = { start: selection.start, end: selection.start };
    const test = file.mocha.tests.find(({ call }) => contains(call, at));
    const block = test?.body?.body;
    if (test === undefined || block?.kind !== 'Block') return [];
    if (!block.body.some((statement) => statement.kind === 'Loop')) return [];
    return [
      {
        title: 'Make a test of each element',
        key: `loop-to-tests:${test.call.start}`,
        preferred: false,
        finding: undefined,
        edit: () => split(file, test),
      },
    ];
  },
};

interface ForOf {
  readonly loop: LoopNode;
  /** The declared name or pattern. */
  readonly element: SyntaxNode;
  readonly list: SyntaxNode;
}

function split(file: TestFile, test: Test): Edit {
  const { text } = file;
  const { body, call } = test;
  const block = body?.body;
  const statement = call.parent;
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  if (
    body === undefined ||
    block?.kind !== 'Block' ||
    body.parent !== call ||
    statement?.kind !== 'ExpressionStatement'
  ) {
    return impossible('The function is not written at its test.');
  }
  if (body.params.length > 0 || body.generator)
    return impossible('A test that takes `done` ends once, not once for each element.');
  const last = block.body.at(-1);
  const found = last?.kind === 'Loop' ? forOf(file, last) : undefined;
  if (found === undefined)
    return impossible('The last statement of the test is no loop `for (const … of …)`.');
  const before = block.body.slice(0, -1);
  const declared = declarationOf(file, found.list, before);
  const setup = before.filter((one) => one !== declared?.variable);
  if (setup.length > 0) {
    return impossible(
      `The test does something before the loop: line ${lineNumber(text, setup[0]?.start ?? 0)}.`,
    );
  }
  const values = declared?.initial ?? found.list;
  const late = laterValue(file, values, body);
  if (late !== undefined) {
    return impossible(`\`${late}\` gets its value only when tests run, and tests are defined before.`);
  }
  const inLoop = blockOf(file, found.loop);
  if (inLoop === undefined)
    return impossible('The loop has no block, or leaves an iteration by `break` or `continue`.');
  if (hasComment(file, [block, declared?.variable, found.loop, inLoop])) {
    return impossible('There is a comment around the loop that would be lost.');
  }
  if (declared !== undefined && isTaken(file, declared.name, statement)) {
    return impossible(`The suite has another \`${declared.name}\`.`);
  }
  const title = titleFor(file, test, found, shownValues(file, values));
  if (title === undefined)
    return impossible('The title of the test is no plain text, or nothing tells the elements apart.');
  return possible(rewrite(file, { test, body, statement, block, found, inLoop, declared, title }));
}

interface Split {
  readonly test: Test;
  readonly body: FunctionNode;
  readonly statement: SyntaxNode;
  readonly block: BlockNode;
  readonly found: ForOf;
  readonly inLoop: BlockNode;
  readonly declared: Declared | undefined;
  readonly title: { readonly at: SyntaxNode; readonly text: string };
}

/** The two heads change places, so that what is in the loop keeps its indentation. */
function rewrite(file: TestFile, parts: Split): readonly TextChange[] {
  const { text, style } = file;
  const { statement, block, found, inLoop, declared, title } = parts;
  const outer = lineIndent(text, statement.start);
  const head = text.slice(found.loop.start, inLoop.start);
  const testHead =
    text.slice(statement.start, title.at.start) + title.text + text.slice(title.at.end, block.start);
  const kept = declared === undefined ? '' : hoisted(file, declared.variable, outer);
  const tail = text.slice(block.end, statement.end);
  return [
    {
      start: statement.start,
      end: inLoop.start,
      text: `${kept}${head}{${style.eol}${outer}${style.indent}${testHead}`,
    },
    {
      start: inLoop.end,
      end: statement.end,
      text: `${tail}${style.eol}${outer}}`,
    },
  ];
}

/** The declaration of the cases, one step further out. */
function hoisted(file: TestFile, variable: VariableNode, outer: string): string {
  const { text, style } = file;
  const inner = lineIndent(text, variable.start);
  const lines: string[] = [];
  let start = variable.start;
  for (const line of text.slice(variable.start, variable.end).split('\n')) {
    lines.push(
      start === variable.start || file.isInLiteral(start) || !line.startsWith(inner)
        ? line
        : outer + line.slice(inner.length),
    );
    start += line.length + 1;
  }
  return `${lines.join('\n')}${style.eol}${outer}`;
}

function forOf(file: TestFile, loop: LoopNode): ForOf | undefined {
  const [variable, list] = loop.head;
  if (variable?.kind !== 'Variable' || list === undefined || loop.head.length !== 2) return undefined;
  const [declarator] = variable.declarators;
  const isForOf =
    /^for\s*\($/.test(file.text.slice(loop.start, variable.start).trim()) &&
    /^\s*of\s/.test(file.text.slice(variable.end, list.start));
  if (!isForOf || variable.keyword !== 'const' || declarator === undefined) return undefined;
  return { loop, element: declarator.target, list };
}

interface Declared {
  readonly variable: VariableNode;
  readonly name: string;
  readonly initial: SyntaxNode;
}

/** The constant of the test that holds the cases. */
function declarationOf(
  file: TestFile,
  list: SyntaxNode,
  before: readonly SyntaxNode[],
): Declared | undefined {
  const binding = list.kind === 'Identifier' ? file.bindings.resolve(list) : undefined;
  for (const variable of before) {
    if (variable.kind !== 'Variable' || variable.keyword !== 'const' || variable.declarators.length !== 1)
      continue;
    const [declarator] = variable.declarators;
    if (
      declarator === undefined ||
      declarator.target !== binding?.declaration ||
      declarator.initial === undefined
    )
      continue;
    return { variable, name: binding.name, initial: declarator.initial };
  }
  return undefined;
}

/** The list itself, when the file shows it under a constant's name. */
function shownValues(file: TestFile, values: SyntaxNode): SyntaxNode {
  const inner = unwrap(values);
  const binding = inner.kind === 'Identifier' ? file.bindings.resolve(inner) : undefined;
  return binding?.kind === 'const' && binding.initial !== undefined ? unwrap(binding.initial) : inner;
}

/** The first thing in the list of cases that is not there yet when the file is loaded. */
function laterValue(file: TestFile, values: SyntaxNode, body: FunctionNode): string | undefined {
  let late: string | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Await') late ??= 'await';
    if (node.kind === 'Atom' && node.text === 'this') late ??= 'this';
    if (node.kind === 'Identifier') {
      const binding = file.bindings.resolve(node);
      const isOwn = binding !== undefined && contains(values, binding.declaration);
      const isLate =
        binding !== undefined &&
        !isOwn &&
        (binding.kind === 'let' || binding.kind === 'var' || contains(body, binding.declaration));
      if (isLate) late ??= node.name;
    }
    if (late === undefined) forEachChild(node, visit);
  };
  visit(values);
  return late;
}

function blockOf(file: TestFile, loop: LoopNode): BlockNode | undefined {
  const { body } = loop;
  if (body.kind !== 'Block') return undefined;
  // The tree leaves these two out. A word in a text counts too: then there is just no refactoring.
  return /\b(break|continue)\b/.test(file.text.slice(body.start, body.end)) ? undefined : body;
}

/** Comments in front of what moves, and behind it. */
function hasComment(
  file: TestFile,
  [block, variable, loop, inLoop]: readonly (SyntaxNode | undefined)[],
): boolean {
  if (block === undefined || loop === undefined || inLoop === undefined) return true;
  const gaps = [
    [block.start, variable?.start ?? loop.start],
    [variable?.end ?? loop.start, loop.start],
    [inLoop.end, block.end],
  ];
  return gaps.some(([start, stop]) => /\/[/*]/.test(file.text.slice(start, stop)));
}

function isTaken(file: TestFile, name: string, statement: SyntaxNode): boolean {
  const list = statement.parent;
  if (list === undefined) return true;
  return (
    file.bindings.scopeAt(list).names.has(name) ||
    file.bindings.references.some(
      (reference) => reference.name === name && contains(list, reference) && !contains(statement, reference),
    )
  );
}

/** `` `adds: ${name}` ``: what tells the elements apart, as far as the text shows it. */
function titleFor(file: TestFile, test: Test, found: ForOf, values: SyntaxNode): Split['title'] | undefined {
  const [at] = test.call.args;
  if (at === undefined || test.title === undefined || (at.kind !== 'String' && at.kind !== 'Template'))
    return undefined;
  const inner = file.text.slice(at.start + 1, at.end - 1);
  const written =
    at.kind === 'Template'
      ? inner
      : inner.replaceAll(/\\(['"])/g, '$1').replaceAll(/`|\$\{/g, String.raw`\$&`);
  const value = distinction(found.element, values);
  if (value === undefined) return undefined;
  return { at, text: `\`${written}: \${${value}}\`` };
}

/** Properties whose value says best which case it is. */
const naming = ['name', 'title', 'description', 'label', 'case'];

function distinction(element: SyntaxNode, values: SyntaxNode): string | undefined {
  const keys = commonKeys(values);
  const best = naming.find((name) => keys.includes(name)) ?? keys[0];
  if (element.kind === 'ObjectPattern') return ofPattern(element, best);
  if (element.kind === 'ArrayPattern') {
    const [first] = element.elements;
    return first?.kind === 'Parameter' && first.target.kind === 'Identifier' ? first.target.name : undefined;
  }
  if (element.kind !== 'Identifier') return undefined;
  const { name } = element;
  if (best !== undefined) return `${name}.${best}`;
  return isListOfPlain(values) ? name : `JSON.stringify(${name})`;
}

function ofPattern(
  element: SyntaxNode & { readonly kind: 'ObjectPattern' },
  best: string | undefined,
): string | undefined {
  const names = element.properties.flatMap(({ key, target }) => {
    const inner = target.kind === 'Parameter' ? target.target : target;
    return inner.kind === 'Identifier' ? [{ key, name: inner.name }] : [];
  });
  const named =
    names.find(({ key }) => naming.includes(key ?? '')) ?? names.find(({ key }) => key === best) ?? names[0];
  return named?.name;
}

/** The keys that every element has with a plain value. */
function commonKeys(values: SyntaxNode): readonly string[] {
  if (values.kind !== 'Array') return [];
  const lists = values.elements.map((element) => {
    const value = unwrap(element);
    if (value.kind !== 'Object') return [];
    return value.properties.flatMap((property) =>
      property.kind === 'Property' && property.key !== undefined && isPlain(unwrap(property.value))
        ? [property.key]
        : [],
    );
  });
  const [first, ...others] = lists;
  return (first ?? []).filter((key) => others.every((list) => list.includes(key)));
}

function isListOfPlain(values: SyntaxNode): boolean {
  return values.kind === 'Array' && values.elements.every((element) => isPlain(unwrap(element)));
}

function isPlain(node: SyntaxNode): boolean {
  return node.kind === 'String' || node.kind === 'Template' || node.kind === 'Atom' || node.kind === 'Unary';
}
