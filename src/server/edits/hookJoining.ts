import type { Hook, HookKind } from '../analysis/mochaModel.ts';
import { forEachChild } from '../analysis/syntax.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { hookAnchor, hookLines, writableHookName } from './hookInsertion.ts';
import { standsOnLines } from './movedText.ts';
import { insertStatements } from './statementInsertion.ts';
import type { StatementList } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

export interface HookRequest {
  readonly list: StatementList;
  readonly kind: HookKind;
  /** Lines of the hook's statements, with their end marks, indented from the first. */
  readonly lines: readonly string[];
  readonly async: boolean;
  /** Before everything that hooks of this kind do there already, or after it. */
  readonly order: 'first' | 'last';
  /** Can they not stand in a hook that is there, because a name means something else in it? */
  readonly isApartFrom?: (body: BlockNode) => boolean;
  /** Behind which statement to make a hook where there is none of the kind; by default, behind the other hooks. */
  readonly behind?: SyntaxNode;
}

/** Puts statements into the hook that is already there, or makes one in front of or behind those of its kind. */
export function insertIntoHook(file: TestFile, request: HookRequest): Edit {
  const { list, kind, lines, async, order } = request;
  const hooks = file.mocha.hooks.filter((hook) => hook.kind === kind && hook.statement?.parent === list);
  const hook = order === 'first' ? hooks[0] : hooks.at(-1);
  const body = hook === undefined ? undefined : joinableBody(file, hook, request);
  if (hook?.body !== undefined && body !== undefined) {
    const anchor = order === 'first' ? undefined : body.body.at(-1);
    const changes: TextChange[] = [insertStatements(file, body, anchor, [{ lines, apart: false }])];
    if (async && !hook.body.async) {
      changes.unshift({ start: hook.body.start, end: hook.body.start, text: 'async ' });
    }
    return possible(changes);
  }
  const name = writableHookName(file, kind, list);
  if ('reason' in name) return impossible(name.reason);
  const [head = '', foot = ''] = hookLines(file, name.text, async, []);
  const inner = lines.map((line) => (line === '' ? '' : file.style.indent + line));
  const written = { lines: [head, ...inner, foot], apart: true };
  const anchor =
    order === 'first' && hook?.statement !== undefined
      ? list.body[list.body.indexOf(hook.statement) - 1]
      : (hook?.statement ?? request.behind ?? hookAnchor(file, list));
  return possible([...name.changes, insertStatements(file, list, anchor, [written])]);
}

/** The block of a hook that statements can join without another meaning. */
function joinableBody(
  file: TestFile,
  hook: Hook,
  { async, order, lines, isApartFrom }: HookRequest,
): BlockNode | undefined {
  const callback = hook.body;
  const body = callback?.body;
  if (callback === undefined || callback !== hook.callback || body?.kind !== 'Block') return undefined;
  if (callback.generator || body.body.length === 0 || isApartFrom?.(body) === true) return undefined;
  if (lines.length > 1 && !standsOnLines(file.text, body)) return undefined;
  // With `done`, mocha refuses a promise, and what comes last may run before `done` is called.
  if (callback.params.length > 0 && (async || order === 'last')) return undefined;
  return order === 'last' && mayLeave(body) ? undefined : body;
}

function mayLeave(node: SyntaxNode): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Return') found = true;
    if (!found && at.kind !== 'Function') forEachChild(at, visit);
  };
  visit(node);
  return found;
}
