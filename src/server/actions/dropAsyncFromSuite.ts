import type { TestFile } from '../analysis/testFile.ts';
import { dropAsync } from '../edits/asyncFunction.ts';
import { possible } from '../edits/textChange.ts';
import { asyncDescribe } from '../rules/asyncDescribe.ts';
import type { AsyncSuite } from '../rules/asyncDescribe.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Only where the suite waits for nothing, and its function is written there and so called by nobody else. */
export const dropAsyncFromSuite = quickFix({
  id: 'drop-async-from-suite',
  title: 'Take `async` away from a suite',
  rule: asyncDescribe,
  offers(file: TestFile, finding: Finding<AsyncSuite>): readonly Offer[] {
    const { suite, body, awaits } = finding.subject;
    if (awaits || body.parent !== suite.call) return [];
    const changes = dropAsync(file, body);
    if (changes === undefined) return [];
    return [
      {
        title: 'Take `async` away',
        key: `drop-async:${finding.start}`,
        preferred: true,
        finding,
        edit: () => possible(changes),
      },
    ];
  },
});
