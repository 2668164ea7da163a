import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import type { Action } from '../../../src/server/actions/action.ts';
import { allActions } from '../../../src/server/actions/index.ts';
import type { GoldenCase, Style } from './goldenCase.ts';

/** Every `cases.ts` beside this file; ITLAB_GOLDEN names folders, separated by commas, to try only those. */
const wanted = process.env['ITLAB_GOLDEN']?.split(',');
const folders = globSync('*/cases.ts', { cwd: import.meta.dirname })
  .map((path) => path.split(/[\\/]/)[0] ?? '')
  .filter((folder) => wanted?.includes(folder) ?? true)
  .sort();
/** Every golden case, by folder. */
export const allCases: GoldenCase[] = [];
for (const folder of folders) {
  const module: unknown = await import(`./${folder}/cases.ts`);
  // Each such file exports them by this name; the compiler checks them there.
  allCases.push(...(module as { readonly cases: readonly GoldenCase[] }).cases);
}

export function stylesOf(golden: GoldenCase, styles: readonly Style[]): readonly Style[] {
  return styles.filter(({ language }) => golden.onlyLanguages?.includes(language) ?? true);
}

export function actionOf(golden: GoldenCase): Action {
  const action = allActions.find(({ id }) => id === golden.action);
  assert.ok(action, `There is no action '${golden.action}'.`);
  return action;
}
