import type { Binding } from '../analysis/bindings.ts';
import { waitingOf } from '../analysis/doneWaiting.ts';
import type { Waiting } from '../analysis/doneWaiting.ts';
import { mochaCallbacks } from '../analysis/mochaCallbacks.ts';
import type { MochaCallback } from '../analysis/mochaCallbacks.ts';
import { contains, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { makeAsync } from '../edits/asyncFunction.ts';
import { awaitedStatements } from '../edits/awaitedStatements.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A test that ends by one callback becomes an `async` one that awaits what the callback waited for. */
export const doneToAsync: Action = {
  id: 'done-to-async',
  title: 'Use async and await instead of done',
  kind: 'refactor.rewrite.done-to-async',
  rule: undefined,
  offers(file, selection) {
    const callback = [...mochaCallbacks(file).values()].find(
      ({ of, function: body, done }) =>
        done !== undefined &&
        !body.async &&
        contains(of.call, { start: selection.start, end: selection.start }),
    );
    const done = callback?.done;
    if (callback === undefined || done === undefined) return [];
    return [
      {
        title: `Use \`async\` and \`await\` instead of \`${done.name}\``,
        key: `done-to-async:${callback.of.call.start}`,
        preferred: false,
        finding: undefined,
        edit: () => convert(file, callback, done),
      },
    ];
  },
};

function convert(file: TestFile, callback: MochaCallback, done: Binding): Edit {
  const { function: body } = callback;
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  if (!callback.inline || body.params.length !== 1 || body.generator || body.body?.kind !== 'Block') {
    return impossible('The function is not written at its test, or does more than call `done`.');
  }
  const last = body.body.body.at(-1);
  const expression =
    last?.kind === 'ExpressionStatement'
      ? last.expression
      : last?.kind === 'Return'
        ? last.operand
        : undefined;
  const call = expression === undefined ? undefined : unwrap(expression);
  if (last === undefined || call?.kind !== 'Call') {
    return impossible(`The last statement does not wait for anything that ends with \`${done.name}\`.`);
  }
  const waiting = waitingOf(file, call, done);
  if ('reason' in waiting) return impossible(waiting.reason);
  const elsewhere = done.references.find((reference) => !waiting.ends.includes(reference));
  if (elsewhere !== undefined) {
    return impossible(
      `\`${done.name}\` is used elsewhere too: line ${lineNumber(file.text, elsewhere.start)}.`,
    );
  }
  const clash = clashingName(file, body.body, waiting);
  if (clash !== undefined) return impossible(`\`${clash}\` would be declared twice in the test.`);
  const written = awaitedStatements(file, last, waiting);
  const [parameter] = body.params;
  const isBare = parameter !== undefined && !file.text.slice(body.start, parameter.start).includes('(');
  return possible([
    ...makeAsync(file, body),
    ...(parameter === undefined ? [] : [withoutParameter(file, parameter, isBare)]),
    { start: last.start, end: last.end, text: written },
  ]);
}

function withoutParameter(file: TestFile, parameter: SyntaxNode, isBare: boolean): TextChange {
  const comma = /^\s*,/.exec(file.text.slice(parameter.end))?.[0].length ?? 0;
  return { start: parameter.start, end: parameter.end + (isBare ? 0 : comma), text: isBare ? '()' : '' };
}

/** A name of the callback that the test has too, or means something else by. */
function clashingName(file: TestFile, body: BlockNode, waiting: Waiting): string | undefined {
  const { follows } = waiting;
  if (follows === undefined) return undefined;
  const own = file.bindings.all.filter((binding) => binding.scope.node === follows).map(({ name }) => name);
  const around = file.bindings.scopeAt(body).names;
  return own.find(
    (name) =>
      around.has(name) ||
      file.bindings.references.some(
        (reference) => reference.name === name && contains(body, reference) && !contains(follows, reference),
      ),
  );
}
