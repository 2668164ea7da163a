import type { Test } from '../analysis/mochaModel.ts';
import { contains, hasOwn } from '../analysis/syntax.ts';
import type { BlockNode, FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { linesOf } from '../edits/reindent.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import type { NewStatement } from '../edits/statementInsertion.ts';
import { deleteStatement } from '../edits/statementRemoval.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import { assertionInTeardown } from '../rules/assertionInTeardown.ts';
import type { TeardownAssertions } from '../rules/assertionInTeardown.ts';
import { quickFix } from './action.ts';

/** More tests than this get a function of their own rather than a copy each. */
const mostTests = 5;

/** Moves the assertions of a hook to the end of the tests it runs after. */
export const assertInTests = quickFix({
  id: 'assert-in-tests',
  title: 'Make the assertion at the end of the tests',
  rule: assertionInTeardown,
  offers(file, finding) {
    const { assertions } = finding.subject;
    return [
      {
        title: `Make the ${assertions.length === 1 ? 'assertion' : 'assertions'} at the end of each test`,
        key: `move:${finding.start}`,
        preferred: false,
        finding,
        edit: () => move(file, finding.subject),
      },
    ];
  },
});

function move(file: TestFile, { hook, assertions }: TeardownAssertions): Edit {
  const { suite, body: callback } = hook;
  if (suite === undefined)
    return impossible('The hook is in no suite, so it runs for the tests of other files too.');
  if (callback === undefined || callback !== hook.callback || hook.statement === undefined) {
    return impossible('The hook is handed a function from elsewhere.');
  }
  const needed = assertions
    .map((assertion) => ownName(file, assertion, callback))
    .find((name) => name !== undefined);
  if (needed !== undefined) return impossible(`The assertion needs \`${needed}\` of the hook.`);
  const tests = file.mocha.tests.filter(({ call, body }) => contains(suite.call, call) && body !== undefined);
  if (tests.length === 0) return impossible('The suite has no tests of its own.');
  if (tests.length > mostTests) {
    return impossible(
      `It would be repeated in ${tests.length} tests. Put it into a function that they call.`,
    );
  }
  const statements: NewStatement[] = [];
  for (const assertion of assertions) {
    const lines = linesOf(file, assertion);
    if (lines === undefined) return impossible('A template spans several lines of the assertion.');
    const last = lines.length - 1;
    const ended = lines.map((line, index) => (index === last ? line.replace(/;$/, '') + end(file) : line));
    statements.push({ lines: ended, apart: false });
  }
  const async = assertions.some((assertion) => hasOwn(assertion, 'Await'));
  const changes: TextChange[] = [];
  for (const test of tests) {
    const place = placeIn(file, test, assertions);
    if ('reason' in place) return impossible(place.reason);
    if (async && !place.callback.async) {
      changes.push({ start: place.callback.start, end: place.callback.start, text: 'async ' });
    }
    changes.push(insertStatements(file, place.block, place.block.body.at(-1), statements));
  }
  const removal = remove(file, { hook, assertions });
  return removal.possible ? possible([...changes, ...removal.changes]) : removal;
}

type Place = { readonly callback: FunctionNode; readonly block: BlockNode } | { readonly reason: string };

/** The block of a test that ends at its end. */
function placeIn(file: TestFile, test: Test, assertions: readonly SyntaxNode[]): Place {
  const { body: callback } = test;
  const name = test.title === undefined ? 'One of the tests' : `The test \`${test.title}\``;
  const block = callback?.body;
  if (callback === undefined || block?.kind !== 'Block' || !contains(test.call, callback)) {
    return { reason: `${name} is no function with a block.` };
  }
  if (callback.params.length > 0 || callback.generator) return { reason: `${name} ends by a callback.` };
  if (hasOwn(block, 'Return')) return { reason: `${name} returns, so its last line is not its end.` };
  const { bindings } = file;
  const shadowed = bindings.references.find(
    (reference) =>
      assertions.some((assertion) => contains(assertion, reference)) &&
      !assertions.some((assertion) =>
        contains(assertion, bindings.resolve(reference)?.declaration ?? block),
      ) &&
      bindings.lookup(reference.name, callback) !== bindings.resolve(reference),
  );
  if (shadowed !== undefined) return { reason: `\`${shadowed.name}\` means something else in a test.` };
  return { callback, block };
}

function remove(file: TestFile, { hook, assertions }: TeardownAssertions): Edit {
  const block = hook.body?.body;
  if (hook.statement === undefined || block === undefined) return impossible('The hook is not written here.');
  if (block.kind !== 'Block' || block.body.length === assertions.length)
    return deleteStatement(file, hook.statement);
  const changes: TextChange[] = [];
  for (const assertion of assertions) {
    const removal = deleteStatement(file, assertion);
    if (!removal.possible) return removal;
    changes.push(...removal.changes);
  }
  return possible(changes);
}

/** A name the assertion takes from the hook's function. */
function ownName(file: TestFile, assertion: SyntaxNode, callback: FunctionNode): string | undefined {
  return file.bindings.references.find((name) => {
    const binding = contains(assertion, name) ? file.bindings.resolve(name) : undefined;
    return (
      binding !== undefined &&
      contains(callback, binding.declaration) &&
      !contains(assertion, binding.declaration)
    );
  })?.name;
}
