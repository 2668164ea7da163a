import { unreleasedTimer } from '../rules/unreleasedTimer.ts';
import { releaseFix } from './releaseResource.ts';

/** Clears an interval in the hook that matches where it is started. */
export const clearTimer = releaseFix({
  id: 'clear-interval',
  title: 'Clear the interval in the matching teardown hook',
  rule: unreleasedTimer,
});
