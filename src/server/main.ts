import { fileURLToPath } from 'node:url';
import {
  CodeActionKind,
  createConnection,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  InsertTextMode,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { InitializeParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeShapesMethod, discoverTestsMethod } from '../protocol/serverRequests.ts';
import type { CodeShapesParams, DiscoverTestsParams, SourceFile } from '../protocol/serverRequests.ts';
import { allActions } from './actions/index.ts';
import { loadOnce } from './analysis/parserLoading.ts';
import { decodeRuleSettings } from './checks.ts';
import type { RuleSettings } from './checks.ts';
import { codeShapes } from './codeShape.ts';
import { EslintRules } from './eslintRules.ts';
import { createLanguageService, documentOfAction, fixAllKind } from './languageService.ts';
import type { ClientAbilities, CompletingEditor, LanguageService } from './languageService.ts';
import { mostBytes } from './notRead.ts';
import { projectFactsOf } from './projectFacts.ts';
import { readText } from './readText.ts';
import { allRules } from './rules/index.ts';
import { createTestDiscovery } from './testDiscovery.ts';

/** The connection and nothing else. Started with `--node-ipc` or `--stdio`. */
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const settingsOf = new Map<string, Promise<RuleSettings>>();
let asksForSettings = false;
let watchesSettings = false;
let refreshes = false;
let completingEditor: CompletingEditor = { snippets: false, keepsWhitespace: false };
let givenSettings: RuleSettings = new Map();
let service: LanguageService | undefined;
const loadParser = loadOnce(async () => (await import('./analysis/typescriptParser.ts')).typescriptParser);
const discoverTests = createTestDiscovery({
  loadParser,
  read: (uri) => readText(fileURLToPath(uri), mostBytes),
});
let generation = 0;
let eslintRules: EslintRules | undefined;

connection.onInitialize((params) => {
  const options = decodeOptions(params.initializationOptions);
  const { workspace } = params.capabilities;
  const completion = params.capabilities.textDocument?.completion?.completionItem;
  completingEditor = {
    snippets: completion?.snippetSupport === true,
    keepsWhitespace: completion?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
  };
  asksForSettings = workspace?.configuration === true;
  watchesSettings = workspace?.didChangeConfiguration?.dynamicRegistration === true;
  refreshes = workspace?.diagnostics?.refreshSupport === true;
  givenSettings = decodeRuleSettings(options.rules);
  service = createLanguageService({
    loadParser,
    rules: allRules,
    actions: allActions,
    client: abilitiesOf(params, options),
    projectOf: (uri) => projectFactsOf(uri, eslintRules, openText),
  });
  if (options.trusted) eslintRules = new EslintRules(judgeAgain);
  return {
    serverInfo: { name: 'Integration Testing Lab' },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      diagnosticProvider: { identifier: 'itlab', interFileDependencies: false, workspaceDiagnostics: false },
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
        resolveProvider: true,
      },
      completionProvider: {},
    },
  };
});

connection.onInitialized(() => {
  // After the answer to the editor, which starts this server for documents and tests that wait to be read. What
  // cannot be loaded is tried again, and told, when it is asked for.
  setImmediate(() => void loadParser().catch(() => undefined));
  if (!watchesSettings) return;
  connection.client
    .register(DidChangeConfigurationNotification.type, { section: 'itlab.rules' })
    .catch(report);
});

connection.onDidChangeConfiguration((change) => {
  settingsOf.clear();
  if (!asksForSettings) givenSettings = decodeRuleSettings(rulesIn(change.settings));
  judgeAgain();
});

documents.onDidClose(({ document }) => {
  settingsOf.delete(document.uri);
  service?.forget(document.uri);
  if (document.uri.startsWith('file:')) eslintRules?.forget(fileURLToPath(document.uri));
});

