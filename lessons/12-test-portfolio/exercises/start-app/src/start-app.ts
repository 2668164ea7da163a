import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { App } from './app.ts';

// What is being answered when the shop shuts down may still take this long.
// What is being answered when the shop shuts down may still take this long.
// What is being answered when the shop shuts down may still take this long.
const graceMs = 100;

/**
 * Starts the shop on this machine, at 127.0.0.1 and a free port. Settings are those of `createApp`.
 *
 * `close` stops listening and closes the database; it may be called again. It resolves within a
 * second, also while clients keep connections open: those are cut. When exactly is left open.
 */
export async function startApp(env: NodeJS.ProcessEnv): Promise<{ url: string; close(): Promise<void> }> {
  const app = createApp(env);
  const server = createServer(getRequestListener(app.handler));
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    app.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => (closing ??= shutDown(server, app)),
  };
}

async function shutDown(server: Server, app: App): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A client may hold a connection on which it sends nothing. The server would wait for it.
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
  app.close();
}
