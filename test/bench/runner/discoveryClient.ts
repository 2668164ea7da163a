/**
 * The asking side of a discovery, in the place of the extension host: starts the language server, asks it for the
 * tests of every file of a folder, and watches its own event loop meanwhile.
 *
 *   node discoveryClient.ts SERVER FOLDER
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-languageserver/node';
import { learnersTestFiles } from '../../../src/course/learnerRun.ts';
import { discoverAll } from '../../../src/extension/testing/discovery.ts';
import {
  discoverTestsMethod,
  type DiscoveredNode,
  type DiscoveredTests,
} from '../../../src/protocol/serverRequests.ts';
import type { Discovery } from './discovery.ts';

const [, , server = '', folder = ''] = process.argv;
const child = fork(server, ['--node-ipc'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
connection.listen();
await connection.sendRequest(InitializeRequest.type, {
  processId: process.pid,
  rootUri: null,
  capabilities: {},
});
await connection.sendNotification(InitializedNotification.type, {});
// Lets what starting this process left to do come to rest: it is not discovery.
await sleep(100);

/** Milliseconds between looks at the loop; a shorter stall cannot be seen. */
const resolution = 1;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
await sleep(20);
delay.reset();
const started = performance.now();
let tests = 0;
const uris = learnersTestFiles(folder).map((file) => pathToFileURL(join(folder, ...file.split('/'))).href);
const found = await discoverAll(
  (files) => connection.sendRequest<readonly DiscoveredTests[]>(discoverTestsMethod, { files }),
  uris.map((uri) => ({ uri })),
);
for (const { nodes } of found) tests += testsIn(nodes);
const ms = performance.now() - started;
await sleep(20);
delay.disable();
const discovery: Discovery = { ms, stallMs: delay.max / 1e6 - resolution, tests };
process.send?.(discovery);
child.kill();
connection.dispose();
process.disconnect();

function testsIn(nodes: readonly DiscoveredNode[]): number {
  return nodes.reduce((count, node) => count + (node.kind === 'test' ? 1 : testsIn(node.children)), 0);
}
