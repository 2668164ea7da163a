import { impossible } from '../edits/textChange.ts';
import { chosenInterceptor, nockRefactoring, replaceReply, systemError } from './nockRefactoring.ts';

/** Nobody listens at the provider's address. */
export const nockConnectionError = nockRefactoring({
  id: 'nock-connection-error',
  title: 'Refuse the connection (ECONNREFUSED)',
  kind: 'refactor.rewrite.nock-connection-error',
  edit(file, selection) {
    const chosen = chosenInterceptor(file, selection);
    if ('reason' in chosen) return impossible(chosen.reason);
    const reply = `replyWithError(${systemError(file, 'refused', 'ECONNREFUSED')})`;
    return replaceReply(file, chosen.interceptor, reply, [{ number: 1, placeholder: 'ECONNREFUSED' }]);
  },
});
