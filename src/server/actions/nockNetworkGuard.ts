import { outermost } from '../analysis/mochaModel.ts';
import { nockUses } from '../analysis/nockChains.ts';
import { contains } from '../analysis/syntax.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { insertNockHooks, nockNameAt } from '../edits/nockStatements.ts';
import { impossible } from '../edits/textChange.ts';
import { nockRefactoring } from './nockRefactoring.ts';

/** Like the quick fix of `nock-net-open`, for the suite around the cursor. */
export const nockNetworkGuard = nockRefactoring({
  id: 'nock-network-guard',
  title: 'Refuse requests to hosts without an interceptor',
  kind: 'refactor.rewrite.nock-network-guard',
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
