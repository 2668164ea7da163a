import { pathToFileURL } from 'node:url';
import {
  CompletionItemKind,
  DiagnosticSeverity,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import type {
  CodeAction,
  CodeActionContext,
  CompletionItem,
  CreateFile,
  Diagnostic,
  Position,
  Range,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Action, Offer } from './actions/action.ts';
import { applyFixes, offerByKey, reportsOf } from './checks.ts';
import type { RuleSettings } from './checks.ts';
import type { Parser } from './analysis/parser.ts';
import { lineIndent } from './analysis/style.ts';
import type { Span } from './analysis/syntax.ts';
import { readTestFile } from './analysis/testFile.ts';
import type { ProjectFacts, TestFile } from './analysis/testFile.ts';
import { oneLine, plainText } from '../protocol/shownText.ts';
import { annotationsOf } from './edits/changeAnnotations.ts';
import { escapeSnippet, impossible } from './edits/textChange.ts';
import { fixtureSnippets } from './fixtureSnippets.ts';
import type { FixtureSnippet } from './fixtureSnippets.ts';
import { notReadRule, tooMuchMessage, whyTooLong, withinBounds } from './notRead.ts';
import type { Edit, OtherFile, TextChange } from './edits/textChange.ts';
import type { Finding, Rule, Severity } from './rules/rule.ts';

export const fixAllKind = 'source.fixAll.itlab';

/** Who saves waits for it. What it does not reach is fixed with the next save. */
const longestFixMs = 2_000;

/** What the editor on the other side can do, and what it wants. */
export interface ClientAbilities {
  /** Takes edits with tab stops. */
  readonly snippets: boolean;
  /** Leaves the white space of snippets alone; editors that do not, indent their lines like the line they start in. */
  readonly keepsSnippetWhitespace: boolean;
  /** Asks for the edit of an action when it is chosen. */
  readonly resolvesEdits: boolean;
  /** Shows why an action cannot apply. */
  readonly showsDisabled: boolean;
  /** Takes edits that name the version they are meant for. */
  readonly versionedEdits: boolean;
  /** Creates files as a part of an edit. */
  readonly createsFiles: boolean;
  /** Shows what each change is about before it is made. */
  readonly annotatesChanges: boolean;
  /** The address of a rule's page, with `{rule}` in it; without it, diagnostics have no link. */
  readonly rulePageUri: string | undefined;
}

/** What the editor does with what is completed. */
export interface CompletingEditor {
  /** Takes tab stops. */
  readonly snippets: boolean;
  /** Leaves white space alone where it is asked to; else it indents lines like the line they start in. */
  readonly keepsWhitespace: boolean;
}

export interface LanguageServiceParts {
  /** Asked for each file that is looked at. */
  readonly loadParser: () => Promise<Parser>;
  readonly rules: readonly Rule[];
  readonly actions: readonly Action[];
  readonly client: ClientAbilities;
  readonly projectOf: (uri: string) => ProjectFacts;
}

/** The language server without its connection. All methods are safe on broken text. */
export interface LanguageService {
  diagnostics(document: TextDocument, settings: RuleSettings): Promise<Diagnostic[]>;
  codeActions(
    document: TextDocument,
    range: Range,
    context: CodeActionContext,
    settings: RuleSettings,
  ): Promise<CodeAction[]>;
  /** Fixtures for a word that is being typed, as it stands alone on its line in a suite. */
  completions(
    document: TextDocument,
    position: Position,
    editor: CompletingEditor,
  ): Promise<CompletionItem[]>;
  /** Fills in the edit. Undefined when the document is no longer the one the action was offered for. */
  resolve(
    action: CodeAction,
    document: TextDocument | undefined,
    settings: RuleSettings,
  ): Promise<CodeAction | undefined>;
  /** The document was closed. */
  forget(uri: string): void;
}

/** Travels with an action to the editor and back. */
interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly action: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export function createLanguageService(parts: LanguageServiceParts): LanguageService {
  const { rules, actions, client } = parts;
  const files = new Map<string, { readonly version: number; readonly file: TestFile }>();
  /** Versions of documents that turned out to be too much, with what is said about them. */
  const tooMuch = new Map<string, { readonly version: number; readonly why: string }>();
  return { diagnostics, codeActions, completions, resolve, forget };

  function forget(uri: string): void {
    files.delete(uri);
    tooMuch.delete(uri);
  }

  /**
   * Does something with a document as it is now.
   * @param otherwise for a document that is not looked at; is given the reason, as the end of a sentence.
   */
  async function withFile<T>(
    document: TextDocument,
    work: (file: TestFile, parser: Parser) => T,
    otherwise: (why: string) => T,
  ): Promise<T> {
    const { uri, version } = document;
    const text = document.getText();
    const known = tooMuch.get(uri);
    const why = known?.version === version ? known.why : whyTooLong(text);
    if (why !== null) return otherwise(why);
    const parser = await parts.loadParser();
    return withinBounds(
      text,
      () => work(fileOf(document, parser), parser),
      (reason) => {
        forget(uri);
        tooMuch.set(uri, { version, why: reason });
        return otherwise(reason);
      },
    );
  }

  function fileOf(document: TextDocument, parser: Parser): TestFile {
    const known = files.get(document.uri);
    if (known?.version === document.version) return known.file;
    const path = pathFor(document.uri, document.languageId);
    const project = parts.projectOf(document.uri);
    const before = files.get(document.uri)?.file;
    // Whoever is still busy with the file as it was has taken from it what it needs: nobody waits in between.
    files.delete(document.uri);
    const file = readTestFile(
      parser,
      path,
      document.getText(),
      project,
      before?.path === path ? before : undefined,
    );
    files.set(document.uri, { version: document.version, file });
    return file;
  }

  function diagnostics(document: TextDocument, settings: RuleSettings): Promise<Diagnostic[]> {
    return withFile(
      document,
      (file) =>
        reportsOf(file, rules, settings).map(({ rule, finding, severity }) =>
          toDiagnostic(document, rule, finding, severity),
        ),
      (why) => [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          severity: DiagnosticSeverity.Information,
          code: notReadRule,
          source: 'itlab',
          message: tooMuchMessage(why),
        },
      ],
    );
  }

  function toDiagnostic(
    document: TextDocument,
    rule: Rule,
    finding: Finding,
    severity: Severity,
  ): Diagnostic {
    const link = client.rulePageUri?.replaceAll('{rule}', rule.id);
    return {
      range: toRange(document, finding),
      severity: severities[severity],
      code: rule.id,
      ...(link === undefined ? {} : { codeDescription: { href: link } }),
      source: 'itlab',
      message: plainText(finding.message),
      ...(finding.related.length === 0
        ? {}
        : {
            relatedInformation: finding.related.map((place) => ({
              location: { uri: document.uri, range: toRange(document, place) },
              message: plainText(place.message),
            })),
          }),
    };
  }

  function codeActions(
    document: TextDocument,
    range: Range,
    context: CodeActionContext,
    settings: RuleSettings,
  ): Promise<CodeAction[]> {
    return withFile(
      document,
      (file, parser) => actionsIn(file, parser, document, range, context, settings),
      () => [],
    );
  }

  function actionsIn(
    file: TestFile,
    parser: Parser,
    document: TextDocument,
    range: Range,
    context: CodeActionContext,
    settings: RuleSettings,
  ): CodeAction[] {
    const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const reports = reportsOf(file, rules, settings);
    const listed: CodeAction[] = [];
    for (const action of actions) {
      if (!isWanted(action.kind, context.only)) continue;
      for (const offer of action.offers(file, selection)) {
        const report =
          offer.finding === undefined ? undefined : reports.find((one) => one.finding === offer.finding);
        // The rule is switched off.
        if (offer.finding !== undefined && report === undefined) continue;
        const edit = editOf(offer);
        if (!edit.possible && !client.showsDisabled) continue;
        const data: ActionData = {
          uri: document.uri,
          version: document.version,
          action: action.id,
          key: offer.key,
          ...selection,
        };
        listed.push({
          title: oneLine(offer.title),
          kind: action.kind,
          ...(report === undefined
            ? {}
            : { diagnostics: [toDiagnostic(document, report.rule, report.finding, report.severity)] }),
          ...(offer.preferred && edit.possible ? { isPreferred: true } : {}),
          ...(edit.possible ? {} : { disabled: { reason: edit.reason } }),
          ...(edit.possible && !client.resolvesEdits ? { edit: toEdit(document, file, edit) } : {}),
          ...(client.resolvesEdits ? { data } : {}),
        });
      }
    }
    // What mends a diagnostic here is not offered a second time as a refactoring.
    const fixes = new Set(
      listed.filter(({ diagnostics, disabled }) => diagnostics && !disabled).map(({ title }) => title),
    );
    const once = listed.filter(({ title, diagnostics }) => diagnostics !== undefined || !fixes.has(title));
    if (context.only?.some((kind) => isKind(fixAllKind, kind)) === true) {
      const all = fixAll(document, file, parser, settings);
      if (all !== undefined) once.push(all);
    }
    return once;
  }

  function fixAll(
    document: TextDocument,
    file: TestFile,
    parser: Parser,
    settings: RuleSettings,
  ): CodeAction | undefined {
    const { path, text, project } = file;
    const result = applyFixes({
      parser,
      path,
      text,
      project,
      rules,
      actions,
      settings,
      levels: ['automatic'],
      longestMs: longestFixMs,
    });
    if (result.text === text) return undefined;
    const edit = toEdit(document, null, { changes: [difference(text, result.text)] });
    return { title: 'Fix everything that is safe to fix unseen', kind: fixAllKind, edit };
  }

  async function completions(
    document: TextDocument,
    position: Position,
    editor: CompletingEditor,
  ): Promise<CompletionItem[]> {
    const text = document.getText();
    if (whyTooLong(text) !== null || tooMuch.get(document.uri)?.version === document.version) return [];
    const parser = await parts.loadParser();
    const path = pathFor(document.uri, document.languageId);
    const project = parts.projectOf(document.uri);
    return withinBounds(
      text,
      () =>
        fixtureSnippets(parser, path, text, project, document.offsetAt(position)).map((snippet) =>
          toCompletion(document, snippet, editor),
        ),
      () => [],
    );
  }

  function toCompletion(
    document: TextDocument,
    { prefix, title, change, others }: FixtureSnippet,
    { snippets, keepsWhitespace }: CompletingEditor,
  ): CompletionItem {
    const written = snippets ? (change.snippet ?? escapeSnippet(change.text)) : change.text;
    const indent = lineIndent(document.getText(), change.start);
    return {
      label: prefix,
      kind: CompletionItemKind.Snippet,
      detail: title,
      documentation: { kind: 'markdown', value: `\`\`\`ts\n${change.text}\n\`\`\`` },
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(keepsWhitespace ? { insertTextMode: InsertTextMode.asIs } : {}),
      textEdit: {
        range: toRange(document, change),
        newText: keepsWhitespace ? written : written.replaceAll(`\n${indent}`, '\n'),
      },
      additionalTextEdits: others.map((one) => toTextEdit(document, one)),
    };
  }

  async function resolve(
    action: CodeAction,
    document: TextDocument | undefined,
    settings: RuleSettings,
  ): Promise<CodeAction | undefined> {
    const data = decodeActionData(action.data);
    if (data === undefined) return action;
    if (document === undefined || document.version !== data.version) return undefined;
    return withFile(
      document,
      (file) => resolved(action, data, file, document, settings),
      () => undefined,
    );
  }

  function resolved(
    action: CodeAction,
    data: ActionData,
    file: TestFile,
    document: TextDocument,
    settings: RuleSettings,
  ): CodeAction | undefined {
    const source = actions.find((one) => one.id === data.action);
    const offer = source === undefined ? undefined : offerByKey(source, file, data, data.key);
    const isOff =
      offer?.finding !== undefined &&
      !reportsOf(file, rules, settings).some((report) => report.finding === offer.finding);
    if (offer === undefined || isOff) return undefined;
    const edit = editOf(offer);
    return edit.possible
      ? { ...action, edit: toEdit(document, file, edit) }
      : { ...action, disabled: { reason: edit.reason } };
  }

  function editOf(offer: Offer): Edit {
    const edit = offer.edit();
    const needsMore = edit.possible && edit.besides !== undefined;
    return needsMore && !(client.createsFiles && client.versionedEdits)
      ? impossible('This editor cannot create files for an action.')
      : edit;
  }

  /** @param file where the changes are to be annotated. */
  function toEdit(
    document: TextDocument,
    file: TestFile | null,
    { changes, besides = [] }: { changes: readonly TextChange[]; besides?: readonly OtherFile[] },
  ): WorkspaceEdit {
    const snippets =
      client.snippets && client.versionedEdits && changes.some((change) => change.snippet !== undefined);
    if (!client.versionedEdits)
      return { changes: { [document.uri]: changes.map((one) => toTextEdit(document, one)) } };
    const annotations = client.annotatesChanges && file !== null ? annotationsOf(file, changes) : null;
    // An editor that indents the lines of snippets does so for every edit beside one, hence all or none.
    const edits = changes.map((one, index) => ({
      ...(snippets ? toSnippetEdit(document, one) : toTextEdit(document, one)),
      ...(annotations === null ? {} : { annotationId: String(index) }),
    }));
    const whole: TextDocumentEdit = {
      textDocument: { uri: document.uri, version: document.version },
      edits,
    };
    return {
      documentChanges: [...(changes.length === 0 ? [] : [whole]), ...besides.flatMap(toFileChanges)],
      ...(annotations === null
        ? {}
        : { changeAnnotations: Object.fromEntries(annotations.map((one, index) => [String(index), one])) }),
    };
  }

  function toFileChanges(file: OtherFile): (CreateFile | TextDocumentEdit)[] {
    const uri = pathToFileURL(file.path).href;
    const isNew = file.kind === 'create';
    const before = TextDocument.create(uri, '', 0, isNew ? '' : file.text);
    const changes = isNew ? [{ start: 0, end: 0, text: file.text }] : file.changes;
    const written: TextDocumentEdit = {
      textDocument: { uri, version: isNew ? null : file.version },
      edits: changes.map((change) => toTextEdit(before, change)),
    };
    if (!isNew) return [written];
    return [{ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } }, written];
  }

  function toTextEdit(document: TextDocument, change: TextChange): TextEdit {
    return { range: toRange(document, change), newText: change.text };
  }

  function toSnippetEdit(document: TextDocument, change: TextChange): SnippetTextEdit {
    const written = change.snippet ?? escapeSnippet(change.text);
    const value = client.keepsSnippetWhitespace
      ? written
      : relative(document.getText(), change.start, written);
    return { range: toRange(document, change), snippet: { kind: 'snippet', value } };
  }
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** Every kind that is asked for counts, not only the first. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => isKind(kind, wanted));
}

