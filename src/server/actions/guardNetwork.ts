import type { TestFile } from '../analysis/testFile.ts';
import { insertNockHooks, nockNameAt } from '../edits/nockStatements.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { nockNetOpen } from '../rules/nockNetOpen.ts';
import type { OpenNetwork } from '../rules/nockNetOpen.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Closes the network for the outermost suite that uses nock, and opens it again behind it. */
export const guardNetwork = quickFix({
  id: 'guard-network',
  title: 'Refuse requests to hosts without an interceptor',
  rule: nockNetOpen,
  offers(file: TestFile, finding: Finding<OpenNetwork>): readonly Offer[] {
    return [
      {
        title: 'Refuse requests to hosts without an interceptor in this suite',
        key: `guard:${finding.start}`,
        preferred: false,
        finding,
        edit: () => guard(file, finding.subject),
      },
    ];
  },
});

function guard(file: TestFile, { suite }: OpenNetwork): Edit {
  const nock = nockNameAt(file, suite?.body?.body ?? file.tree);
  if (nock === undefined) {
    return impossible('nock is loaded inside a function. Import it at the top of the file first.');
  }
  return insertNockHooks(file, suite, nock, { guard: true, clean: [] });
}
