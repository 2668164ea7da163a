import { database } from '../analysis/databases.ts';
import { hookName } from '../analysis/mochaModel.ts';
import type { Hook, HookKind } from '../analysis/mochaModel.ts';
import { acquisitionsOf } from '../analysis/resources.ts';
import { lineIndent } from '../analysis/style.ts';
import { contains, hasOwn, isAwaited, mentions } from '../analysis/syntax.ts';
import type { FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { end, insertStatements, linesOfStatement } from './statementInsertion.ts';
import type { NewStatement, StatementList } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

export interface TeardownRequest {
  /** The list of statements the hook belongs into: a suite's body, or the file. */
  readonly list: StatementList;
  readonly kind: Extract<HookKind, 'after' | 'afterEach'>;
  /** Statements of the hook, without end marks; `\n` between the lines of one. */
  readonly statements: readonly string[];
  readonly async: boolean;
  /** The statements must come behind all others, as those that remove files which others may still have open. */
  readonly last?: boolean;
  /** Declarations to insert in `list` besides, without end marks. */
  readonly declarations: readonly string[];
  /** A statement behind which a new hook has to come, such as the one that opens. */
  readonly behind: SyntaxNode | undefined;
  /**
   * Names an existing hook may look at before these statements run: with one of them in it, the statements go
   * behind, never in front.
   */
  readonly looksAt: (name: string) => boolean;
}

/** Puts statements into the teardown hook that is already there, or makes one. */
export function insertTeardown(file: TestFile, request: TeardownRequest): Edit {
  const declarations = request.declarations.map((text): NewStatement => ({
    lines: [text + end(file)],
    apart: false,
  }));
  const existing = existingHook(file, request);
  if (existing !== undefined) {
    const merged = mergeInto(file, existing, request);
    if (merged !== undefined) {
      const declared =
        declarations.length === 0
          ? []
          : [insertStatements(file, request.list, declarationAnchor(request.list), declarations)];
      return possible([...declared, ...merged]);
    }
  }
  const name = writableHookName(file, request.kind, request.list);
  if ('reason' in name) return impossible(name.reason);

  const hook: NewStatement = {
    lines: hookLines(file, name.text, request.async, request.statements),
    apart: true,
  };
  const first = declarationAnchor(request.list);
  const anchor = later(hookAnchor(file, request.list), request.behind);
  if (declarations.length === 0) {
    return possible([...name.changes, insertStatements(file, request.list, anchor, [hook])]);
  }
  if (anchor === first) {
    return possible([...name.changes, insertStatements(file, request.list, anchor, [...declarations, hook])]);
  }
  return possible([
    ...name.changes,
    insertStatements(file, request.list, first, declarations),
    insertStatements(file, request.list, anchor, [hook]),
  ]);
}

/** The lines of a hook call, in the file's style. */
export function hookLines(
  file: TestFile,
  name: string,
  async: boolean,
  statements: readonly string[],
): readonly string[] {
  const head = usesFunctions(file)
    ? `${async ? 'async ' : ''}function () {`
    : `${async ? 'async ' : ''}() => {`;
  return [
    `${name}(${head}`,
    ...statements.flatMap((text) => linesOfStatement(file, text)).map((line) => file.style.indent + line),
    `})${end(file)}`,
  ];
}

/** Does the file hand mocha `function` expressions, as those do who use `this.timeout`? */
function usesFunctions(file: TestFile): boolean {
  let functions = 0;
  let arrows = 0;
  for (const { body } of [...file.mocha.hooks, ...file.mocha.tests]) {
    if (body?.form === 'expression') functions += 1;
    else if (body?.form === 'arrow') arrows += 1;
  }
  return functions > arrows;
}

/** Behind the declarations a suite starts with. */
export function declarationAnchor(list: StatementList): SyntaxNode | undefined {
  let anchor: SyntaxNode | undefined;
  for (const statement of list.body) {
    if (statement.kind !== 'Variable' && statement.kind !== 'Import') break;
    anchor = statement;
  }
  return anchor;
}

/** Behind the last hook of the list, or before its first suite or test. */
export function hookAnchor(file: TestFile, list: StatementList): SyntaxNode | undefined {
  const hooks = file.mocha.hooks.filter((hook) => hook.statement?.parent === list);
  const last = hooks.at(-1)?.statement;
  if (last !== undefined) return last;
  const blocks = [...file.mocha.suites, ...file.mocha.tests].map((block) => block.call);
  let anchor: SyntaxNode | undefined;
  for (const statement of list.body) {
    if (blocks.some((call) => contains(statement, call))) break;
    anchor = statement;
  }
  return anchor;
}

function later(a: SyntaxNode | undefined, b: SyntaxNode | undefined): SyntaxNode | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.start >= b.start ? a : b;
}

