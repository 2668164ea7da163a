import net from 'node:net';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Beyond this many, connections that are long gone are dropped from the list. */
const tidyAbove = 500;

/**
 * Watches servers that listen (HTTP servers are `net.Server`s too) and connections that were opened. What a server
 * accepts is not watched: it ends with the connection's other side.
 */
export function watchOpenServers(context: WatchContext): Watch {
  let servers: { readonly server: net.Server; readonly acquired: () => Acquisition }[] = [];
  let sockets: { readonly socket: net.Socket; readonly acquired: () => Acquisition }[] = [];
  let watching = false;

  const install = (): void => {
    replaceFunction(
      net.Server.prototype,
      'listen',
      (original) =>
        function (...args) {
          if (this instanceof net.Server) servers.push({ server: this, acquired: acquire(context) });
          return Reflect.apply(original, this, args);
        },
    );
    replaceFunction(
      net.Socket.prototype,
      'connect',
      (original) =>
        function (...args) {
          if (this instanceof net.Socket) {
            if (sockets.length > tidyAbove) sockets = sockets.filter(({ socket }) => isOpen(socket));
            sockets.push({ socket: this, acquired: acquire(context) });
          }
          return Reflect.apply(original, this, args);
        },
    );
  };

  return {
    begin() {
      if (!watching) install();
      watching = true;
      servers = [];
      sockets = [];
    },
    settles: true,
    findings() {
      // A server that was told to listen twice (after an error, say) is still one server.
      const listening = new Map(
        servers.filter(({ server }) => server.listening).map((one) => [one.server, one]),
      );
      const open = sockets.filter(({ socket }) => isOpen(socket));
      return [
        ...[...listening.values()].map(({ server, acquired }) => ({
          ...acquired(),
          message: `The server ${addressOf(server)} that starts to listen here was never closed. Close it in the teardown of the same level and wait for it: await new Promise((resolve) => server.close(resolve)).`,
        })),
        ...open.map(({ socket, acquired }) => ({
          ...acquired(),
          message: `The connection${peerOf(socket)} opened here is still open. End it in the teardown (socket.destroy()); of an HTTP response, read the body to its end.`,
        })),
      ]
        .filter(({ byImport }) => !byImport)
        .map(({ test, at, message }): Finding => ({ rule: 'open-servers', test, message, at }));
    },
  };
}

function addressOf(server: net.Server): string {
  const address = server.address();
  if (address === null) return '';
  return typeof address === 'string' ? `at ${address}` : `on port ${address.port}`;
}

function peerOf(socket: net.Socket): string {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined ? '' : ` to ${remoteAddress}:${remotePort}`;
}

/**
 * Held, and not by a pool: an HTTP agent, and fetch, keep connections for later and let the process end without
 * them. A side that has said its last word only waits for the other one.
 */
function isOpen(socket: net.Socket): boolean {
  if (socket.destroyed || socket.writableEnded) return false;
  const pooled = socket.listenerCount('agentRemove') > 0 && Reflect.get(socket, '_httpMessage') === null;
  return !pooled && keepsProcessAlive(socket);
}

function keepsProcessAlive(socket: net.Socket): boolean {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return true;
  const hasRef: unknown = Reflect.get(handle, 'hasRef');
  return typeof hasRef !== 'function' || Reflect.apply(hasRef, handle, []) !== false;
}
