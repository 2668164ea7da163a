import type { TestFile } from '../analysis/testFile.ts';
import { verifyScope } from '../edits/nockStatements.ts';
import type { Finding } from '../rules/rule.ts';
import { nockUnverified } from '../rules/nockUnverified.ts';
import type { UnverifiedRequest } from '../rules/nockUnverified.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Lets the test fail when the request it prepared was not made. */
export const verifyInterceptor = quickFix({
  id: 'verify-interceptor',
  title: 'Check at the end of the test that the request was made',
  rule: nockUnverified,
  offers(file: TestFile, finding: Finding<UnverifiedRequest>): readonly Offer[] {
    const { chain, test } = finding.subject;
    return [
      {
        title: 'Check at the end of the test that the request was made',
        key: `verify:${finding.start}`,
        preferred: false,
        finding,
        edit: () => verifyScope(file, chain, test),
      },
    ];
  },
});
