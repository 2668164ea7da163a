import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';

/** What answers HTTP requests, with or without a network around it. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * Puts a handler on a free port of this machine.
 *
 * @returns its address, without a slash at the end, and a function that resolves once it is closed
 */
export async function serve(handler: Handler): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: handler });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