connection.languages.diagnostics.on(async (params, cancel) => {
  await turn();
  if (cancel.isCancellationRequested) throw superseded();
  const document = testDocument(params.textDocument.uri);
  if (document === undefined || service === undefined)
    return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const resultId = `${document.version}.${generation}`;
  if (params.previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  const items = await service.diagnostics(document, await settingsFor(document.uri));
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
});

connection.onCodeAction(async (params, cancel) => {
  const document = testDocument(params.textDocument.uri);
  if (document === undefined || service === undefined) return [];
  await turn();
  if (cancel.isCancellationRequested) throw superseded();
  return service.codeActions(document, params.range, params.context, await settingsFor(document.uri));
});

connection.onCompletion(async (params, cancel) => {
  const document = testDocument(params.textDocument.uri);
  if (document === undefined || service === undefined) return [];
  await turn();
  if (cancel.isCancellationRequested) throw superseded();
  return service.completions(document, params.position, completingEditor);
});

connection.onCodeActionResolve(async (action) => {
  const uri = documentOfAction(action);
  if (uri === undefined || service === undefined) return action;
  const resolved = await service.resolve(action, documents.get(uri), await settingsFor(uri));
  if (resolved === undefined) {
    throw new ResponseError(
      LSPErrorCodes.ContentModified,
      'The file has changed since this action was offered.',
    );
  }
  return resolved;
});

connection.onRequest(discoverTestsMethod, (params: unknown) => discoverTests(decodeDiscoverParams(params)));

connection.onRequest(codeShapesMethod, (params: unknown) =>
  codeShapes(decodeShapesParams(params).files, {
    loadParser,
    loadStripper: async () => (await import('./analysis/stripTypes.ts')).stripTypes,
  }),
);

documents.listen(connection);
connection.listen();

/** A document that holds tests. The editor also sends `.mocharc`, so that edits of it meet what is not saved yet. */
function testDocument(uri: string): TextDocument | undefined {
  return /\/\.mocharc\.\w+$/.test(uri) ? undefined : documents.get(uri);
}

function openText(path: string): { text: string; version: number } | undefined {
  const isMeant = ({ uri }: TextDocument): boolean => uri.startsWith('file:') && fileURLToPath(uri) === path;
  const document = documents.all().find(isMeant);
  return document && { text: document.getText(), version: document.version };
}

/** Gives a change or a cancellation that is already on its way the chance to arrive before the work is done. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function superseded(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Superseded.');
}

/** What was reported may be other now, although no text has changed. */
function judgeAgain(): void {
  generation += 1;
  if (refreshes) connection.languages.diagnostics.refresh().catch(report);
}

function settingsFor(uri: string): Promise<RuleSettings> {
  if (!asksForSettings) return Promise.resolve(givenSettings);
  const known = settingsOf.get(uri);
  if (known !== undefined) return known;
  const asked = connection.workspace
    .getConfiguration({ scopeUri: uri, section: 'itlab.rules' })
    .then(decodeRuleSettings)
    .catch((error: unknown) => {
      report(error);
      settingsOf.delete(uri);
      return givenSettings;
    });
  settingsOf.set(uri, asked);
  return asked;
}

function report(error: unknown): void {
  connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

interface ServerOptions {
  readonly rules: unknown;
  readonly rulePageUri: string | undefined;
  readonly keepsSnippetWhitespace: boolean;
  /** The configuration of the project's own tools may be run. */
  readonly trusted: boolean;
}

/**
 * `{ rulePageUri?: 'itlab-rule:{rule}', keepsSnippetWhitespace?: boolean, trusted?: boolean, rules?: {…} }`, all
 * optional.
 */
function decodeOptions(value: unknown): ServerOptions {
  const { rules, rulePageUri, keepsSnippetWhitespace, trusted } = record(value);
  return {
    rules,
    trusted: trusted === true,
    rulePageUri: typeof rulePageUri === 'string' ? rulePageUri : undefined,
    keepsSnippetWhitespace: keepsSnippetWhitespace === true,
  };
}

function abilitiesOf(params: InitializeParams, options: ServerOptions): ClientAbilities {
  const { workspace, textDocument } = params.capabilities;
  return {
    snippets: workspace?.workspaceEdit?.snippetEditSupport === true,
    keepsSnippetWhitespace: options.keepsSnippetWhitespace,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    showsDisabled: textDocument?.codeAction?.disabledSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    annotatesChanges: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    rulePageUri: options.rulePageUri,
  };
}

function decodeDiscoverParams(value: unknown): DiscoverTestsParams {
  const { files } = record(value);
  const sources = Array.isArray(files) ? files.map(record) : [];
  const known = sources.flatMap(({ uri, text }) => {
    if (typeof uri !== 'string') return [];
    return typeof text === 'string' ? [{ uri, text }] : [{ uri }];
  });
  if (!Array.isArray(files) || known.length < files.length) {
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      `${discoverTestsMethod} needs files, each with a uri.`,
    );
  }
  return { files: known };
}

function decodeShapesParams(value: unknown): CodeShapesParams {
  const files = decodeDiscoverParams(value).files.filter(
    (file): file is Required<SourceFile> => file.text !== undefined,
  );
  return { files };
}

function rulesIn(settings: unknown): unknown {
  return record(record(settings)['itlab'])['rules'];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
