import { Diagnostic, DiagnosticSeverity, languages, Range, Uri, workspace } from 'vscode';
import type { Finding } from '../../protocol/runEvents.ts';
import { Disposables } from '../disposables.ts';

/** Shows what the last run left behind, at the lines that acquired it, until the file is edited. */
export class HygieneDiagnostics extends Disposables {
  private readonly collection = this.add(languages.createDiagnosticCollection('itlab-run'));

  constructor() {
    super();
    this.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.collection.delete(document.uri);
      }),
    );
  }

  /** Replaces what is shown below a folder (absolute) by the findings of its newest run. */
  show(folder: string, findings: readonly Finding[]): void {
    const below = Uri.file(folder).toString();
    this.collection.forEach((uri) => {
      if (uri.toString().startsWith(`${below}/`)) this.collection.delete(uri);
    });
    const byFile = new Map<string, Diagnostic[]>();
    for (const { rule, message, at } of findings) {
      if (at === null) continue;
      const start = Math.max(0, at.column - 1);
      const diagnostic = new Diagnostic(
        new Range(at.line - 1, start, at.line - 1, start + 1),
        message,
        DiagnosticSeverity.Warning,
      );
      diagnostic.source = 'itlab run';
      diagnostic.code = rule;
      const known = byFile.get(at.file) ?? [];
      // A fixture that leaks does so in every test; the line needs to be told once.
      if (!known.some(({ range, code }) => range.isEqual(diagnostic.range) && code === rule))
        known.push(diagnostic);
      byFile.set(at.file, known);
    }
    for (const [file, diagnostics] of byFile) this.collection.set(Uri.file(file), diagnostics);
  }
}
