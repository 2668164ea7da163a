import { hookName } from '../analysis/mochaModel.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, DeclaratorNode, Span, SyntaxNode, VariableNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { hookLines, lineNumber, writableHookName } from '../edits/hookInsertion.ts';
import { movedLines } from '../edits/movedText.ts';
import { releaseTemplate } from '../edits/releaseCode.ts';
import { end, insertStatements, lineEnd } from '../edits/statementInsertion.ts';
import type { NewStatement } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { resourceInDescribe } from '../rules/resourceInDescribe.ts';
import type { ResourceInSuite } from '../rules/resourceInDescribe.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/**
 * Moves what a suite's body acquires into `before`, with what is made from it there; the names stay where they are,
 * as variables. Teardown that relied on a constant asks first whether there is something to release.
 */
export const moveIntoBefore = quickFix({
  id: 'move-into-before',
  title: 'Acquire the resource in `before`',
  rule: resourceInDescribe,
  offers(file: TestFile, finding: Finding<ResourceInSuite>): readonly Offer[] {
    const { acquired, ownership, resource } = finding.subject;
    const name = ownership.binding?.name;
    const hook = hookName('before', file.mocha.interface);
    return [
      {
        title: `Move ${name === undefined ? `the ${resource.noun}` : `\`${name}\``} into \`${hook}\``,
        key: `before:${acquired.start}`,
        preferred: false,
        finding,
        edit: () => move(file, finding.subject),
      },
    ];
  },
});

function move(file: TestFile, subject: ResourceInSuite): Edit {
  const { text } = file;
  const { block } = subject;
  const { statements, blockedBy } = subject.moving;
  if (blockedBy !== undefined) {
    return impossible(`Line ${lineNumber(text, blockedBy.start)} needs it while the suite is defined.`);
  }
  const shared = statements.find((statement) => !isAloneOnLines(file, statement));
  if (shared !== undefined) {
    return impossible(
      `Put the statement of line ${lineNumber(text, shared.start)} on a line of its own first.`,
    );
  }
  const hooks = file.mocha.hooks.filter((hook) => hook.kind === 'before' && hook.statement?.parent === block);
  const merged = hooks.find(({ body, callback }) => body === callback && body?.params.length === 0);
  const target = merged?.body?.body;
  const earlier = hooks.find(({ call }) => call.start < (statements[0]?.start ?? 0));
  if (hooks.length > 0 && earlier !== undefined && earlier !== merged) {
    return impossible(`The hook of line ${lineNumber(text, earlier.call.start)} may need it and runs first.`);
  }
  const parts: Part[] = [];
  for (const statement of statements) {
    const part = partOf(file, subject, statement);
    if ('reason' in part) return impossible(part.reason);
    parts.push(part);
  }
  const setup = parts.map(({ setup: lines }): NewStatement => ({ lines, apart: false }));
  const imports = unique(parts.flatMap(({ imports: changes }) => changes));
  const guards = guardReleases(file, subject);
  if (target?.kind === 'Block') {
    if (!text.slice(target.start, target.end).includes('\n')) {
      return impossible(
        `Spread the hook of line ${lineNumber(text, target.start)} over several lines first.`,
      );
    }
    const inserted = insertStatements(file, target, undefined, setup);
    return possible([...imports, ...parts.flatMap((part) => stay(file, part)), inserted, ...guards]);
  }
  const name = writableHookName(file, 'before', block);
  if ('reason' in name) return impossible(name.reason);
  const hook = hookLines(file, name.text, false, []);
  const lines = [
    ...hook.slice(0, -1),
    ...parts.flatMap((part) => part.setup).map((line) => file.style.indent + line),
    ...hook.slice(-1),
  ];
  return possible([...imports, ...name.changes, ...placeHook(file, subject, parts, lines), ...guards]);
}

/** A statement that moves: what stays in its place, and what the hook does instead. */
interface Part {
  readonly statement: SyntaxNode;
  /** The declaration that stays; undefined for an expression, which moves as a whole. */
  readonly declared: string | undefined;
  readonly setup: readonly string[];
  readonly imports: readonly TextChange[];
}

function partOf(
  file: TestFile,
  subject: ResourceInSuite,
  statement: SyntaxNode,
): Part | { readonly reason: string } {
  if (mentionsThis(statement)) {
    return {
      reason: `\`this\` means something else in a hook: line ${lineNumber(file.text, statement.start)}.`,
    };
  }
  const ended = file.text[statement.end - 1] === ';';
  if (statement.kind !== 'Variable') {
    return {
      statement,
      declared: undefined,
      setup: moved(file, { start: statement.start, end: ended ? statement.end - 1 : statement.end }, ''),
      imports: [],
    };
  }
  const [declarator] = statement.declarators;
  const { initial } = declarator ?? {};
  if (declarator?.target.kind !== 'Identifier' || initial === undefined) {
    return { reason: `Line ${lineNumber(file.text, statement.start)} declares more than one name.` };
  }
  const { name } = declarator.target;
  const type = file.style.typescript
    ? typeOf(file, subject, statement, declarator)
    : { text: '', changes: [] };
  if ('reason' in type) return type;
  return {
    statement,
    declared: `let ${name}${type.text === '' ? '' : `: ${type.text}`}${ended ? ';' : ''}`,
    setup: moved(file, initial, `${name} = `),
    imports: type.changes,
  };
}

