import type { Action, Offer } from './actions/action.ts';
import type { ProjectFacts, TestFile } from './analysis/testFile.ts';
import { readTestFile } from './analysis/testFile.ts';
import type { Parser } from './analysis/parser.ts';
import { applyChanges } from './edits/textChange.ts';
import type { TextChange } from './edits/textChange.ts';
import { whyTooLong, withinBounds } from './notRead.ts';
import { findingsOf } from './rules/rule.ts';
import type { Finding, FixLevel, Rule, Severity } from './rules/rule.ts';

/** What the editor and the command line share: everything but how results are shown. */

/** The setting `itlab.rules`: rule ids with a severity or `off`. Rules it does not name keep their own severity. */
export type RuleSettings = ReadonlyMap<string, Severity | 'off'>;

export interface Report {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

/** Reads the setting as it comes from outside. Values nobody knows are left out, so the rule keeps its default. */
export function decodeRuleSettings(value: unknown): RuleSettings {
  const settings = new Map<string, Severity | 'off'>();
  if (typeof value !== 'object' || value === null) return settings;
  for (const [rule, severity] of Object.entries(value)) {
    if (isSetting(severity)) {
      settings.set(rule, severity);
    }
  }
  return settings;
}

function isSetting(value: unknown): value is Severity | 'off' {
  return ['off', 'hint', 'information', 'warning', 'error'].some((known) => known === value);
}

/** In source order. A rule whose peer in ESLint is active is off, unless the settings name it. */
export function reportsOf(file: TestFile, rules: readonly Rule[], settings: RuleSettings): readonly Report[] {
  const reports: Report[] = [];
  const { eslintRules } = file.project;
  for (const rule of rules) {
    const isElsewhere =
      eslintRules !== undefined && rule.peers?.some((peer) => eslintRules.has(peer)) === true;
    const severity = settings.get(rule.id) ?? (isElsewhere ? 'off' : rule.severity);
    if (severity === 'off') continue;
    for (const finding of findingsOf(rule, file)) reports.push({ rule, finding, severity });
  }
  return reports.toSorted((a, b) => a.finding.start - b.finding.start);
}

/** The preferred fix of a report, when it can be applied. */
export function preferredFix(
  file: TestFile,
  report: Report,
  actions: readonly Action[],
): readonly TextChange[] | undefined {
  for (const action of actions) {
    if (action.rule !== report.rule) continue;
    for (const offer of action.offers(file, report.finding)) {
      if (!offer.preferred || offer.finding !== report.finding) continue;
      const edit = offer.edit();
      if (edit.possible) return edit.changes;
    }
  }
  return undefined;
}

export function offerByKey(
  action: Action,
  file: TestFile,
  selection: TextRange,
  key: string,
): Offer | undefined {
  return action.offers(file, selection).find((offer) => offer.key === key);
}

interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface FixRequest {
  readonly parser: Parser;
  readonly path: string;
  readonly text: string;
  readonly project: ProjectFacts;
  readonly rules: readonly Rule[];
  readonly actions: readonly Action[];
  readonly settings: RuleSettings;
  /** Which rules may be fixed unseen. */
  readonly levels: readonly FixLevel[];
  /** After so many milliseconds no further fix is begun. */
  readonly longestMs?: number;
}

export interface FixResult {
  readonly text: string;
  /** The rule of every fix that was applied, in order. */
  readonly applied: readonly string[];
}

/** More rounds than a file has reports would mean that fixes undo each other. */
const mostRounds = 500;

/**
 * Applies preferred fixes one after the other, judging the text anew after each, so that two fixes in one hook
 * meet as they would when clicked. A file with syntax errors is left alone, and one that is not looked at, too.
 */
export function applyFixes(request: FixRequest): FixResult {
  const { longestMs = Infinity } = request;
  const applied: string[] = [];
  const since = performance.now();
  let { text } = request;
  for (let round = 0; round < mostRounds && performance.now() - since < longestMs; round += 1) {
    if (whyTooLong(text) !== null) break;
    const next = withinBounds(
      text,
      () => nextFix(request, text),
      () => undefined,
    );
    if (next === undefined) break;
    text = next.text;
    applied.push(next.rule);
  }
  return { text, applied };
}

/** The text after the first fix that changes anything, and the rule it is for. */
function nextFix(
  { parser, path, project, rules, actions, settings, levels }: FixRequest,
  text: string,
): { readonly text: string; readonly rule: string } | undefined {
  const file = readTestFile(parser, path, text, project);
  if (file.broken) return undefined;
  const reports = reportsOf(file, rules, settings).filter((report) => levels.includes(report.rule.fix));
  for (const report of reports) {
    const changes = preferredFix(file, report, actions);
    const changed = changes === undefined ? text : applyChanges(text, changes);
    if (changed !== text) return { text: changed, rule: report.rule.id };
  }
  return undefined;
}
