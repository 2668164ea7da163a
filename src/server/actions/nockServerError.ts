import { impossible } from '../edits/textChange.ts';
import { chosenInterceptor, nockRefactoring, replaceReply } from './nockRefactoring.ts';

/** The provider has an outage: 503, which callers may try again. */
export const nockServerError = nockRefactoring({
  id: 'nock-server-error',
  title: 'Answer with a server error (503)',
  kind: 'refactor.rewrite.nock-server-error',
  edit(file, selection) {
    const chosen = chosenInterceptor(file, selection);
    if ('reason' in chosen) return impossible(chosen.reason);
    const { reply } = chosen.interceptor;
    const [status] = reply?.name === 'reply' ? reply.call.args : [];
    if (status !== undefined && /^5\d\d$/.test(file.text.slice(status.start, status.end))) {
      return impossible('The interceptor answers with a server error already.');
    }
    return replaceReply(file, chosen.interceptor, 'reply(503)', [{ number: 1, placeholder: '503' }]);
  },
});
