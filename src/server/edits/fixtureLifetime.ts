import { assignmentInParentheses } from '../analysis/assignments.ts';
import { awaitsDirectly } from '../analysis/awaiting.ts';
import type { HookKind } from '../analysis/mochaModel.ts';
import { setupOf, teardownOf } from '../analysis/suiteFixture.ts';
import type { FixturePart, Lifetime, SuiteFixture } from '../analysis/suiteFixture.ts';
import { contains, forEachChild, hasOwn } from '../analysis/syntax.ts';
import type { BlockNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertIntoHook } from './hookJoining.ts';
import { hookLines, isDoneAtOnce, lineNumber, writableHookName } from './hookInsertion.ts';
import { endWithComment, movedLines, nextToken, standsOnLines } from './movedText.ts';
import { insertStatements, ownEnd } from './statementInsertion.ts';
import type { StatementList } from './statementInsertion.ts';
import { removeStatements } from './statementRemoval.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

/**
 * Lets a fixture live for each test, or for the suite. What is made stays in its order, and so does what is released:
 * what comes to be run for each test is made before, and released after, everything that tests had already; what comes
 * to be run once, after what the suite had and in front of what it releases. Comments go along.
 */
export function changeLifetime(file: TestFile, fixture: SuiteFixture, to: Lifetime): Edit {
  const made = moveParts(file, fixture.block, fixture.setup, setupOf[to], to === 'test' ? 'first' : 'last');
  if (!made.possible) return made;
  const released = moveParts(
    file,
    fixture.block,
    fixture.teardown,
    teardownOf[to],
    to === 'test' ? 'last' : 'first',
  );
  if (!released.possible) return released;
  return possible(withoutRepeats([...made.changes, ...released.changes]));
}

function moveParts(
  file: TestFile,
  list: BlockNode,
  parts: readonly FixturePart[],
  kind: HookKind,
  order: 'first' | 'last',
): Edit {
  if (parts.length === 0) return possible([]);
  const targets = file.mocha.hooks.filter((hook) => hook.kind === kind && hook.statement?.parent === list);
  const pieces = parts.map((part) => pieceOf(file, list, part));
  const joins = pieces.flatMap((piece) => ('reason' in piece ? [] : [piece]));
  if (targets.length > 0 && joins.length === pieces.length) {
    const joined = insertIntoHook(file, {
      list,
      kind,
      lines: joins.flatMap(({ lines }) => lines),
      async: joins.some(({ async }) => async),
      order,
      isApartFrom: (body) => parts.some((part) => namesCollide(file, part, body)),
    });
    if (!joined.possible) return joined;
    const removed = removeStatements(
      file.text,
      joins.flatMap(({ spans }) => spans),
    );
    // A hook of its own beside the one that goes: that one can as well stay, under the other name.
    const isBeside = joined.changes.some((made) => removed.some((gone) => touch(made, gone)));
    if (!isBeside) {
      return possible([...joined.changes, ...removed, ...parts.flatMap((part) => withoutAsync(file, part))]);
    }
  }
  const isInOrder = targets.every(({ call }) =>
    parts.every((part) =>
      order === 'first' ? part.hook.call.end <= call.start : call.end <= part.hook.call.start,
    ),
  );
  const name = writableHookName(file, kind, list);
  if ('reason' in name) return impossible(name.reason);
  const changes: TextChange[] = [...name.changes];
  for (const [index, part] of parts.entries()) {
    const { callee } = part.hook.call;
    if (part.whole) {
      if (!isInOrder) {
        const line = lineNumber(file.text, part.hook.call.start);
        return impossible(
          `The hook in line ${line} cannot be joined with the others, and its order would change.`,
        );
      }
      changes.push({ start: callee.start, end: callee.end, text: name.text });
      continue;
    }
    const piece = pieces[index];
    if (piece === undefined || 'reason' in piece) return impossible(piece?.reason ?? '');
    const [head = '', foot = ''] = hookLines(file, name.text, piece.async, []);
    const inner = piece.lines.map((line) => (line === '' ? '' : file.style.indent + line));
    // In front of what stays or behind it makes no difference for hooks of two kinds.
    const behind = part.hook.statement;
    changes.push(
      insertStatements(file, list, behind, [{ lines: [head, ...inner, foot], apart: true }]),
      ...removeStatements(file.text, piece.spans),
      ...withoutAsync(file, part),
    );
  }
  return possible(changes);
}

/** Of a hook in which something stays, but nothing that is awaited. */
function withoutAsync(file: TestFile, { callback, statements, whole }: FixturePart): readonly TextChange[] {
  const { body, async, start } = callback;
  if (whole || !async || body?.kind !== 'Block') return [];
  const stay = body.body.filter((statement) => !statements.includes(statement));
  if (stay.some((statement) => awaitsDirectly(file.text, statement) || hasOwn(statement, 'Return')))
    return [];
  const word = /^async\s+/.exec(file.text.slice(start, body.start))?.[0];
  return word === undefined ? [] : [{ start, end: start + word.length, text: '' }];
}

interface Piece {
  readonly lines: readonly string[];
  readonly async: boolean;
  /** What goes from its place. */
  readonly spans: readonly Span[];
}

