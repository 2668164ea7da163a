import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  l10n,
  languages,
  Location,
  Position,
  Range,
  Uri,
  workspace,
  type DiagnosticCollection,
} from 'vscode';
import { readRegularText } from '../../course/regularFile.ts';
import type { HygieneRule } from '../../protocol/runEvents.ts';
import { oneLine, plainText } from '../../protocol/shownText.ts';
import { Disposables } from '../disposables.ts';
import { causes } from './causes.ts';
import { testNameIn, type Found, type FoundAt, type TestPlace } from './foundInRuns.ts';

/** What runs found at one place, ready to be shown. */
interface Shown {
  readonly rule: HygieneRule;
  readonly diagnostic: Diagnostic;
  /** Who showed it, and in which tests. */
  proof: DiagnosticRelatedInformation[];
  readonly proofOnly: boolean;
  /** The tests it depends on. */
  readonly others: readonly DiagnosticRelatedInformation[];
  /** The line before which what it is about ends, 0-based. */
  readonly before: number;
}

/**
 * Everything that is reported at lines of tests, one report a cause: what the language server finds by reading, and
 * what the newest run or check has found by running. Where both tell of the same, the report is the server's, with
 * its link and its quick fixes, and names the tests that showed it.
 */
export class FindingDiagnostics extends Disposables {
  private readonly collection = this.add(languages.createDiagnosticCollection('itlab'));
  /** By the file's address. */
  private readonly read = new Map<string, readonly Diagnostic[]>();
  private readonly found = new Map<string, readonly Shown[]>();

  constructor() {
    super();
    this.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.isDirty) this.forget(document.uri);
      }),
    );
  }

  /** The file is no longer what ran. */
  forget(uri: Uri): void {
    if (this.found.delete(uri.toString())) this.show(uri);
  }

  /** Replaces what was found below a folder (absolute) by what its newest run or check has found. */
  replace(folder: string, { by, findings, tests }: Found): void {
    const below = `${Uri.file(folder).toString()}/`;
    const touched = new Set([...this.found.keys()].filter((uri) => uri.startsWith(below)));
    for (const uri of touched) this.found.delete(uri);
    for (const file of new Set(findings.map((finding) => finding.file))) {
      const uri = Uri.file(file).toString();
      const inFile = findings.filter((finding) => finding.file === file);
      this.found.set(uri, shownIn(inFile, by, tests));
      touched.add(uri);
    }
    for (const uri of touched) this.show(Uri.parse(uri, true));
  }

  /** What the language client puts its diagnostics into. Disposing of it takes them back. */
  ofServer(): DiagnosticCollection {
    const { collection, read } = this;
    const set = (uri: Uri, diagnostics: readonly Diagnostic[]): void => {
      if (diagnostics.length === 0) read.delete(uri.toString());
      else read.set(uri.toString(), diagnostics);
      this.show(uri);
    };
    const clear = (): void => {
      for (const [uri] of entries()) set(uri, []);
    };
    const entries = (): (readonly [Uri, readonly Diagnostic[]])[] =>
      [...read].map(([uri, diagnostics]) => [Uri.parse(uri, true), diagnostics] as const);
    const mine: DiagnosticCollection = {
      name: collection.name,
      set: (
        what: Uri | readonly (readonly [Uri, readonly Diagnostic[] | undefined])[],
        diagnostics?: readonly Diagnostic[],
      ) => {
        if (what instanceof Uri) set(what, diagnostics ?? []);
        else for (const [uri, some] of what) set(uri, some ?? []);
      },
      delete: (uri) => set(uri, []),
      clear,
      forEach: (callback) => {
        for (const [uri, diagnostics] of entries()) callback(uri, diagnostics, mine);
      },
      get: (uri) => read.get(uri.toString()),
      has: (uri) => read.has(uri.toString()),
      dispose: clear,
      [Symbol.iterator]: () => entries()[Symbol.iterator]() as Iterator<[Uri, readonly Diagnostic[]]>,
    };
    return mine;
  }

  private show(uri: Uri): void {
    const key = uri.toString();
    const read = this.read.get(key) ?? [];
    const proofs = new Map<Diagnostic, DiagnosticRelatedInformation[]>();
    const own: Diagnostic[] = [];
    for (const one of this.found.get(key) ?? []) {
      const same = sameCause(one, read);
      if (same) proofs.set(same, [...(proofs.get(same) ?? []), ...one.proof]);
      else if (!one.proofOnly) {
        // What shows a dependence is its own message; beside it stand the tests that decide.
        one.diagnostic.relatedInformation = one.rule === 'order-dependence' ? [...one.others] : one.proof;
        own.push(one.diagnostic);
      }
    }
    const proven = read.map((diagnostic) => {
      const proof = proofs.get(diagnostic);
      if (proof === undefined) return diagnostic;
      const { range, message, severity, relatedInformation = [] } = diagnostic;
      const copy = Object.assign(new Diagnostic(range, message, severity), diagnostic);
      copy.relatedInformation = [...relatedInformation, ...proof];
      return copy;
    });
    const all = [...proven, ...own];
    if (all.length === 0) this.collection.delete(uri);
    else this.collection.set(uri, all);
  }
}

