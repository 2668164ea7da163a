import { subscribe } from 'node:diagnostics_channel';
import net from 'node:net';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import type { NockLoading } from './nockLoading.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** A request that nothing intercepted. */
interface Escape {
  /** Host without its port. */
  readonly host: string;
  readonly acquired: () => Acquisition;
}

/**
 * Watches requests that leave the machine, or would have: what nock has no answer for, and every connection to an
 * address that is not loopback. They are noted when they happen, because the code under test may swallow the error.
 * Where the run is offline, such a connection fails as it does on a machine without a network.
 */
export function watchRealNetwork(context: WatchContext, nock: NockLoading): Watch {
  let escapes: Escape[] = [];
  /** Who last asked for a host by `http`: when nock looks at the request, the call is out of sight. */
  let asked = new Map<string, () => Acquisition>();
  let watching = false;

  const note = (host: string): void => {
    const caller = asked.get(host);
    const present = acquire(context);
    escapes.push({ host, acquired: () => (present().at === null && caller ? caller() : present()) });
  };
  const ask = (host: string | null): void => {
    if (host !== null && !isLoopback(host)) asked.set(bare(host), acquire(context));
  };

  nock.onState(({ emitter }) => {
    replaceFunction(
      emitter,
      'emit',
      (original) =>
        function (...args) {
          const [event, request, options] = args;
          if (event === 'no match') {
            const host = hostOf(options) ?? hostOf(request);
            if (host !== null && !isLoopback(host)) note(bare(host));
          }
          return Reflect.apply(original, this, args);
        },
    );
  });

  const install = (): void => {
    subscribe('http.client.request.created', (message) => {
      const request: unknown =
        typeof message === 'object' && message !== null ? Reflect.get(message, 'request') : null;
      ask(hostOf(request));
    });
    replaceFunction(
      net.Socket.prototype,
      'connect',
      (original) =>
        function (...args) {
          const { options, callback } = connection(args);
          const host = typeof options['host'] === 'string' ? options['host'] : '';
          // A path is a socket of this machine.
          if (typeof options['path'] === 'string' || isLoopback(host))
            return Reflect.apply(original, this, args);
          note(bare(host));
          if (!context.offline()) return Reflect.apply(original, this, args);
          return Reflect.apply(original, this, [refused(options, host), callback]);
        },
    );
  };

  return {
    begin() {
      if (!watching) install();
      watching = true;
      escapes = [];
      asked = new Map();
    },
    findings() {
      const found = new Map<string, Finding>();
      const known = new Set<string>();
      const all = escapes
        .map(({ host, acquired }) => ({ host, ...acquired() }))
        .filter(({ byImport }) => !byImport);
      for (const { host, test, at } of [...all.filter((one) => one.at), ...all.filter((one) => !one.at)]) {
        // nock's refusal and the connection that follows are one request, and only one of them may know the line.
        if (at === null && known.has(host)) continue;
        known.add(host);
        found.set(JSON.stringify([test, host, at?.file, at?.line]), {
          rule: 'real-network',
          test,
          message: `A request to ${host} was intercepted by nothing. Give it an answer before it is made (an interceptor that matches its method, path and body), or let the code under test talk to a server of the test's own on localhost.`,
          at,
        });
      }
      return [...found.values()];
    },
  };
}

/** Options that let the connection fail as an unreachable network does, by way of its own name lookup. */
function refused(options: Readonly<Record<string, unknown>>, host: string): object {
  const message = `connect ENETUNREACH ${host}:${String(options['port'])}. The tests of this course run without a network: intercept the request, or talk to a server of the test's own on localhost.`;
  const error = Object.assign(new Error(message), {
    code: 'ENETUNREACH',
    syscall: 'connect',
    hostname: host,
  });
  return {
    ...options,
    // An address would not be looked up.
    host: net.isIP(bare(host)) === 0 ? host : 'address.invalid',
    lookup: (_name: string, _options: object, done: (error: Error) => void) => process.nextTick(done, error),
  };
}

/** The arguments of `socket.connect`: (options), (port, host), (path), or Node's own list of options and callback. */
function connection(args: readonly unknown[]): {
  readonly options: Readonly<Record<string, unknown>>;
  readonly callback: unknown;
} {
  const [first, second] = args;
  if (Array.isArray(first)) return connection(first);
  const callback = args.find((arg) => typeof arg === 'function');
  if (typeof first === 'object' && first !== null) return { options: { ...first }, callback };
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { options: { path: first }, callback };
  return { options: { port: first, ...(typeof second === 'string' ? { host: second } : {}) }, callback };
}

/** Of a request, or of the options of one. A body that does not match leaves `host` to the request's headers. */
function hostOf(request: unknown): string | null {
  if (typeof request !== 'object' || request === null) return null;
  for (const name of ['hostname', 'host']) {
    const value: unknown = Reflect.get(request, name);
    if (typeof value === 'string' && value !== '') return value;
  }
  const getHeader: unknown = Reflect.get(request, 'getHeader');
  const header: unknown =
    typeof getHeader === 'function' ? Reflect.apply(getHeader, request, ['host']) : null;
  return typeof header === 'string' && header !== '' ? header : null;
}

/** Without port, brackets and capitals. */
function bare(host: string): string {
  const [, bracketed] = /^\[(.+)\](?::\d+)?$/.exec(host) ?? [];
  if (bracketed !== undefined) return bracketed.toLowerCase();
  return (net.isIPv6(host) ? host : host.replace(/:\d+$/, '')).toLowerCase();
}

/** This machine by address (the unspecified ones lead here too), or by the name `localhost`. */
function isLoopback(host: string): boolean {
  const name = bare(host);
  if (name === '' || name === 'localhost') return true;
  const version = net.isIP(name);
  return version !== 0 && loopbackAddresses().check(name, version === 4 ? 'ipv4' : 'ipv6');
}

let loopback: net.BlockList | null = null;

/** It also knows IPv4 addresses in the notation of IPv6. */
function loopbackAddresses(): net.BlockList {
  if (loopback === null) {
    loopback = new net.BlockList();
    loopback.addSubnet('127.0.0.0', 8, 'ipv4');
    loopback.addAddress('0.0.0.0', 'ipv4');
    loopback.addAddress('::1', 'ipv6');
    loopback.addAddress('::', 'ipv6');
  }
  return loopback;
}
