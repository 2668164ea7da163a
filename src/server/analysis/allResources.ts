import { childProcess } from './childProcesses.ts';
import { database } from './databases.ts';
import type { Resource } from './resources.ts';
import { server } from './servers.ts';
import { temporaryDirectory } from './temporaryDirectories.ts';
import { interval } from './timers.ts';

/** Every kind of resource that rules and actions know. */
export const allResources: readonly Resource[] = [
  database,
  server,
  childProcess,
  temporaryDirectory,
  interval,
];
