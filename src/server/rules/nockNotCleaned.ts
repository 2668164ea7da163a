import { hookName, outermost, suiteOf } from '../analysis/mochaModel.ts';
import type { HookKind, RunBy, Suite } from '../analysis/mochaModel.ts';
import { nockCalls, nockUses } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered, setupMentions } from '../analysis/nockCoverage.ts';
import { contains } from '../analysis/syntax.ts';
import type { CallNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Interceptors that outlive their test, all made within one outermost suite. */
export interface UncleanedInterceptors {
  /** The first call that makes one. */
  readonly made: CallNode;
  /** Undefined for tests outside any suite. */
  readonly suite: Suite | undefined;
  /** `after` when some are made once for all tests: cleaning after each would take them from the second test. */
  readonly clean: Extract<HookKind, 'after' | 'afterEach'>;
}

export const nockNotCleaned: Rule<UncleanedInterceptors> = {
  id: 'nock-not-cleaned',
  title: 'nock interceptors are left for the next test',
  fix: 'preferred',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Calls that end interceptors. `restore` is a different mistake, with a rule of its own. */
const cleaners = new Set(['cleanAll', 'removeInterceptor', 'restore', 'abortPendingRequests']);

function find(file: TestFile): readonly Finding<UncleanedInterceptors>[] {
  const { mocha } = file;
  const made = nockCalls(file);
  if (made.length === 0) return [];

  const cleaned = nockUses(file, cleaners);
  const covered = coveredSuites(file, cleaned);
  if (covered === 'all' || setupMentions(file, /cleanAll|removeInterceptor/)) return [];
  const groups = new Map<Suite | undefined, { readonly calls: CallNode[]; readonly ways: RunBy[] }>();
  for (const call of made) {
    const ways = mocha.runBy(call) ?? [];
    for (const way of ways) {
      const suite = suiteOf(way);
      // Made when the file is loaded: whoever cleans, cleans for the whole file.
      if (way.by === 'module' || isCovered(suite, covered) || cleansItself(file, call, cleaned)) continue;
      const top = suite === undefined ? undefined : outermost(suite);
      const group = groups.get(top) ?? { calls: [], ways: [] };
      groups.set(top, group);
      group.calls.push(call);
      group.ways.push(way);
    }
  }
  const findings: Finding<UncleanedInterceptors>[] = [];
  for (const [suite, { calls, ways }] of groups) {
    const [first] = calls;
    if (first === undefined) continue;
    const shared = ways.some(
      (way) => way.by === 'suite' || (way.by === 'hook' && way.hook.kind === 'before'),
    );
    const clean = shared ? 'after' : 'afterEach';
    const hook = hookName(clean, mocha.interface);
    findings.push({
      start: first.start,
      end: first.end,
      message: `Interceptors made here stay when the test ends, so the next test can get the old reply. Clean them in \`${hook}\`.`,
      related: [...new Set(calls)]
        .filter((call) => call !== first)
        .map((call) => ({ start: call.start, end: call.end, message: 'Another interceptor that stays.' })),
      subject: { made: first, suite, clean },
    });
  }
  return findings;
}

/** A `finally` in the same test cleans as surely as a hook does. */
function cleansItself(file: TestFile, made: CallNode, cleaned: readonly SyntaxNode[]): boolean {
  return cleaned.some((node) => {
    for (let at: SyntaxNode | undefined = node; at?.parent !== undefined; at = at.parent) {
      if (at.parent.kind === 'Function') return false;
      if (at.parent.kind === 'Try' && at.parent.finalizer === at) {
        return file.mocha.tests.some((test) => contains(test.call, node) && contains(test.call, made));
      }
    }
    return false;
  });
}
