import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';

export type Handler = (request: Request) => Promise<Response>;

export interface Served {
  /** Address without a slash at the end. */
  url: string;
  /** Resolves when nothing listens any more. */
  close(): Promise<void>;
}

/** Serves a handler on a free port of this machine, for other programs on it only. */
export async function serve(handler: Handler): Promise<Served> {
  const server = createAdaptorServer({ fetch: handler });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
