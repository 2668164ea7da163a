import { checkIsolation } from '../../grading/isolation.ts';
import { runAssembly } from '../../grading/systemRun.ts';
import type { Proof } from '../proof.ts';

export const hygieneProof: Proof = {
  number: 12,
  id: 'hygiene',
  title: 'The solution leaves nothing behind, and each dirty suite trips its rule',
  quick: true,
  async check(ground) {
    const { result } = await ground.solutionGrade();
    const messages = result.hygiene.map(
      ({ rule, file, line, message }) => `solution: ${rule} at ${file}:${line}: ${message}`,
    );
    const suites = ground.suites('dirty');
    if (suites.length === 0) messages.push('There is no suite in dirty/.');
    for (const rule of suites) {
      const assembly = ground.withSuite('dirty', rule);
      const record = await runAssembly(assembly, ground.setting);
      for (const test of record.tests.filter(({ state }) => state === 'failed')) {
        messages.push(`dirty/${rule}: '${test.path.join(' › ')}' fails; a dirty suite passes, and is dirty.`);
      }
      const tripped =
        rule === 'order-dependence'
          ? !(await checkIsolation(assembly, ground.setting, record, () => undefined)).isolation.clean
          : record.findings.some((finding) => finding.rule === rule);
      if (!tripped) messages.push(`dirty/${rule} does not trip the rule '${rule}'.`);
    }
    return messages;
  },
};
