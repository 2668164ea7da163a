import { hygieneOf } from '../../grading/gradedFindings.ts';
import { brokenBy, isolationProbes } from '../../grading/isolation.ts';
import type { RunRecord } from '../../running/runRecord.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

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
    if (suites.length === 0) {
      messages.push('There is no suite in dirty/. Add dirty/RULE.test.ts for a rule that holds here.');
    }
    for (const rule of suites) {
      const record = await ground.runDirty(rule);
      messages.push(...record.problems.map(({ message }) => `dirty/${rule}: ${message}`));
      for (const test of record.tests.filter(({ state }) => state === 'failed')) {
        messages.push(`dirty/${rule}: '${test.path.join(' › ')}' fails; a dirty suite passes, and is dirty.`);
      }
      const tripped =
        rule === 'order-dependence'
          ? await dependsOnOrder(ground, rule, record)
          : hygieneOf(ground.exercise, ground.solutionAssembly(), record.findings).some(
              (finding) => finding.rule === rule,
            );
      if (tripped) continue;
      const found = [...new Set(record.findings.map((finding) => `'${finding.rule}'`))].join(', ');
      messages.push(
        `dirty/${rule} does not trip the rule '${rule}', or this exercise does not watch it (see 'hygiene' in exercise.json). Found: ${found || 'nothing'}.`,
      );
    }
    return messages;
  },
};

async function dependsOnOrder(ground: ProvingGround, suite: string, record: RunRecord): Promise<boolean> {
  for (const probe of isolationProbes(record)) {
    if (brokenBy(probe, await ground.runDirty(suite, probe.round)).length > 0) return true;
  }
  return false;
}
