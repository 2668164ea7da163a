import { contains, enclosingStatement } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import { nockUses } from '../analysis/nockChains.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { removeStatement } from '../edits/statementRemoval.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { nockRestoreAsClean } from '../rules/nockRestoreAsClean.ts';
import type { RestoredNock } from '../rules/nockRestoreAsClean.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** `nock.restore()` becomes `nock.cleanAll()`, or goes where the same hook cleans already. */
export const cleanInsteadOfRestore = quickFix({
  id: 'clean-instead-of-restore',
  title: 'Clean the interceptors instead of turning nock off',
  rule: nockRestoreAsClean,
  offers(file: TestFile, finding: Finding<RestoredNock>): readonly Offer[] {
    const cleaned = alreadyCleaned(file, finding.subject.use);
    return [
      {
        title: cleaned ? 'Remove `restore`: the hook cleans already' : 'Replace `restore` by `cleanAll`',
        key: `restore:${finding.start}`,
        preferred: true,
        finding,
        edit: () => (cleaned ? remove(file, finding.subject.use) : replace(file, finding.subject.use)),
      },
    ];
  },
});

function alreadyCleaned(file: TestFile, use: SyntaxNode): boolean {
  const block = enclosingStatement(use)?.parent;
  if (block?.kind !== 'Block') return false;
  return nockUses(file, new Set(['cleanAll'])).some(
    (other) => contains(block, other) && enclosingStatement(other)?.parent === block,
  );
}

function replace(file: TestFile, use: SyntaxNode): Edit {
  const written = file.text.slice(use.start, use.end);
  if (use.kind !== 'Member' || !written.endsWith('restore')) {
    return impossible('`restore` has a name of its own here. Call `cleanAll` of nock instead.');
  }
  return possible([{ start: use.end - 'restore'.length, end: use.end, text: 'cleanAll' }]);
}

function remove(file: TestFile, use: SyntaxNode): Edit {
  const statement = enclosingStatement(use);
  const call = use.parent;
  if (statement?.kind !== 'ExpressionStatement' || call?.kind !== 'Call' || call.parent !== statement) {
    return impossible('`restore` is a part of a longer statement.');
  }
  return possible([removeStatement(file, statement)]);
}