/** The server's report of the same cause: at the place itself, else the only one in its line. */
function sameCause({ rule, diagnostic, before }: Shown, read: readonly Diagnostic[]): Diagnostic | undefined {
  const { start } = diagnostic.range;
  const alike = read.filter(({ code }) => causes[rule].rules.includes(String(valueOf(code))));
  if (rule === 'order-dependence') {
    const isWithin = ({ start: { line } }: Range): boolean => line >= start.line && line < before;
    return alike.find(
      ({ range, relatedInformation = [] }) =>
        isWithin(range) || relatedInformation.some(({ location }) => isWithin(location.range)),
    );
  }
  const inLine = alike.filter(({ range }) => range.start.line === start.line);
  return alike.find(({ range }) => range.contains(start)) ?? (inLine.length === 1 ? inLine[0] : undefined);
}

function valueOf(code: Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}

function shownIn(findings: readonly FoundAt[], by: Found['by'], tests: readonly TestPlace[]): Shown[] {
  const lines = linesOf(findings[0]?.file ?? '');
  const shown: Shown[] = [];
  for (const finding of findings) {
    const { rule, message, file, line, proofOnly } = finding;
    const range = rangeOf(finding, lines);
    const proof = proofOf(finding, by, tests, range);
    // A fixture that leaks does so in every test; the line needs to be told once, with the tests it happened in.
    const same = shown.find((one) => one.rule === rule && one.diagnostic.range.isEqual(range));
    if (same) {
      same.proof = [...same.proof, ...proof.filter((one) => !same.proof.some((known) => isSame(known, one)))];
      continue;
    }
    const diagnostic = new Diagnostic(range, plainText(message), DiagnosticSeverity.Warning);
    diagnostic.source = by === 'run' ? 'itlab run' : 'itlab check';
    diagnostic.code = { value: rule, target: Uri.parse(`itlab-rule:/${causes[rule].page}.md`) };
    const later = tests.filter((test) => test.file === file && test.line > line).map((test) => test.line - 1);
    const others = finding.on.flatMap((title) => {
      const place = tests.find(({ titles }) => titles.includes(title));
      const words = oneLine(l10n.t("It depends on '{0}'", title));
      return place ? [new DiagnosticRelatedInformation(startOf(place), words)] : [];
    });
    shown.push({ rule, diagnostic, proof, proofOnly, others, before: Math.min(...later, Infinity) });
  }
  return shown;
}

function isSame(one: DiagnosticRelatedInformation, other: DiagnosticRelatedInformation): boolean {
  return one.message === other.message && one.location.range.isEqual(other.location.range);
}

/** Who showed it: the test, where it is known; else the place itself says that it was a run. */
function proofOf(
  { rule, message, test, file }: FoundAt,
  by: Found['by'],
  tests: readonly TestPlace[],
  range: Range,
): DiagnosticRelatedInformation[] {
  const name = testNameIn(test);
  const place = tests.find(({ titles }) => titles.includes(name));
  const text =
    rule === 'order-dependence'
      ? message
      : name === ''
        ? l10n.t('while the file was loaded')
        : l10n.t("in '{0}'", place?.titles[0] ?? name);
  const words =
    by === 'run' ? l10n.t('The last run shows it: {0}', text) : l10n.t('The check shows it: {0}', text);
  const at = place ? startOf(place) : new Location(Uri.file(file), range);
  return [new DiagnosticRelatedInformation(at, oneLine(words))];
}

function startOf({ file, line, column }: TestPlace): Location {
  return new Location(Uri.file(file), new Position(line - 1, Math.max(0, column - 1)));
}

/** The call at the place; where none begins there, as in an assignment, the line without its indentation. */
function rangeOf({ line, column }: FoundAt, lines: readonly string[]): Range {
  const text = lines[line - 1] ?? '';
  const call = column > 0 ? /^(?:(?:new|await)\s+)*[\w$]+(?:\.[\w$]+)*/.exec(text.slice(column - 1)) : null;
  if (call) return new Range(line - 1, column - 1, line - 1, column - 1 + call[0].length);
  const start = text.length - text.trimStart().length;
  return new Range(line - 1, start, line - 1, Math.max(start + 1, text.trimEnd().length));
}

/** The text that ran: what is open may have been edited since, and is forgotten then. */
function linesOf(file: string): readonly string[] {
  try {
    return readRegularText(file).split(/\r?\n/);
  } catch {
    // It has gone meanwhile; then its places are shown as they were told.
    return [];
  }
}
