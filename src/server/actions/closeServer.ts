import { unreleasedServer } from '../rules/unreleasedServer.ts';
import { releaseFix } from './releaseResource.ts';

/** Drops the connections of a server and closes it, in the hook that matches where it is started. */
export const closeServer = releaseFix({
  id: 'close-server',
  title: 'Close the server in the matching teardown hook',
  rule: unreleasedServer,
});
