import { isCalled } from '../../grading/grade.ts';
import type { Proof } from '../proof.ts';

export const caughtByProof: Proof = {
  number: 4,
  id: 'caught-by',
  title: 'Every fault is caught by the tests it names, by assertion',
  quick: true,
  async check(ground) {
    const table = await ground.solutionTable();
    return ground.exercise.manifest.faults.flatMap(({ id, caughtBy }) =>
      caughtBy.flatMap((name) => {
        const caught = table.faults.get(id)?.catches.find(({ path }) => isCalled(path, name));
        if (caught?.byAssertion) return [];
        if (caught)
          return [
            `The fault '${id}' makes '${name}' crash or time out. Let the test assert what it expects before it uses it.`,
          ];
        const others = table.faults.get(id)?.catches.map(({ title }) => `'${title}'`) ?? [];
        const catching = others.length === 0 ? 'no test catches it' : `it is caught by ${others.join(', ')}`;
        const exists = table.correct.tests.some(({ path }) => isCalled(path, name));
        return [
          exists
            ? `The fault '${id}' is not caught by '${name}', which it names; ${catching}. Mend the test, the patch or 'caughtBy'.`
            : `The fault '${id}' names the test '${name}', which does not exist; ${catching}. Mend 'caughtBy'.`,
        ];
      }),
    );
  },
};
