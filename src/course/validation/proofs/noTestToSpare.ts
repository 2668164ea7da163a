import { hasGivenSuite } from '../../exercise.ts';
import { isCalled } from '../../grading/grade.ts';
import type { Proof } from '../proof.ts';
import { suppliedTitles } from '../suppliedTests.ts';

/** Sharper than `every-test-counts`: where promises are declared, two tests do not share all that they catch. */
export const noTestToSpareProof: Proof = {
  number: 19,
  id: 'no-test-to-spare',
  title: 'No test of the solution can be left out: without it a fault survives',
  quick: true,
  // Where the suite is given, the model answer holds no test.
  concerns: (exercise) => exercise.manifest.promises !== undefined && !hasGivenSuite(exercise),
  async check(ground) {
    const { exercise } = ground;
    const table = await ground.solutionTable();
    const onlyCatchers = new Set(
      [...table.faults.values()].flatMap(({ catches }) =>
        catches.length === 1 ? catches.map(({ title }) => title) : [],
      ),
    );
    const { result } = await ground.solutionGrade();
    const supplied = suppliedTitles(exercise);
    const guards = exercise.manifest.variantGuards ?? [];
    return result.tests
      .map(({ title }) => ({ title, path: title.split(' › ') }))
      .filter(({ title, path }) => !onlyCatchers.has(title) && !supplied.has(path.at(-1) ?? title))
      .filter(({ path }) => !guards.some((guard) => isCalled(path, guard)))
      .map(
        ({ title }) =>
          `Without '${title}' every fault is caught all the same, so nobody needs to write it. Add a fault that only it catches, or take it out.`,
      );
  },
};
