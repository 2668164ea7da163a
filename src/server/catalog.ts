import { allActions } from './actions/index.ts';
import { allRules } from './rules/index.ts';

/** A row of `itlab rules --json`. */
export interface CatalogEntry {
  readonly id: string;
  readonly kind: 'diagnostic' | 'action';
  readonly title: string;
  /**
   * For a diagnostic how far its fix goes (`automatic`, `preferred`, `offered`, `none`); for an action the id of
   * the diagnostic it repairs, or null for a refactoring.
   */
  readonly fix: string | null;
  /** The page about it, relative to the extension's folder. */
  readonly docs: string;
}

/** Every diagnostic, then every action. Needs no parser. */
export function listRulesAndActions(): readonly CatalogEntry[] {
  return [
    ...allRules.map((rule): CatalogEntry => ({
      id: rule.id,
      kind: 'diagnostic',
      title: rule.title,
      fix: rule.fix,
      docs: `media/rules/${rule.id}.md`,
    })),
    ...allActions.map((action): CatalogEntry => ({
      id: action.id,
      kind: 'action',
      title: action.title,
      fix: action.rule?.id ?? null,
      docs: `media/rules/${action.rule?.id ?? action.id}.md`,
    })),
  ];
}
