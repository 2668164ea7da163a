import { unreleasedTempDir } from '../rules/unreleasedTempDir.ts';
import { releaseFix } from './releaseResource.ts';

/** Removes a temporary directory in the hook that matches where it is made, behind whatever uses it. */
export const removeTempDirectory = releaseFix({
  id: 'remove-temp-directory',
  title: 'Remove the temporary directory in the matching teardown hook',
  rule: unreleasedTempDir,
});
