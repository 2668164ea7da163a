import type { LintFinding } from '../protocol/serverRequests.ts';
import { allActions } from './actions/index.ts';
import { lineStarts } from './analysis/lineStarts.ts';
import { readTestFile } from './analysis/testFile.ts';
import type { ProjectFacts } from './analysis/testFile.ts';
import { typescriptParser } from './analysis/typescriptParser.ts';
import { applyFixes, preferredFix, reportsOf } from './checks.ts';
import type { FixResult, RuleSettings } from './checks.ts';
import { notReadMessage, notReadRule, tooMuchMessage, whyTooLong, withinBounds } from './notRead.ts';
import { allRules } from './rules/index.ts';
import type { FixLevel } from './rules/rule.ts';

/** The language server's diagnostics for a command line. Importing this loads the parser. */

export interface LintOptions {
  /** Severities and switched-off rules, as `decodeRuleSettings` of checks.ts reads them. */
  readonly rules?: RuleSettings;
  readonly project?: ProjectFacts;
}

export { listRulesAndActions } from './catalog.ts';

/** What the editor would report for the file. `path` is only copied into the findings and chooses the language. */
export function lintText(path: string, text: string, options: LintOptions = {}): LintFinding[] {
  const why = whyTooLong(text);
  if (why !== null) return [notReadFinding(path, tooMuchMessage(why))];
  return withinBounds(
    text,
    () => findingsIn(path, text, options),
    (reason) => [notReadFinding(path, tooMuchMessage(reason))],
  );
}

/** What stands in the place of the findings in a file that could not be read. @param why ends a sentence. */
export function unreadFinding(path: string, why: string): LintFinding {
  return notReadFinding(path, notReadMessage(why));
}

function notReadFinding(path: string, message: string): LintFinding {
  return {
    file: path,
    line: 1,
    column: 1,
    rule: notReadRule,
    severity: 'information',
    message,
    fixable: false,
  };
}

function findingsIn(path: string, text: string, options: LintOptions): LintFinding[] {
  const file = readTestFile(typescriptParser, path, text, options.project ?? {});
  const placeOf = lineStarts(text);
  return reportsOf(file, allRules, options.rules ?? new Map()).map((report) => {
    const { line, character } = placeOf(report.finding.start);
    return {
      file: path,
      line: line + 1,
      column: character + 1,
      rule: report.rule.id,
      severity: report.severity,
      message: report.finding.message,
      fixable: preferredFix(file, report, allActions) !== undefined,
    };
  });
}

/** Applies every fix that is safe unseen, one after the other: what `source.fixAll.itlab` does on save. */
export function fixText(path: string, text: string, options: LintOptions = {}): FixResult {
  return fix(path, text, options, ['automatic']);
}

/** Applies every preferred fix, also those that a person should look at. */
export function applyPreferredFixes(path: string, text: string, options: LintOptions = {}): FixResult {
  return fix(path, text, options, ['automatic', 'preferred', 'offered']);
}

function fix(path: string, text: string, options: LintOptions, levels: readonly FixLevel[]): FixResult {
  return applyFixes({
    parser: typescriptParser,
    path,
    text,
    project: options.project ?? {},
    rules: allRules,
    actions: allActions,
    settings: options.rules ?? new Map(),
    levels,
  });
}
