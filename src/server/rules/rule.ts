import { isCompiled } from '../analysis/compiledOutput.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';

/** `hint`: hardly to be seen, for what is right to do and harms seldom. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * How far a fix may go on its own. `automatic`: preferred, and safe to apply to a whole file unseen; `preferred`:
 * the usual answer, one click; `offered`: one of several answers; `none`: there is only an explanation.
 */
export type FixLevel = 'automatic' | 'preferred' | 'offered' | 'none';

/** One diagnostic. `Subject` is what it found, for the quick fixes that know the rule. */
export interface Rule<Subject = unknown> {
  readonly id: string;
  /** One line, for lists. */
  readonly title: string;
  readonly fix: FixLevel;
  readonly severity: Severity;
  /** The folder of the lesson that teaches it. */
  readonly lesson: string;
  /** True when it reports that something is missing: such a rule is silent while the text has syntax errors. */
  readonly aboutAbsence: boolean;
  /** ESLint's rules that report the same, by their usual names: where one is active, this one is off by default. */
  readonly peers?: readonly string[];
  find(file: TestFile): readonly Finding<Subject>[];
}

export interface Finding<Subject = unknown> extends Span {
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly subject: Subject;
}

export interface RelatedPlace extends Span {
  readonly message: string;
}

/** What a rule reports in a file, without what comments turn off; nothing in what a compiler wrote. */
export function findingsOf<Subject>(rule: Rule<Subject>, file: TestFile): readonly Finding<Subject>[] {
  return file.once(rule, () => {
    if ((file.broken && rule.aboutAbsence) || isCompiled(file)) return [];
    return rule.find(file).filter((finding) => !file.suppressions.isOff(rule.id, finding.start));
  });
}