/** A hook of the same kind in the same list whose function is written there and takes no `done`. */
function existingHook(file: TestFile, request: TeardownRequest): Hook | undefined {
  return file.mocha.hooks
    .filter(
      (hook) =>
        hook.kind === request.kind &&
        hook.statement?.parent === request.list &&
        hook.body !== undefined &&
        hook.body === hook.callback &&
        hook.body.params.length === 0 &&
        !hook.body.generator,
    )
    .at(-1);
}

/** Undefined when the statements cannot join the hook without changing what it does. */
function mergeInto(file: TestFile, hook: Hook, request: TeardownRequest): readonly TextChange[] | undefined {
  const callback = hook.body;
  const body = callback?.body;
  if (callback === undefined || body === undefined) return undefined;
  const looks = mentions(body, request.looksAt);
  const async: TextChange[] =
    request.async && !callback.async ? [{ start: callback.start, end: callback.start, text: 'async ' }] : [];
  if (body.kind !== 'Block') return mergeExpression(file, callback, body, request, looks, async);

  const statements = request.statements.map((text): NewStatement => ({
    lines: linesOfStatement(file, text),
    apart: false,
  }));
  if (body.body.length === 0) return [...async, fillEmpty(file, body, request.statements)];
  const last = body.body.at(-1);
  const leavesEarly = hasOwn(body, 'Return');
  const removesFiles = mentions(body, (name) => /^(rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync)$/.test(name));
  const isLast = request.last === true;
  if (!leavesEarly && (isLast || !removesFiles)) {
    return [...async, insertStatements(file, body, last, statements)];
  }
  // A database in a directory that is about to go has to be closed first.
  if (looks || isLast) return undefined;
  return [...async, insertStatements(file, body, undefined, statements)];
}

function mergeExpression(
  file: TestFile,
  callback: FunctionNode,
  body: SyntaxNode,
  request: TeardownRequest,
  looks: boolean,
  async: readonly TextChange[],
): readonly TextChange[] | undefined {
  const { style } = file;
  const mark = end(file);
  const indent = lineIndent(file.text, lineStart(file.text, callback.start));
  const line = (text: string): string => `${style.eol}${indent}${style.indent}${text}`;
  const ours = request.statements.flatMap((text) => linesOfStatement(file, text).map(line)).join('');
  const close = `${style.eol}${indent}}`;
  if (request.last === true) {
    // Waiting for what may be no promise does no harm.
    const isSync = body.kind === 'Await' || isDoneAtOnce(file, body);
    const waits = isSync ? '' : 'await ';
    const makesAsync: TextChange[] =
      waits === '' || callback.async || async.length > 0
        ? []
        : [{ start: callback.start, end: callback.start, text: 'async ' }];
    return [
      ...async,
      ...makesAsync,
      { start: body.start, end: body.start, text: `{${line(waits)}` },
      { start: body.end, end: body.end, text: `${mark}${ours}${close}` },
    ];
  }
  if (looks) {
    // What it looks at must still be there, so ours come behind; a promise nobody waits for would be lost then.
    const awaits = body.kind === 'Await';
    if (!awaits && !isPlainAssertion(file, body)) return undefined;
    return [
      ...async,
      { start: body.start, end: body.start, text: `{${line('')}` },
      { start: body.end, end: body.end, text: `${mark}${ours}${close}` },
    ];
  }
  return [
    ...async,
    { start: body.start, end: body.start, text: `{${ours}${line('return ')}` },
    { start: body.end, end: body.end, text: `${mark}${close}` },
  ];
}

function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0);
}

/** Is there surely no promise to wait for? */
export function isDoneAtOnce(file: TestFile, expression: SyntaxNode): boolean {
  return isPlainAssertion(file, expression) || isSyncRelease(file, expression);
}

