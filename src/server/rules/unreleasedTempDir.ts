import { temporaryDirectory } from '../analysis/temporaryDirectories.ts';
import { unreleasedRule } from './unreleasedResource.ts';

export const unreleasedTempDir = unreleasedRule({
  id: 'unreleased-temp-dir',
  title: 'A temporary directory is made and never removed',
  lesson: '05-file-system',
  resource: temporaryDirectory,
});
