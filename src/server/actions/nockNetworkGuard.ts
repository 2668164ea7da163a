import { outermost } from '../analysis/mochaModel.ts';
import { nockUses } from '../analysis/nockChains.ts';
import { contains, enclosingStatement } from '../analysis/syntax.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { insertNockHooks, nockNameAt } from '../edits/nockStatements.ts';
import { impossible } from '../edits/textChange.ts';
import { touches } from './action.ts';
import { nockRefactoring } from './nockRefactoring.ts';

/** Like the quick fix of `nock-net-open`, for the suite around the cursor: offered where nock is used, and at suites. */
export const nockNetworkGuard = nockRefactoring({
  id: 'nock-network-guard',
  // That of the quick fix, so that only one of the two is shown.
  title: 'Refuse requests to hosts without an interceptor in this suite',
  kind: 'refactor.rewrite.nock-network-guard',
  isListed: (file, selection) => usesNockAt(file, selection) || isAtHeadOfSuite(file, selection),
  edit(file, selection) {
    const inner = file.mocha.suites.findLast(({ call }) => contains(call, selection));
    if (inner === undefined) return impossible('Put the cursor into a suite.');
    const [decided] = nockUses(file, new Set(['disableNetConnect']));
    if (decided !== undefined) {
      return impossible(`The network is closed already: line ${lineNumber(file.text, decided.start)}.`);
    }
    const suite = outermost(inner);
    const nock = nockNameAt(file, suite.body?.body ?? file.tree);
    if (nock === undefined) {
      return impossible('nock is loaded inside a function. Import it at the top of the file first.');
    }
    return insertNockHooks(file, suite, nock, { guard: true, clean: [] });
  },
});

function usesNockAt(file: TestFile, selection: Span): boolean {
  return file.bindings.all
    .filter(({ declaration }) => file.bindings.origin(declaration)?.module === 'nock')
    .flatMap(({ references }) => references)
    .some((reference) => touches(enclosingStatement(reference) ?? reference, selection));
}

/** From `describe` to its brace. */
function isAtHeadOfSuite(file: TestFile, selection: Span): boolean {
  return file.mocha.suites.some(({ call, body }) =>
    touches({ start: call.start, end: body?.body?.start ?? call.end }, selection),
  );
}
