import { brokenBy, isolationProbes } from '../../grading/isolation.ts';
import { SystemSession, type Assembly, type RunSetting } from '../../grading/systemRun.ts';
import type { RunRecord } from '../../running/runRecord.ts';
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
      const { record, independent } = await lookAt(ground.withSuite('dirty', rule), ground.setting);
      for (const test of record.tests.filter(({ state }) => state === 'failed')) {
        messages.push(`dirty/${rule}: '${test.path.join(' › ')}' fails; a dirty suite passes, and is dirty.`);
      }
      const tripped =
        rule === 'order-dependence' ? !independent : record.findings.some((finding) => finding.rule === rule);
      if (!tripped) messages.push(`dirty/${rule} does not trip the rule '${rule}'.`);
    }
    return messages;
  },
};

async function lookAt(
  assembly: Assembly,
  setting: RunSetting,
): Promise<{ readonly record: RunRecord; readonly independent: boolean }> {
  const session = new SystemSession(assembly, setting);
  try {
    const record = await session.run();
    let independent = true;
    for (const probe of isolationProbes(record)) {
      independent &&= brokenBy(probe, await session.run(probe.round)).length === 0;
    }
    return { record, independent };
  } finally {
    await session.close();
  }
}
