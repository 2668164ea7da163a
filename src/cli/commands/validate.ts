import { allExercises, findExercise, loadCatalog } from '../../course/catalog.ts';
import { validateExercise, type ValidationReport } from '../../course/validation/validate.ts';
import { chooseRuntime, compilerFrom, installation } from '../installation.ts';
import { exitStatus, print, printJson } from '../report.ts';

/** Proves exercises sound; all of them when none is named. */
export async function validate(wanted: readonly string[], options: { readonly json: boolean }): Promise<number> {
  const catalog = loadCatalog(installation.lessons);
  const exercises =
    wanted.length === 0 ? allExercises(catalog) : wanted.map((name) => findExercise(catalog, name));
  const setting = { installation, runtime: await chooseRuntime() };
  const reports: ValidationReport[] = [];
  for (const exercise of exercises) {
    if (!options.json) print(exercise.id);
    const report = await validateExercise(exercise, setting, compilerFrom, ({ number, title, ok, messages }) => {
      if (options.json) return;
      print(`  ${ok ? '✓' : '✗'} ${number} ${title}`);
      for (const message of messages) print(`      ${message}`);
    });
    reports.push(report);
  }
  if (options.json) printJson(reports);
  if (reports.length === 0) return exitStatus.unusable;
  return reports.every(({ ok }) => ok) ? exitStatus.good : exitStatus.notGood;
}
