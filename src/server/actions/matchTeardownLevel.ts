import { hookName } from '../analysis/mochaModel.ts';
import type { Hook } from '../analysis/mochaModel.ts';
import { contains, hasOwn } from '../analysis/syntax.ts';
import type { FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertTeardown, writableHookName } from '../edits/hookInsertion.ts';
import { deleteStatement } from '../edits/statementRemoval.ts';
import type { StatementList } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { findingsOf } from '../rules/rule.ts';
import { teardownLevelMismatch } from '../rules/teardownLevelMismatch.ts';
import type { LevelMismatch } from '../rules/teardownLevelMismatch.ts';
import { quickFix } from './action.ts';

/** Renames the hook when it does nothing else; otherwise the release moves into the matching one. */
export const matchTeardownLevel = quickFix({
  id: 'match-teardown-level',
  title: 'Release as often as the setup acquires',
  rule: teardownLevelMismatch,
  offers(file, finding) {
    const { belongs, binding } = finding.subject;
    return [
      {
        title: `Release \`${binding.name}\` in \`${hookName(belongs, file.mocha.interface)}\``,
        key: `level:${finding.start}`,
        preferred: true,
        finding,
        edit: () => match(file, finding.subject),
      },
    ];
  },
});

function match(file: TestFile, mismatch: LevelMismatch): Edit {
  const { hook, setup, belongs } = mismatch;
  const list = setup.statement?.parent;
  if (list?.kind !== 'Block' && list?.kind !== 'File') {
    return impossible('The hook that makes it stands where no other hook can be written.');
  }
  const isThere = file.mocha.hooks.some(
    (other) => other.kind === belongs && other.statement?.parent === list,
  );
  if (!isThere && hook.statement?.parent === list && doesNothingElse(file, mismatch)) {
    const name = writableHookName(file, belongs, list);
    if ('reason' in name) return impossible(name.reason);
    const { callee } = hook.call;
    return possible([...name.changes, { start: callee.start, end: callee.end, text: name.text }]);
  }
  return move(file, mismatch, list);
}

/** Is every statement of the hook a release that belongs into the same kind of hook? */
function doesNothingElse(file: TestFile, { hook, belongs, setup }: LevelMismatch): boolean {
  const body = hook.body?.body;
  if (body === undefined) return false;
  const calls = findingsOf(teardownLevelMismatch, file)
    .map(({ subject }) => subject)
    .filter((other) => other.hook === hook && other.belongs === belongs)
    .filter((other) => other.setup.statement?.parent === setup.statement?.parent)
    .map(({ release }) => release.call);
  if (body.kind !== 'Block') return calls.some((call) => contains(body, call));
  return body.body.every((statement) => calls.some((call) => contains(statement, call)));
}

function move(file: TestFile, { hook, release, belongs, binding }: LevelMismatch, list: StatementList): Edit {
  const found = movable(hook, release.call);
  if (found === undefined) {
    return impossible(`The hook is handed a function from elsewhere, or one that takes \`done\`.`);
  }
  if (file.bindings.lookup(binding.name, list) !== binding) {
    return impossible(`\`${binding.name}\` is not visible where the matching hook belongs.`);
  }
  const { removed, text: part, callback } = found;
  const shared = namesFrom(file, part, callback);
  if (shared !== undefined) return impossible(`It needs \`${shared}\` of the hook it is in.`);
  const removal = deleteStatement(file, removed);
  if (!removal.possible) return removal;
  const teardown = insertTeardown(file, {
    list,
    kind: belongs,
    statements: [file.text.slice(part.start, part.end).replace(/;$/, '')],
    async: hasOwn(part, 'Await'),
    declarations: [],
    behind: undefined,
    looksAt: (name) => name === binding.name,
  });
  return teardown.possible ? possible([...removal.changes, ...teardown.changes]) : teardown;
}

interface Movable {
  /** The statement that goes: the whole hook when nothing else is in it. */
  readonly removed: SyntaxNode;
  /** What comes into the other hook. */
  readonly text: SyntaxNode;
  readonly callback: FunctionNode;
}

function movable(hook: Hook, call: SyntaxNode): Movable | undefined {
  const { body: callback, statement } = hook;
  const body = callback?.body;
  if (callback === undefined || body === undefined || statement === undefined) return undefined;
  if (callback !== hook.callback || callback.params.length > 0 || !contains(body, call)) return undefined;
  if (body.kind !== 'Block') return { removed: statement, text: body, callback };
  const own = body.body.find((one) => contains(one, call));
  if (own === undefined || own.kind === 'Variable' || own.kind === 'Return') return undefined;
  return { removed: body.body.length === 1 ? statement : own, text: own, callback };
}

/** A name that the part takes from the function it is in. */
function namesFrom(file: TestFile, part: SyntaxNode, callback: FunctionNode): string | undefined {
  return file.bindings.references.find((name) => {
    if (!contains(part, name)) return false;
    const binding = file.bindings.resolve(name);
    return (
      binding !== undefined && contains(callback, binding.declaration) && !contains(part, binding.declaration)
    );
  })?.name;
}
