import { server } from '../analysis/servers.ts';
import { unreleasedRule } from './unreleasedResource.ts';

export const unreleasedServer = unreleasedRule({
  id: 'unreleased-server',
  title: 'A server is started and never closed',
  lesson: '04-http-api',
  resource: server,
});
