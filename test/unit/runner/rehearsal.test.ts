import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { sourceInstallation, useScratch } from '../../support/scratch.ts';
import { runFiles, runRounds } from './runnerHarness.ts';

/** What code can tell about the process it runs in: functions by their text, listeners and handles by their number. */
const describeProcess = `
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import dns from 'node:dns';
import fs from 'node:fs';
import { request, get } from 'node:http';

const textOf = (value: unknown): string =>
  typeof value === 'function' ? value.name + ': ' + Function.prototype.toString.call(value) : typeof value;
const propertiesOf = (object: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(object))
      .filter(([, { value }]) => typeof value === 'function')
      .map(([key, { value }]) => [key, textOf(value)]),
  );

it('describes', () => {
  const seen = {
    ...Object.fromEntries(
      Object.entries({ http, https, net, tls, dns, fs, promises: fs.promises, console, Math, JSON, process })
        .map(([name, object]) => [name, propertiesOf(object)]),
    ),
    prototypes: [http.ClientRequest, net.Socket, http.Agent, http.Server].map((one) => propertiesOf(one.prototype)),
    named: [textOf(request), textOf(get), request === http.request],
    globals: ['fetch', 'Request', 'Response', 'Headers', 'WebSocket', 'Date', 'setTimeout', 'Promise'].map((key) =>
      textOf(Reflect.get(globalThis, key))),
    globalKeys: Object.keys(globalThis).toSorted(),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    agents: [http.globalAgent, https.globalAgent].map(({ sockets, freeSockets }) => ({ sockets, freeSockets })),
    resources: process.getActiveResourcesInfo().toSorted(),
    stackTraceLimit: Error.stackTraceLimit,
    prepareStackTrace: typeof Error.prepareStackTrace,
    env: Object.keys(process.env).toSorted(),
    cwd: process.cwd(),
  };
  console.log(JSON.stringify(seen, null, 1));
});
`;

describe('the rehearsal of a spare', function () {
  this.timeout(30_000);
  const scratch = useScratch();

  it('passes, but for the test that is to fail', async () => {
    const { runner, toolchain } = sourceInstallation;
    const child = spawn(process.execPath, [runner, toolchain, 'spare'], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
    });
    try {
      for await (const line of createInterface({ input: child.stdio[4] as Readable })) {
        if (line === '') continue;
        assert.deepEqual(JSON.parse(line), { type: 'ready', version: process.versions.node, rehearsed: 5 });
        return;
      }
      assert.fail('The spare ended before it was ready.');
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('leaves no trace that tests could see', async () => {
    const root = scratch({ 'a.test.ts': describeProcess, 'package.json': '{ "type": "module" }' });
    const printed = async (spare: boolean): Promise<unknown> => {
      const { events, states } = await runFiles(root, { files: ['a.test.ts'], spare });
      assert.deepEqual(states, { describes: 'passed' });
      return JSON.parse(events.map((event) => (event.type === 'output' ? event.text : '')).join(''));
    };
    assert.deepEqual(await printed(true), await printed(false));
  });

  const lookAtNock = `
it('is active', () => assert.equal(nock.isActive(), true));
it('lets loopback and others through until told otherwise', () => assert.deepEqual(nock.pendingMocks(), []));
it('intercepts', async () => {
  nock('http://a.example').get('/').reply(200, 'intercepted');
  assert.equal(await (await fetch('http://a.example/')).text(), 'intercepted');
});
after(() => nock.restore());
`;
  for (const [kind, head, type] of [
    ['imported', "import assert from 'node:assert/strict';\nimport nock from 'nock';", 'module'],
    ['required', "const assert = require('node:assert/strict');\nconst nock = require('nock');", 'commonjs'],
  ] as const) {
    it(`lets nock start anew when it is ${kind}, and only then`, async () => {
      const root = scratch({
        'a.test.ts': `it('has fetch as it is', () => {
          if (!String(process.getBuiltinModule('node:http').request).includes('new ClientRequest')) throw new Error();
        });`,
        'b.test.ts': `${head}\n${lookAtNock}`,
        'package.json': `{ "type": "${type}" }`,
      });
      symlinkSync(join(sourceInstallation.toolchain, 'node_modules'), join(root, 'node_modules'));
      const records = await runRounds(root, [['a.test.ts'], ['b.test.ts'], ['b.test.ts']], {
        spare: true,
      });
      const failures = records.flatMap(({ tests, problems }) => [
        ...problems.map(({ message }) => message),
        ...tests.flatMap(({ failure }) => failure?.message ?? []),
      ]);
      assert.deepEqual(failures, []);
      assert.deepEqual(
        records.map(({ tests }) => tests.filter(({ state }) => state === 'passed').length),
        [1, 3, 3],
      );
      assert.deepEqual(
        records.flatMap(({ findings }) => findings.map(({ message }) => message)),
        [],
      );
    });
  }
});
