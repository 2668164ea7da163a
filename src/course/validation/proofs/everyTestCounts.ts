import { hasGivenSuite } from '../../exercise.ts';
import { isCalled } from '../../grading/grade.ts';
import type { Proof } from '../proof.ts';
import { suppliedTitles } from '../suppliedTests.ts';

export const everyTestCountsProof: Proof = {
  number: 5,
  id: 'every-test-counts',
  title: 'Every test of the solution catches a fault or guards a variant',
  quick: true,
  async check(ground) {
    const { exercise } = ground;
    if (hasGivenSuite(exercise)) return [];
    const table = await ground.solutionTable();
    const catching = new Set(
      [...table.faults.values()].flatMap(({ catches }) => catches.map(({ title }) => title)),
    );
    const { result } = await ground.solutionGrade();
    const guards = exercise.manifest.variantGuards ?? [];
    const supplied = suppliedTitles(exercise);
    const useless = result.tests
      .filter(({ title }) => !catching.has(title) && !supplied.has(title.split(' › ').at(-1) ?? title))
      .filter(({ title }) => !guards.some((guard) => isCalled(title.split(' › '), guard)))
      .map(({ title }) => `'${title}' catches no fault. Remove it, or declare it in variantGuards.`);
    const unknown = guards
      .filter((guard) => !table.correct.tests.some(({ path }) => isCalled(path, guard)))
      .map((guard) => `variantGuards names the test '${guard}', which does not exist. Take it out.`);
    return [...useless, ...unknown];
  },
};
