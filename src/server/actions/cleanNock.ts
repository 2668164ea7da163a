import { hookName } from '../analysis/mochaModel.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertTeardown } from '../edits/hookInsertion.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { nockNotCleaned } from '../rules/nockNotCleaned.ts';
import type { UncleanedInterceptors } from '../rules/nockNotCleaned.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/**
 * Ends what nock still has in the outermost suite that uses it. Pending replies are aborted first: a delayed one
 * would otherwise arrive in the next test.
 */
export const cleanNock = quickFix({
  id: 'clean-nock',
  title: 'Clean the interceptors in a teardown hook',
  rule: nockNotCleaned,
  offers(file: TestFile, finding: Finding<UncleanedInterceptors>): readonly Offer[] {
    const hook = hookName(finding.subject.clean, file.mocha.interface);
    return [
      {
        title: `Clean the interceptors in \`${hook}\``,
        key: `clean:${finding.start}`,
        preferred: true,
        finding,
        edit: () => clean(file, finding.subject),
      },
    ];
  },
});

/** What an assertion about interceptors looks at: it has to run before they are gone. */
const lookedAt = new Set(['isDone', 'pendingMocks', 'activeMocks', 'done']);

function clean(file: TestFile, subject: UncleanedInterceptors): Edit {
  const body = subject.suite?.body?.body;
  if (body?.kind !== 'Block') {
    return impossible(
      'These tests are in no suite, and a hook outside a suite would run for other files as well.',
    );
  }
  const { callee } = subject.made;
  const nock = file.text.slice(callee.start, callee.end);
  const root = callee.kind === 'Member' ? callee.object : callee;
  const binding = root.kind === 'Identifier' ? file.bindings.resolve(root) : undefined;
  if (
    root.kind !== 'Identifier' ||
    binding === undefined ||
    file.bindings.lookup(root.name, body) !== binding
  ) {
    return impossible('nock is loaded inside a function. Import it at the top of the file first.');
  }
  return insertTeardown(file, {
    list: body,
    kind: subject.clean,
    statements: [`${nock}.abortPendingRequests()`, `${nock}.cleanAll()`],
    async: false,
    declarations: [],
    behind: undefined,
    looksAt: (name) => name === root.name || lookedAt.has(name),
  });
}
