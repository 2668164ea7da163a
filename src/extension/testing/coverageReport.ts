import {
  BranchCoverage,
  commands,
  DeclarationCoverage,
  FileCoverage,
  Position,
  Range,
  StatementCoverage,
  Uri,
  type FileCoverageDetail,
  type TestRun,
} from 'vscode';
import { isInside } from '../../course/platform/paths.ts';
import type { CoveredScript } from '../../protocol/runEvents.ts';
import { coverageDetails, type CodeSpan } from './coverageDetails.ts';

/** Shows what a run executed, and keeps the details for when a file is opened. */
export class CoverageReport {
  private readonly details = new WeakMap<FileCoverage, FileCoverageDetail[]>();
  /** Absolute path of a file that the run whose coverage VS Code shows has executed. */
  private shown: string | null = null;

  /** Takes the coverage of files below a folder (absolute) out of sight: the files are others now. */
  close(folder: string): void {
    if (this.shown === null || !isInside(this.shown, [folder])) return;
    this.shown = null;
    void commands.executeCommand('testing.coverage.close');
  }

  add(run: TestRun, scripts: readonly CoveredScript[]): void {
    for (const script of scripts) {
      const details = detailsOf(script);
      // A file of types alone executes nothing.
      if (details.length === 0) continue;
      const coverage = FileCoverage.fromDetails(Uri.file(script.file), details);
      this.details.set(coverage, details);
      run.addCoverage(coverage);
      this.shown = script.file;
    }
  }

  detailsOf(coverage: FileCoverage): FileCoverageDetail[] {
    return this.details.get(coverage) ?? [];
  }
}

function detailsOf(script: CoveredScript): FileCoverageDetail[] {
  const { statements, functions } = coverageDetails(script);
  return [
    ...statements.map(
      ({ count, branches, ...span }) =>
        new StatementCoverage(
          count,
          rangeOf(span),
          branches.map((branch) => new BranchCoverage(branch.count, rangeOf(branch))),
        ),
    ),
    ...functions.map(({ name, count, ...span }) => new DeclarationCoverage(name, count, rangeOf(span))),
  ];
}

function rangeOf({ start, end }: CodeSpan): Range {
  return new Range(new Position(start.line, start.column), new Position(end.line, end.column));
}
