import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import {
  CodeActionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

const uri = 'file:///bench/tests/bench.test.js';

/** A language server with one open document, as an editor has it. */
export interface BenchClient {
  /** From the start of the server to its first diagnostics, in milliseconds. */
  readonly startMs: number;
  /** Asks for the code actions at a line. @returns milliseconds. */
  readonly actions: (line: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** @param server its bundle. */
export async function startServer(server: string, text: string): Promise<BenchClient> {
  const start = performance.now();
  const child = fork(server, ['--node-ipc'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true } },
      textDocument: {
        codeAction: { disabledSupport: true, dataSupport: true, resolveSupport: { properties: ['edit'] } },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'javascript', version: 1, text },
  });
  await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  const startMs = performance.now() - start;
  return {
    startMs,
    actions: (line) => actionsAt(connection, line),
    close: () => end(connection, child),
  };
}

async function actionsAt(connection: ProtocolConnection, line: number): Promise<number> {
  const at = { line, character: 4 };
  const start = performance.now();
  await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  return performance.now() - start;
}

async function end(connection: ProtocolConnection, child: ChildProcess): Promise<void> {
  connection.dispose();
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
