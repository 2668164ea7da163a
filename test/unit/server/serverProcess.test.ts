import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeActionResolveRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { CodeAction, Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import { slimParser } from '../../../scripts/slimParser.ts';
import { discoverTestsMethod } from '../../../src/protocol/serverRequests.ts';
import { mostCharacters } from '../../../src/server/notRead.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

const text = `import { openDatabase } from '../src/database.ts';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  it('works', () => {
    db.exec('');
  });
});
`;

const uri = 'file:///project/tests/orders.test.ts';

interface Client {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
}

describe('the server process', function () {
  this.timeout(60_000);
  let folder: string;
  let rules: unknown;
  const clients: Client[] = [];

  before(async () => {
    mkdirSync(join(repository, 'out'), { recursive: true });
    folder = mkdtempSync(join(repository, 'out/server-'));
    const options = {
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22.15',
      logLevel: 'error',
      absWorkingDir: repository,
    } as const;
    await Promise.all([
      build({
        ...options,
        entryPoints: ['src/server/main.ts'],
        outfile: join(folder, 'server.cjs'),
        // Beside the server, as what removes types is, so that it is loaded on first use.
        alias: { 'typescript-parser': './parser.cjs' },
        external: ['./parser.cjs', 'amaro'],
      }),
      build({
        ...options,
        stdin: {
          contents: "export * from 'typescript-parser'; export { default } from 'typescript-parser';",
          resolveDir: repository,
        },
        outfile: join(folder, 'parser.cjs'),
        plugins: [slimParser(repository)],
      }),
    ]);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  afterEach(async () => {
    rules = undefined;
    for (const { connection, child } of clients.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill();
        await exited;
      }
      connection.dispose();
    }
  });

  async function start(transport: 'stdio' | 'ipc', execArgv: string[] = []): Promise<Client> {
    const child = fork(join(folder, 'server.cjs'), [transport === 'ipc' ? '--node-ipc' : '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
      execArgv,
    });
    assert.ok(child.stdout !== null && child.stdin !== null);
    const connection =
      transport === 'ipc'
        ? createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
        : createProtocolConnection(
            new StreamMessageReader(child.stdout),
            new StreamMessageWriter(child.stdin),
          );
    clients.push({ connection, child });
    connection.onRequest(ConfigurationRequest.type, () => [rules]);
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.listen();
    const result = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      initializationOptions: { rulePageUri: 'itlab-rule:{rule}' },
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          workspaceEdit: { documentChanges: true, snippetEditSupport: true },
        },
        textDocument: {
          codeAction: {
            disabledSupport: true,
            isPreferredSupport: true,
            resolveSupport: { properties: ['edit'] },
            dataSupport: true,
          },
        },
      },
    });
    assert.deepEqual(result.capabilities.codeActionProvider, {
      codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.itlab'],
      resolveProvider: true,
    });
    await connection.sendNotification(InitializedNotification.type, {});
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'typescript', version: 1, text },
    });
    return { connection, child };
  }

  async function diagnose(connection: ProtocolConnection): Promise<readonly Diagnostic[]> {
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    assert.ok(report.kind === 'full');
    return report.items;
  }

  for (const transport of ['stdio', 'ipc'] as const) {
    it(`reports, offers and resolves over ${transport}, and leaves when asked`, async () => {
      const { connection, child } = await start(transport);
      const [diagnostic, ...others] = await diagnose(connection);
      assert.deepEqual(others, []);
      assert.ok(diagnostic !== undefined);
      assert.equal(diagnostic.code, 'unreleased-db');
      assert.equal(diagnostic.codeDescription?.href, 'itlab-rule:unreleased-db');

      const actions = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      });
      const preferred = actions?.find((action): action is CodeAction => 'isPreferred' in action);
      assert.ok(preferred !== undefined);
      const resolved = await connection.sendRequest(CodeActionResolveRequest.type, preferred);
      assert.deepEqual(resolved.edit, {
        documentChanges: [
          {
            textDocument: { uri, version: 1 },
            edits: [
              {
                range: { start: { line: 7, character: 5 }, end: { line: 7, character: 5 } },
                newText: '\n\n  afterEach(() => {\n    db?.close();\n  });',
              },
            ],
          },
        ],
      });

      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: text.replace('db.exec', 'db.close(); db.exec') }],
      });
      assert.deepEqual(await diagnose(connection), []);
      // -32801 is the protocol's ContentModified.
      await assert.rejects(connection.sendRequest(CodeActionResolveRequest.type, preferred), {
        code: -32_801,
      });

      const exited = once(child, 'exit');
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      assert.deepEqual(await exited, [0, null]);
    });
  }

  it('follows the settings while it runs, and says when nothing has changed', async () => {
    const { connection } = await start('ipc');
    const first = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    assert.ok(first.kind === 'full' && first.resultId !== undefined);
    const again = await connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      previousResultId: first.resultId,
    });
    assert.equal(again.kind, 'unchanged');
    rules = { 'unreleased-db': 'off' };
    await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    const off = await connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      previousResultId: first.resultId,
    });
    assert.ok(off.kind === 'full');
    assert.deepEqual(off.items, []);
  });

  it('discovers the tests of a text that is not open', async () => {
    const { connection } = await start('ipc');
    const found: unknown = await connection.sendRequest(discoverTestsMethod, {
      files: [
        { uri: 'file:///x.test.js', text: "it('a', () => {});" },
        { uri: 'file:///y.test.js', text: '' },
      ],
    });
    assert.deepEqual(found, [
      {
        nodes: [
          {
            kind: 'test',
            title: 'a',
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 17 } },
            children: [],
          },
        ],
        broken: false,
      },
      { nodes: [], broken: false },
    ]);
    for (const wrong of [{}, { files: [{ uri: 3 }] }]) {
      await assert.rejects(
        connection.sendRequest(discoverTestsMethod, wrong),
        /needs files, each with a uri/,
      );
    }
  });

  describe('under load', () => {
    const open = async (connection: ProtocolConnection, at: string, content: string): Promise<void> =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: at, languageId: 'typescript', version: 1, text: content },
      });

    it('forgets what is closed: 10,000 documents opened and closed fit where 100 would', async () => {
      // The parser alone takes some 40 MB. One document kept takes some 100 KB, so keeping them ends the process.
      const { connection, child } = await start('ipc', ['--max-old-space-size=80']);
      for (let number = 0; number < 10_000; number += 1) {
        const at = `file:///project/tests/cycle-${number}.test.ts`;
        await open(connection, at, `// ${number}\n${text}`);
        // Waiting for each takes its time, and most are closed before anybody asks in an editor as well.
        if (number % 5 === 0) {
          await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: at } });
        }
        await connection.sendNotification(DidCloseTextDocumentNotification.type, {
          textDocument: { uri: at },
        });
      }
      assert.equal((await diagnose(connection)).length, 1);
      assert.equal(child.exitCode, null);
    });

    it('keeps up with 100 changes a second to the largest file that is read, and drops what is superseded', async function () {
      if (process.platform !== 'linux') this.skip();
      const { connection, child } = await start('ipc');
      const at = 'file:///project/tests/large.test.ts';
      const suite = text.slice(text.indexOf('describe('));
      // With room for what is typed.
      const large = text + suite.repeat(Math.floor((mostCharacters - 1000 - text.length) / suite.length));
      await open(connection, at, large);
      const pull = (cancel?: CancellationTokenSource): Promise<unknown> =>
        connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: at } }, cancel?.token);
      await pull();
      const before = residentMb(child);
      const answers: Promise<'answered' | 'dropped'>[] = [];
      let last: CancellationTokenSource | undefined;
      for (let change = 0; change < 200; change += 1) {
        await connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri: at, version: 2 + change },
          contentChanges: [
            { range: { start: { line: 10, character: 4 }, end: { line: 10, character: 4 } }, text: ' ' },
          ],
        });
        // As an editor does: what has been asked before is no longer wanted.
        last?.cancel();
        last = new CancellationTokenSource();
        answers.push(
          pull(last).then(
            () => 'answered',
            () => 'dropped',
          ),
        );
        await setTimeout(10);
      }
      const settled = await Promise.all(answers);
      assert.equal(settled.at(-1), 'answered');
      assert.ok(settled.filter((answer) => answer === 'dropped').length > 100, settled.join(' '));
      const grown = residentMb(child) - before;
      assert.ok(grown < 400, `It grew by ${grown} MB.`);
      // And it is there for everybody else.
      assert.equal((await diagnose(connection)).length, 1);
    });
  });

  it('is small: server and parser compressed stay under 1.3 MB', () => {
    const sizes = ['server.cjs', 'parser.cjs'].map(
      (name) => gzipSync(readFileSync(join(folder, name))).length,
    );
    assert.ok(sizes[0] !== undefined && sizes[0] < 160_000, `server: ${sizes[0]} bytes`);
    assert.ok(sizes[1] !== undefined && sizes[1] < 1_150_000, `parser: ${sizes[1]} bytes`);
  });
});

/** Linux only. */
function residentMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
