import { allExercises, findExercise, loadCatalog } from '../../course/catalog.ts';
import { validateExercise, type ValidationReport } from '../../course/validation/validate.ts';
import { chooseRunners } from '../chooseRuntime.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

/** Proves exercises sound; all of them when none is named. */
export async function validate(
  environment: Environment,
  wanted: readonly string[],
  options: { readonly json: boolean },
): Promise<number> {
  const { installation, compilerFrom, out, signal } = environment;
  const catalog = loadCatalog(installation.lessons);
  const exercises =
    wanted.length === 0 ? allExercises(catalog) : wanted.map((name) => findExercise(catalog, name));
  const setting = { installation, signal, runners: await chooseRunners(environment) };
  const reports: ValidationReport[] = [];
  for (const exercise of exercises) {
    if (!options.json) out(`${exercise.id}\n`);
    const report = await validateExercise(
      exercise,
      setting,
      compilerFrom,
      ({ number, title, ok, messages }) => {
        if (options.json) return;
        out(`  ${ok ? '✓' : '✗'} ${number} ${title}\n`);
        for (const message of messages) out(`      ${message}\n`);
      },
    );
    reports.push(report);
  }
  if (options.json) printJson(environment, reports);
  if (reports.length === 0) return exitStatus.unusable;
  return reports.every(({ ok }) => ok) ? exitStatus.good : exitStatus.notGood;
}
