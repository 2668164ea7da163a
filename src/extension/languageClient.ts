import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  TransportKind,
  type Middleware,
} from 'vscode-languageclient/node';
import {
  codeShapesMethod,
  discoverTestsMethod,
  type CodeShape,
  type CodeShapesParams,
  type DiscoverTestsParams,
  type DiscoveredTests,
  type SourceFile,
} from '../protocol/serverRequests.ts';
import { languages, workspace, type LogOutputChannel, type TextDocument } from 'vscode';
import { isRead } from './mochaProject.ts';
import type { FindingDiagnostics } from './diagnostics/findingDiagnostics.ts';
import { tellWhyDisabled } from './disabledActions.ts';
import { insertSnippetsAsTheyAre } from './snippetEdits.ts';
import { isScriptDocument, scripts } from './testDocuments.ts';

/** What an action may edit besides: the server must know it as it stands in the editor. */
const mochaSettings = { scheme: 'file', pattern: '**/.mocharc.{cjs,js,mjs,yaml,yml,jsonc,json}' };

/**
 * What a look at a file leaves to be collected is collected earlier: for a large one that is a third of the server's
 * memory, and it takes no longer.
 */
const smallYoungSpace = '--max-semi-space-size=4';

export interface LanguageClientSetting {
  /** The server's bundle, absolute. */
  readonly module: string;
  /** Takes what the server finds. */
  readonly diagnostics: FindingDiagnostics;
  readonly log: LogOutputChannel;
  /** Called when the server has ended without being asked to. It is not started again by itself. */
  readonly onClosed: () => void;
  /** Kept up to date by the client: addresses of the open tests that the server knows. */
  readonly handedIn: Set<string>;
}

/** Creates the client; nothing runs until `start`. */
export function createLanguageClient({
  module,
  diagnostics,
  log,
  onClosed,
  handedIn,
}: LanguageClientSetting): LanguageClient {
  const client: LanguageClient = new LanguageClient(
    'itlab',
    'Integration Testing Lab',
    {
      run: { module, transport: TransportKind.ipc, options: { execArgv: [smallYoungSpace] } },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [smallYoungSpace, '--nolazy', '--inspect=6010'] },
      },
    },
    {
      documentSelector: [...scripts, mochaSettings],
      outputChannel: log,
      diagnosticCollectionProvider: {
        create: () => diagnostics.ofServer(),
        dispose: (collection) => collection.dispose(),
      },
      initializationOptions: {
        rulePageUri: 'itlab-rule:/{rule}.md',
        keepsSnippetWhitespace: true,
        trusted: workspace.isTrusted,
      },
      middleware: {
        ...insertSnippetsAsTheyAre(() => client),
        ...onlyTestsOfMocha(handedIn),
      },
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

/**
 * The server is told of no file but of mocha's tests, and asked about no other: what it would say there is of mocha, and
 * wrong. Whether a file is one of them must not depend on what else is open in the window.
 */
function onlyTestsOfMocha(handedIn: Set<string>): Middleware {
  const isKept = (document: TextDocument): boolean =>
    isScriptDocument(document) &&
    !handedIn.has(document.uri.toString()) &&
    languages.match(mochaSettings, document) === 0;
  return {
    didOpen: async (document, next) => {
      if (isRead(document)) handedIn.add(document.uri.toString());
      if (!isKept(document)) await next(document);
    },
    didChange: async (event, next) => {
      if (!isKept(event.document)) await next(event);
    },
    didClose: async (document, next) => {
      const was = isKept(document);
      handedIn.delete(document.uri.toString());
      if (!was) await next(document);
    },
    provideCodeActions: async (document, range, context, token, next) =>
      isKept(document)
        ? undefined
        : tellWhyDisabled.provideCodeActions(document, range, context, token, next),
    provideCompletionItem: (document, position, context, token, next) =>
      isKept(document) ? undefined : next(document, position, context, token),
  };
}

/** Asks the server for the tests in files; it parses and executes nothing. */
export function discoverTests(
  client: LanguageClient,
  files: readonly SourceFile[],
): Promise<readonly DiscoveredTests[]> {
  const params: DiscoverTestsParams = { files };
  return client.sendRequest<readonly DiscoveredTests[]>(discoverTestsMethod, params);
}

/** Asks the server for the shapes of texts. */
export function codeShapes(
  client: LanguageClient,
  files: readonly Required<SourceFile>[],
): Promise<readonly (CodeShape | null)[]> {
  const params: CodeShapesParams = { files };
  return client.sendRequest<readonly (CodeShape | null)[]>(codeShapesMethod, params);
}