function isKind(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}

function decodeActionData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, version, action, key, start, end } = data as Partial<Record<keyof ActionData, unknown>>;
  if (typeof uri !== 'string' || typeof version !== 'number' || typeof action !== 'string') return undefined;
  if (typeof key !== 'string' || typeof start !== 'number' || typeof end !== 'number') return undefined;
  return { uri, version, action, key, start, end };
}

/** Which document an action was offered for; undefined for an action of somebody else. */
export function documentOfAction(action: CodeAction): string | undefined {
  return decodeActionData(action.data)?.uri;
}

/** A path whose ending tells the parser the language; unsaved documents have only the language's name. */
function pathFor(uri: string, languageId: string): string {
  const path = uri.split(/[?#]/)[0] ?? uri;
  if (/\.[cm]?[jt]sx?$/i.test(path)) return path;
  if (languageId.startsWith('typescript'))
    return `${path}${languageId === 'typescriptreact' ? '.tsx' : '.ts'}`;
  return `${path}.js`;
}

/** One change that turns `before` into `after`, as small as a single range allows. */
function difference(before: string, after: string): TextChange {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let same = 0;
  const most = Math.min(before.length, after.length) - start;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** Takes off what the editor will put in front of every further line: the white space of the line it starts in. */
function relative(text: string, start: number, snippet: string): string {
  const indent = lineIndent(text, start);
  return indent === '' ? snippet : snippet.replaceAll(`\n${indent}`, '\n');
}
