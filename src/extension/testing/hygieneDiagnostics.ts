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
} from 'vscode';
import type { TestRecord } from '../../course/running/runRecord.ts';
import type { Finding } from '../../protocol/runEvents.ts';
import { oneLine, plainText } from '../../protocol/shownText.ts';
import { Disposables } from '../disposables.ts';

/** Shows what the last run left behind, at the lines that acquired it, until the file is edited. */
export class HygieneDiagnostics extends Disposables {
  private readonly collection = this.add(languages.createDiagnosticCollection('itlab-run'));

  /** The file is no longer what ran. */
  forget(uri: Uri): void {
    this.collection.delete(uri);
  }

  /**
   * Replaces what is shown below a folder (absolute) by the findings of its newest run.
   * @param tests of that run: where the tests are that a finding names.
   */
  show(folder: string, findings: readonly Finding[], tests: readonly TestRecord[] = []): void {
    const below = Uri.file(folder).toString();
    this.collection.forEach((uri) => {
      if (uri.toString().startsWith(`${below}/`)) this.collection.delete(uri);
    });
    const byFile = new Map<string, Diagnostic[]>();
    for (const { rule, message, at, test } of findings) {
      if (at === null) continue;
      const related = relatedTest(test, tests);
      const start = Math.max(0, at.column - 1);
      const diagnostic = new Diagnostic(
        new Range(at.line - 1, start, at.line - 1, start + 1),
        plainText(message),
        DiagnosticSeverity.Warning,
      );
      diagnostic.source = 'itlab run';
      diagnostic.code = rule;
      diagnostic.relatedInformation = related;
      const known = byFile.get(at.file) ?? [];
      // A fixture that leaks does so in every test; the line needs to be told once, with the tests it happened in.
      const same = known.find(({ range, code }) => range.isEqual(diagnostic.range) && code === rule);
      if (same) same.relatedInformation = [...(same.relatedInformation ?? []), ...related];
      else known.push(diagnostic);
      byFile.set(at.file, known);
    }
    for (const [file, diagnostics] of byFile) this.collection.set(Uri.file(file), diagnostics);
  }
}

/** The test that a finding names: itself, or the one that the hook was run for (`"before each" hook for "…"`). */
function relatedTest(title: string, tests: readonly TestRecord[]): DiagnosticRelatedInformation[] {
  const name = / hook(?: in "[^]*?")? for "([^]*)"$/.exec(title)?.[1] ?? title;
  const found = tests.find(({ path }) => path.at(-1) === name || path.join(' ') === name);
  if (!found?.at) return [];
  const { file, line, column } = found.at;
  const place = new Location(Uri.file(file), new Position(line - 1, Math.max(0, column - 1)));
  return [new DiagnosticRelatedInformation(place, oneLine(l10n.t("in '{0}'", found.path.at(-1) ?? '')))];
}