type Typed = { readonly text: string; readonly changes: readonly TextChange[] } | { readonly reason: string };

function typeOf(
  file: TestFile,
  subject: ResourceInSuite,
  statement: VariableNode,
  declarator: DeclaratorNode,
): Typed {
  const { text } = file;
  if (declarator.type !== undefined) {
    return { text: text.slice(declarator.type.start, declarator.type.end), changes: [] };
  }
  const { acquired, ownership, resource, block } = subject;
  if (ownership.binding !== undefined && ownership.binding.declaration === declarator.target) {
    const way = { by: 'suite' as const, suite: subject.suite };
    return releaseTemplate(resource).type(file, { ...subject, acquired, runBy: [way] }, block);
  }
  const value = declarator.initial === undefined ? undefined : unwrap(declarator.initial);
  const called = value?.kind === 'New' || value?.kind === 'Call' ? value.callee : undefined;
  if (called?.kind === 'Identifier' && file.bindings.resolve(called) !== undefined) {
    const written = text.slice(called.start, called.end);
    return { text: value?.kind === 'New' ? written : `ReturnType<typeof ${written}>`, changes: [] };
  }
  return { reason: `Give the variable of line ${lineNumber(text, statement.start)} a type first.` };
}

function moved(file: TestFile, span: Span, front: string): readonly string[] {
  const lines = movedLines(file, span);
  return [front + (lines[0] ?? ''), ...lines.slice(1)].map((line, index) =>
    index === lines.length - 1 ? line + end(file) : line,
  );
}

function mentionsThis(statement: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this') found = true;
    const ownThis = node.kind === 'Function' && node.form !== 'arrow';
    if (!found && !ownThis) forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isAloneOnLines(file: TestFile, statement: SyntaxNode): boolean {
  const { text } = file;
  const before = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  const behind = text.slice(statement.end, lineEnd(text, statement.end));
  return before.trim() === '' && /^\s*(\/\/.*)?$/.test(behind);
}

/** The variables, and nothing where an expression was; its comment stays. */
function stay(file: TestFile, { statement, declared }: Part): readonly TextChange[] {
  if (declared !== undefined) return [{ start: statement.start, end: statement.end, text: declared }];
  const { text } = file;
  const start = text.lastIndexOf('\n', statement.start - 1) + 1;
  const stop = lineEnd(text, statement.end);
  if (text.slice(statement.end, stop).trim() !== '') {
    return [{ start: statement.start, end: stop, text: text.slice(statement.end, stop).trim() }];
  }
  // With the line ending in front, so that what follows keeps its distance.
  const from = text[start - 2] === '\r' ? start - 2 : start - 1;
  return [{ start: Math.max(from, 0), end: stop, text: '' }];
}

/** Behind the variables that stay and those that follow; in the place of the expression where none does. */
function placeHook(
  file: TestFile,
  { block }: ResourceInSuite,
  parts: readonly Part[],
  lines: readonly string[],
): readonly TextChange[] {
  const { text, style } = file;
  const [first] = parts;
  const anchor = parts.findLast(({ declared }) => declared !== undefined) ?? first;
  if (anchor === undefined) return [];
  const indent = lineIndent(text, anchor.statement.start);
  const written = lines.map((line) => (line === '' ? '' : indent + line)).join(style.eol);
  const rest = parts.filter((part) => part !== anchor).flatMap((part) => stay(file, part));
  if (anchor.declared === undefined) {
    const { start, end: stop } = anchor.statement;
    return [{ start, end: stop, text: written.slice(indent.length) }, ...rest];
  }
  const airy = /\n[ \t]*\r?\n/.test(text.slice(block.start, block.end));
  const gap = airy ? style.eol + style.eol : style.eol;
  const line = lineEnd(text, lastDeclaration(block, anchor.statement, parts).end);
  return [...stay(file, anchor), { start: line, end: line, text: gap + written }, ...rest];
}

/** The last of the declarations that follow a statement, over what is moved away between them. */
function lastDeclaration(block: BlockNode, anchor: SyntaxNode, parts: readonly Part[]): SyntaxNode {
  let last = anchor;
  for (const statement of block.body.slice(block.body.indexOf(anchor) + 1)) {
    if (statement.kind === 'Variable') last = statement;
    else if (!parts.some((part) => part.statement === statement)) break;
  }
  return last;
}

/** A constant that was always there is now empty when setup fails: `db.close()` becomes `db?.close()`. */
function guardReleases(
  file: TestFile,
  { acquired, ownership, block, moving }: ResourceInSuite,
): readonly TextChange[] {
  const changes: TextChange[] = [];
  // A server that only starts in the hook is there already.
  if (!moving.statements.some((one) => contains(one, acquired))) return [];
  for (const release of ownership.releases) {
    if (release.kind !== 'Member' || release.object.kind !== 'Identifier' || !contains(block, release))
      continue;
    const around = enclosingFunction(release);
    const isTeardown = file.mocha.hooks.some(
      ({ kind, body }) => body !== undefined && body === around && (kind === 'after' || kind === 'afterEach'),
    );
    const at = release.object.end;
    if (isTeardown && file.text[at] === '.') changes.push({ start: at, end: at, text: '?' });
  }
  return changes;
}

function unique(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.filter(
    (change, index) =>
      changes.findIndex((one) => one.start === change.start && one.text === change.text) === index,
  );
}