/** What a part is in another hook, or why it can be in none. */
function pieceOf(file: TestFile, list: BlockNode, part: FixturePart): Piece | { readonly reason: string } {
  const { hook, callback, statements, whole } = part;
  const line = lineNumber(file.text, hook.call.start);
  const refused = (why: string): { reason: string } => ({ reason: `The hook in line ${line} ${why}.` });
  if (callback.params.length > 0) return refused('takes `done`');
  if (hook.call.args.length > 1) return refused('has a name');
  if (statements.some((statement) => hasOwn(statement, 'Return'))) return refused('returns early');
  if (statements.some((statement) => usesThis(statement))) return refused('uses `this`');
  const { statement } = hook;
  if (statement === undefined || statement.kind !== 'ExpressionStatement')
    return refused('is part of an expression');
  const { body } = callback;
  if (whole && !standsOnLines(file.text, list)) return refused('shares its line');
  const above = whole ? withCommentAbove(file, list, statement) : statement.start;
  const gone = { start: above, end: endWithComment(file.text, ownEnd(file.text, statement)) };
  const comment = above === statement.start ? [] : commentLines(file, { start: above, end: statement.start });
  if (body?.kind !== 'Block') {
    const [expression] = statements;
    if (expression === undefined) return refused('is empty');
    const only = assignmentInParentheses(expression) ?? expression;
    if (only.kind === 'Wrapped' || only.kind === 'Object') return refused('has no braces');
    const isSync = only.kind === 'Await' || only.kind === 'Assign' || isDoneAtOnce(file, only);
    const waits = isSync ? '' : 'await ';
    const [first = '', ...rest] = movedLines(file, only);
    const lines = ended(file, [waits + first, ...rest]);
    return {
      lines: [...comment, ...lines],
      async: waits !== '' || awaitsDirectly(file.text, only),
      spans: [gone],
    };
  }
  const async = statements.some((one) => awaitsDirectly(file.text, one));
  if (whole) {
    const start = nextToken(file.text, body.start + 1);
    const end = body.end - 1 - (/\s*$/.exec(file.text.slice(start, body.end - 1))?.[0].length ?? 0);
    const lines = ended(file, movedLines(file, { start, end }));
    return { lines: [...comment, ...lines], async, spans: [gone] };
  }
  if (!standsOnLines(file.text, body)) return refused('has everything on one line');
  const groups = groupsOf(file, body, statements);
  return { lines: groups.flatMap((span) => ended(file, movedLines(file, span))), async, spans: groups };
}

/** Neighbours with what stands between them, each with the comment above and behind it. */
function groupsOf(file: TestFile, body: BlockNode, statements: readonly SyntaxNode[]): readonly Span[] {
  const groups: { start: number; end: number }[] = [];
  let previous = -2;
  for (const statement of statements) {
    const index = body.body.indexOf(statement);
    const end = endWithComment(file.text, statement.end);
    const last = groups.at(-1);
    if (last !== undefined && index === previous + 1) last.end = end;
    else groups.push({ start: withCommentAbove(file, body, statement), end });
    previous = index;
  }
  return groups;
}

/** Where the comment starts that stands right above a statement. */
function withCommentAbove(file: TestFile, list: StatementList, statement: SyntaxNode): number {
  const { text } = file;
  const before = list.body[list.body.indexOf(statement) - 1];
  const open =
    before === undefined ? (list.kind === 'File' ? 0 : list.start + 1) : endWithComment(text, before.end);
  // Not what stands behind the opening brace.
  const from = text.indexOf('\n', open) + 1;
  if (from === 0 || from > statement.start) return statement.start;
  const above = text.slice(from, statement.start);
  const gap = [...above.matchAll(/(?<=^|\n)[ \t]*\r?\n/g)].at(-1);
  const start = from + (gap === undefined ? 0 : gap.index + gap[0].length);
  return nextToken(text, start);
}

function commentLines(file: TestFile, span: Span): readonly string[] {
  const end = span.end - (/\s*$/.exec(file.text.slice(span.start, span.end))?.[0].length ?? 0);
  return movedLines(file, { start: span.start, end });
}

/** A statement that was the last on its line may have had no end mark of its own. */
function ended(file: TestFile, lines: readonly string[]): readonly string[] {
  const last = lines.at(-1) ?? '';
  const isOpen = file.style.semicolons && !/[;}]$/.test(last) && !/\/\/|\*\/$/.test(last);
  return isOpen ? [...lines.slice(0, -1), `${last};`] : lines;
}

function usesThis(code: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this') found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(code);
  return found;
}

/** Is a name that the part declares for itself also one of the other hook's? */
function namesCollide(file: TestFile, { callback, statements }: FixturePart, body: BlockNode): boolean {
  const declared = file.bindings.all.filter(
    ({ declaration, scope }) =>
      statements.some((statement) => contains(statement, declaration)) &&
      (scope.node === callback || scope.node === callback.body),
  );
  const there = new Set(
    [...file.bindings.references, ...file.bindings.all.map(({ declaration }) => declaration)].flatMap(
      (name) => (contains(body, name) ? [name.name] : []),
    ),
  );
  return declared.some(({ name }) => there.has(name));
}

function withoutRepeats(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.filter(
    (change, index) =>
      change.start !== change.end ||
      changes.findIndex(
        (one) => one.start === change.start && one.end === change.end && one.text === change.text,
      ) === index,
  );
}

function touch(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
