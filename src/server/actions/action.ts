import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Edit } from '../edits/textChange.ts';
import { findingsOf } from '../rules/rule.ts';
import type { Finding, Rule } from '../rules/rule.ts';

/** One thing the light bulb can offer. */
export interface Offer {
  readonly title: string;
  /** Tells the offers of one action in one version of a file apart. */
  readonly key: string;
  readonly preferred: boolean;
  /** What it repairs; undefined for refactorings. */
  readonly finding: Finding | undefined;
  /** Cheap enough to be asked for while the list is made: it also says whether the action can apply. */
  readonly edit: () => Edit;
}

export interface Action {
  readonly id: string;
  /** One line, for lists. */
  readonly title: string;
  /** A kind of the language server protocol, such as `quickfix` or `refactor.rewrite.database-fixture`. */
  readonly kind: string;
  /** For quick fixes: the rule whose findings they repair. */
  readonly rule: Rule | undefined;
  /** What can be offered for a selection, or for the cursor when it is empty. */
  offers(file: TestFile, selection: Span): readonly Offer[];
}

/** A quick fix of one rule: it is handed what the rule found, with its type. */
export function quickFix<Subject>(definition: {
  readonly id: string;
  readonly title: string;
  readonly rule: Rule<Subject>;
  offers(file: TestFile, finding: Finding<Subject>): readonly Offer[];
}): Action {
  const { id, title, rule } = definition;
  return {
    id,
    title,
    kind: 'quickfix',
    rule,
    offers: (file, selection) =>
      findingsOf(rule, file)
        .filter((finding) => touches(finding, selection))
        .flatMap((finding) => definition.offers(file, finding)),
  };
}

export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
