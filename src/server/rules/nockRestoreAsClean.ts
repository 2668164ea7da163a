import { suiteOf } from '../analysis/mochaModel.ts';
import type { Hook, Suite, Test } from '../analysis/mochaModel.ts';
import { nockCalls, nockUses } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered, setupMentions } from '../analysis/nockCoverage.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** `nock.restore` after each test. */
export interface RestoredNock {
  /** `nock.restore`, or `restore` where that is imported. */
  readonly use: SyntaxNode;
}

export const nockRestoreAsClean: Rule<RestoredNock> = {
  id: 'nock-restore-as-clean',
  title: 'nock.restore() between tests ends interception for good',
  fix: 'preferred',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Who activates nock again may restore it; recordings are played by rules of their own. */
const restarts = new Set(['activate', 'back', 'recorder']);

function find(file: TestFile): readonly Finding<RestoredNock>[] {
  if (nockCalls(file).length === 0 || nockUses(file, restarts).length > 0) return [];
  if (setupMentions(file, /\bactivate\b/)) return [];
  const uses = nockUses(file, new Set(['restore']));
  if (uses.length === 0) return [];
  const covered = coveredSuites(file, [], /nock|activate|intercept|mock|set_?up|net_?work/i);
  if (covered === 'all') return [];
  return uses
    .filter((use) => {
      const hooks = afterEachHooks(file, use);
      return (
        hooks.length > 0 && hooks.every((hook) => !isCovered(hook.suite, covered) && hasNext(file, hook))
      );
    })
    .map((use) => ({
      start: use.start,
      end: use.end,
      message:
        '`restore` does not only drop interceptors: it turns nock off for the rest of the run, so the next test reaches the network. `cleanAll` drops them.',
      related: [],
      subject: { use },
    }));
}

/** The hooks that run it after each test; none when it is also run at another time, or by somebody unknown. */
function afterEachHooks(file: TestFile, use: SyntaxNode): readonly Hook[] {
  const around = file.mocha.hooks.filter((hook) => hook.callback === use);
  if (around.length > 0) return around.filter(({ kind }) => kind === 'afterEach');
  const ways = file.mocha.runBy(use) ?? [];
  const hooks = ways.flatMap((way) => (way.by === 'hook' && way.hook.kind === 'afterEach' ? [way.hook] : []));
  return hooks.length === ways.length ? hooks : [];
}

/** Is there a test behind the first one around which the hook runs, in any suite, that needs nock? */
function hasNext(file: TestFile, { suite }: Hook): boolean {
  const { tests } = file.mocha;
  const first = tests.findIndex((test) => suite === undefined || isAround(suite, test.suite));
  if (first === -1) return false;
  const isRepeated = (test: Test): boolean => test.dynamic || isDynamic(test.suite);
  const later = tests.filter((test, index) => index > first || (index === first && isRepeated(test)));
  return nockCalls(file).some((call) =>
    (file.mocha.runBy(call) ?? []).some((way) => {
      if (way.by === 'test') return later.includes(way.test);
      const made = suiteOf(way);
      return later.some((test) => made === undefined || isAround(made, test.suite));
    }),
  );
}

function isAround(outer: Suite, inner: Suite | undefined): boolean {
  for (let at = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

function isDynamic(suite: Suite | undefined): boolean {
  for (let at = suite; at !== undefined; at = at.parent) if (at.dynamic) return true;
  return false;
}
