import { outermost } from '../analysis/mochaModel.ts';
import { nockUses } from '../analysis/nockChains.ts';
import type { NockChain, NockInterceptor } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered } from '../analysis/nockCoverage.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertNockHooks, nockMajor, nockNameAt, testAround } from '../edits/nockStatements.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { chosenInterceptor, nockRefactoring, replaceReply, systemError } from './nockRefactoring.ts';

/**
 * The provider lets us wait. A real delay needs nock 14 or older: in nock 15, `.delay()` together with
 * `AbortSignal.timeout` crashed the process (measured with 15.0.6 on Node 22). With any other version, or an unknown
 * one, the connection times out at once, which every version can do.
 */
export const nockTimeout = nockRefactoring({
  id: 'nock-timeout',
  title: 'Let the request time out',
  kind: 'refactor.rewrite.nock-timeout',
  edit(file, selection) {
    const chosen = chosenInterceptor(file, selection);
    if ('reason' in chosen) return impossible(chosen.reason);
    const { chain, interceptor } = chosen;
    if (interceptor.modifiers.some(({ name }) => name.startsWith('delay'))) {
      return impossible('The interceptor answers late already.');
    }
    const major = nockMajor(file);
    if (major === undefined || major > 14 || interceptor.reply?.name === 'replyWithError') {
      const reply = `replyWithError(${systemError(file, 'timed out', 'ETIMEDOUT')})`;
      return replaceReply(file, interceptor, reply, [{ number: 1, placeholder: 'ETIMEDOUT' }]);
    }
    return delay(file, chain, interceptor);
  },
});

const placeholder = '5000';

/** Far longer than any client should wait; the teardown ends it, or it would keep the process alive. */
function delay(file: TestFile, chain: NockChain, { verb, modifiers, reply }: NockInterceptor): Edit {
  const behind = (modifiers.at(-1)?.call ?? verb).end;
  const callee = reply?.call.callee;
  const gap = callee === undefined ? '' : file.text.slice(behind, callee.end - (reply?.name.length ?? 0));
  const dot = /^\s*\.$/.test(gap) ? gap : '.';
  const answer = reply === undefined ? '.reply(200)' : '';
  const delayed = withTabStops({ start: behind, end: behind, text: `${dot}delay(${placeholder})${answer}` }, [
    { number: 1, placeholder },
  ]);
  const test = testAround(file, chain);
  if (test?.suite === undefined) {
    return impossible(
      'The interceptor is in no test of a suite, so there is no teardown hook that could end the delay.',
    );
  }
  const covered = coveredSuites(file, nockUses(file, new Set(['abortPendingRequests'])));
  if (covered === 'all' || isCovered(test.suite, covered)) return possible([delayed]);
  const top = outermost(test.suite);
  const nock = nockNameAt(file, top.body?.body ?? file.tree);
  if (nock === undefined) {
    return impossible('nock is loaded inside a function. Import it at the top of the file first.');
  }
  const cleaned = coveredSuites(file, nockUses(file, new Set(['cleanAll'])));
  const cleans = cleaned === 'all' || isCovered(test.suite, cleaned);
  const clean = [`${nock}.abortPendingRequests()`, ...(cleans ? [] : [`${nock}.cleanAll()`])];
  const hook = insertNockHooks(file, top, nock, { guard: false, clean });
  return hook.possible ? possible([...hook.changes, delayed]) : hook;
}
