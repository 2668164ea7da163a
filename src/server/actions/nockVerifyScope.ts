import { chainAt } from '../analysis/nockChains.ts';
import { testAround, verifyScope } from '../edits/nockStatements.ts';
import { impossible } from '../edits/textChange.ts';
import { nockRefactoring } from './nockRefactoring.ts';

/** Like the quick fix of `nock-unverified`, for any interceptor of a test. */
export const nockVerifyScope = nockRefactoring({
  id: 'nock-verify-scope',
  title: 'Check at the end of the test that the request was made',
  kind: 'refactor.rewrite.nock-verify-scope',
  edit(file, selection) {
    const chain = chainAt(file, selection);
    if (chain === undefined)
      return impossible('Put the cursor on an interceptor: `nock(…).get(…).reply(…)`.');
    const test = testAround(file, chain);
    if (test === undefined) {
      return impossible('The interceptor is in no test, so it is not certain which tests have to use it.');
    }
    return verifyScope(file, chain, test);
  },
});
