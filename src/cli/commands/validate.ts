import { resolve } from 'node:path';
import { allExercises, findExercise, loadCatalog } from '../../course/catalog.ts';
import { mapInPool } from '../../course/running/pool.ts';
import { validateExercises, type ValidationReport } from '../../course/validation/validate.ts';
import { validateExamples } from '../../course/validation/validateExamples.ts';
import { validateCourse } from '../../course/validation/validateCourse.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { chooseRunners } from '../chooseRuntime.ts';
import { printPromises } from './promises.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

export interface ValidateArguments {
  readonly json: boolean;
  readonly quick: boolean;
  /** With `json`: how long each exercise took. Without it, two documents about the same course are the same. */
  readonly times: boolean;
  /** Prints what stands for each promise and freedom, and proves nothing. */
  readonly promises: boolean;
  readonly lessons?: string;
}

/**
 * Proves exercises sound; all of them, the examples of the lessons' pages, and the course as a whole, when none is
 * named. The name of a lesson stands for its examples and its exercises.
 */
export async function validate(
  environment: Environment,
  wanted: readonly string[],
  options: ValidateArguments,
): Promise<number> {
  const { installation, compilerFrom, cwd, out, signal } = environment;
  const lessons = options.lessons === undefined ? installation.lessons : resolve(cwd, options.lessons);
  const catalog = loadCatalog(lessons);
  const named = catalog.lessons.filter(({ id }) => wanted.includes(id));
  const lessonsToProve = wanted.length === 0 ? catalog.lessons : named;
  const exercises =
    wanted.length === 0
      ? allExercises(catalog)
      : wanted.flatMap(
          (name) => named.find(({ id }) => id === name)?.exerciseList ?? [findExercise(catalog, name)],
        );
  const setting = { installation, signal, runners: await chooseRunners(environment) };
  if (options.promises) return printPromises(environment, exercises, setting, options.json);
  const whole = wanted.length === 0 ? [validateCourse(catalog, lessons)] : [];
  const withExamples = lessonsToProve.filter(({ examples = [] }) => examples.length > 0);
  whole.push(...(await mapInPool(withExamples, (lesson) => validateExamples(lesson, setting, compilerFrom))));
  if (!options.json) for (const report of whole) out(describe(report));
  let done = 0;
  const proved = await validateExercises(exercises, setting, compilerFrom, options, (report) => {
    done += 1;
    if (!options.json) out(`${done}/${exercises.length} ${describe(report)}`);
  });
  const reports = [...whole, ...proved];
  if (options.json) {
    printJson(environment, options.times ? reports : reports.map(({ ms: _ms, ...report }) => report));
  }
  if (proved.length === 0) return exitStatus.unusable;
  return reports.every(({ ok }) => ok) ? exitStatus.good : exitStatus.notGood;
}

/** The proofs of an exercise or of the course, a line each, with what its author needs to know. */
function describe({ subject, proofs }: ValidationReport): string {
  const lines = proofs.flatMap(({ number, title, ok, messages }) => [
    `  ${ok ? '✓' : '✗'} ${number} ${title}`,
    ...messages.map((message) => `      ${markedLines(message)}`),
  ]);
  return `${[oneLine(subject), ...lines].join('\n')}\n`;
}
