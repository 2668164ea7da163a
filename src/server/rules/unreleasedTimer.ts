import { interval } from '../analysis/timers.ts';
import { unreleasedRule } from './unreleasedResource.ts';

export const unreleasedTimer = unreleasedRule({
  id: 'unreleased-timer',
  title: 'An interval is started and never cleared',
  lesson: '07-time-and-retries',
  resource: interval,
});