/** A call that checks and is done: no promise to wait for. */
function isPlainAssertion(file: TestFile, expression: SyntaxNode): boolean {
  if (expression.kind !== 'Call') return false;
  const origin = file.bindings.origin(expression.callee);
  const checks =
    origin?.module === 'assert' || origin?.module === 'assert/strict' || origin?.module === 'nock';
  return checks && !/rejects/i.test(origin.path.at(-1) ?? '');
}

/** `db.close()`, `clearInterval(…)` or a function of node:fs that waits itself: no promise either. */
function isSyncRelease(file: TestFile, expression: SyntaxNode): boolean {
  if (expression.kind !== 'Call') return false;
  const { callee } = expression;
  const origin = file.bindings.origin(callee);
  if (origin?.module === 'fs' && origin.path.at(-1)?.endsWith('Sync') === true) return true;
  if (origin?.module === '' && origin.path[0] === 'clearInterval') return true;
  return acquisitionsOf(file, database).some(
    ({ acquired, ownership }) => !isAwaited(acquired) && ownership.releases.includes(callee),
  );
}

function fillEmpty(file: TestFile, body: SyntaxNode, statements: readonly string[]): TextChange {
  const { text, style } = file;
  const inside = text.slice(body.start + 1, body.end - 1);
  const outer = lineIndent(text, lineStart(text, body.start));
  const lines = statements
    .flatMap((one) => linesOfStatement(file, one))
    .map((one) => `${style.eol}${outer}${style.indent}${one}`)
    .join('');
  const close = `${style.eol}${outer}`;
  // Comments in an empty body stay where they are, in front.
  const kept = inside.trimEnd().length;
  return { start: body.start + 1 + kept, end: body.end - 1, text: lines + close };
}

type WritableName =
  | { readonly text: string; readonly changes: readonly TextChange[] }
  | { readonly reason: string };

/** How a hook can be called at a place: as a global, by its import, or by an import that is extended. */
export function writableHookName(file: TestFile, kind: HookKind, at: SyntaxNode): WritableName {
  const { bindings, mocha } = file;
  const name = hookName(kind, mocha.interface);
  for (const binding of bindings.all) {
    const imported = bindings.origin(binding.declaration);
    const isHook = imported?.module === 'mocha' && imported.path.length === 1 && imported.path[0] === name;
    if (isHook && bindings.lookup(binding.name, at) === binding) return { text: binding.name, changes: [] };
  }
  const here = bindings.lookup(name, at);
  if (here !== undefined) {
    return {
      reason: `\`${name}\` means something else here: line ${lineNumber(file.text, here.declaration.start)}.`,
    };
  }
  const callee = mocha.suites[0]?.call.callee ?? mocha.tests[0]?.call.callee;
  if (callee?.kind === 'Member' && callee.object.kind === 'Identifier') {
    const origin = bindings.origin(callee.object);
    if (origin?.module === 'mocha' && origin.path.length === 0) {
      return { text: `${callee.object.name}.${name}`, changes: [] };
    }
  }
  const extended = extendImport(file, 'mocha', name);
  return { text: name, changes: extended === undefined ? [] : [extended] };
}

/** Adds a name to an import or destructured `require` of a module; undefined when there is none of that form. */
export function extendImport(file: TestFile, module: string, name: string): TextChange | undefined {
  for (const statement of file.tree.body) {
    if (statement.kind === 'Import') {
      if (statement.source !== module || statement.braces === undefined || statement.typeOnly) continue;
      const named = statement.names.filter((one) => contains(statement.braces ?? one, one));
      const last = named.at(-1);
      if (last !== undefined) return addAfter(file, last, name);
    }
    if (statement.kind !== 'Variable') continue;
    for (const { target, initial } of statement.declarators) {
      if (target.kind !== 'ObjectPattern' || initial === undefined) continue;
      const origin = file.bindings.origin(initial);
      const last = target.properties.at(-1);
      if (origin?.module !== module || origin.path.length > 0 || last === undefined || last.rest) continue;
      return addAfter(file, last, name);
    }
  }
  return undefined;
}

function addAfter(file: TestFile, last: SyntaxNode, name: string): TextChange {
  const start = file.text.lastIndexOf('\n', last.start - 1) + 1;
  const indent = file.text.slice(start, last.start);
  const gap = indent.trim() === '' && start > 0 ? file.style.eol + indent : ' ';
  return { start: last.end, end: last.end, text: `,${gap}${name}` };
}

/** 1-based, for messages. */
export function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
