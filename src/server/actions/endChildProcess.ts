import { unreleasedChild } from '../rules/unreleasedChild.ts';
import { releaseFix } from './releaseResource.ts';

/** Ends a child process and waits for its exit, in the hook that matches where it is started. */
export const endChildProcess = releaseFix({
  id: 'end-child-process',
  title: 'End the child process in the matching teardown hook',
  rule: unreleasedChild,
});
