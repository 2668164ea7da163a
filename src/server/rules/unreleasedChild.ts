import { childProcess } from '../analysis/childProcesses.ts';
import { unreleasedRule } from './unreleasedResource.ts';

export const unreleasedChild = unreleasedRule({
  id: 'unreleased-child',
  title: 'A child process is started and never ended',
  lesson: '12-test-portfolio',
  resource: childProcess,
});
