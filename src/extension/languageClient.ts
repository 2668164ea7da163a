import { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import {
  discoverTestsMethod,
  type DiscoverTestsParams,
  type DiscoveredTests,
  type SourceFile,
} from '../protocol/serverRequests.ts';
import { workspace, type LogOutputChannel } from 'vscode';
import { insertSnippetsAsTheyAre } from './snippetEdits.ts';
import { testDocuments } from './testDocuments.ts';

/** What an action may edit besides: the server must know it as it stands in the editor. */
const mochaSettings = '**/.mocharc.{cjs,js,mjs,yaml,yml,jsonc,json}';

/**
 * What a look at a file leaves to be collected is collected earlier: for a large one that is a third of the server's
 * memory, and it takes no longer.
 */
const smallYoungSpace = '--max-semi-space-size=4';

/**
 * Creates the client; nothing runs until `start`.
 * @param onClosed called when the server has ended without being asked to. It is not started again by itself.
 */
export function createLanguageClient(
  serverModule: string,
  log: LogOutputChannel,
  onClosed: () => void,
): LanguageClient {
  const client: LanguageClient = new LanguageClient(
    'itlab',
    'Integration Testing Lab',
    {
      run: { module: serverModule, transport: TransportKind.ipc, options: { execArgv: [smallYoungSpace] } },
      debug: {
        module: serverModule,
        transport: TransportKind.ipc,
        options: { execArgv: [smallYoungSpace, '--nolazy', '--inspect=6010'] },
      },
    },
    {
      documentSelector: [...testDocuments, { scheme: 'file', pattern: mochaSettings }],
      outputChannel: log,
      initializationOptions: {
        rulePageUri: 'itlab-rule:/{rule}.md',
        keepsSnippetWhitespace: true,
        trusted: workspace.isTrusted,
      },
      middleware: insertSnippetsAsTheyAre(() => client),
      synchronize: { configurationSection: 'itlab' },
      errorHandler: {
        error: (error) => {
          log.error(error);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => {
          onClosed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      // Told by the promise that `start` returns.
      initializationFailedHandler: () => false,
    },
  );
  return client;
}

/** Asks the server for the tests in files; it parses and executes nothing. */
export function discoverTests(
  client: LanguageClient,
  files: readonly SourceFile[],
): Promise<readonly DiscoveredTests[]> {
  const params: DiscoverTestsParams = { files };
  return client.sendRequest<readonly DiscoveredTests[]>(discoverTestsMethod, params);
}
