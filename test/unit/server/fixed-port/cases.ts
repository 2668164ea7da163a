import { cases as refactorings } from '../ephemeral-port/cases.ts';
import type { GoldenCase } from '../goldenCase.ts';

/** The refactoring makes the same edit, so both are tried with the same texts. */
export const cases: readonly GoldenCase[] = refactorings.map((golden) => ({
  ...golden,
  action: 'use-free-port',
  before: golden.before.replace('▮', ''),
}));
