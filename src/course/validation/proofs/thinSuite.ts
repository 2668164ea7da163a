import type { Proof } from '../proof.ts';
import { thinSuite } from '../thinSuite.ts';

/**
 * A fault of two promises is caught by a test of either, so it says of neither that somebody has asked for it. Each
 * promise therefore needs one of its own.
 */
export const thinSuiteProof: Proof = {
  number: 20,
  id: 'thin-suite',
  title: 'The thinnest suite that catches every fault asks for every promise',
  quick: true,
  concerns: ({ manifest }) => manifest.promises !== undefined,
  async check(ground) {
    const { promises = [] } = ground.exercise.manifest;
    const table = await ground.solutionTable();
    const thin = new Set(
      thinSuite(
        new Map([...table.faults].map(([id, { catches }]) => [id, catches.map(({ title }) => title)])),
      ),
    );
    return promises.flatMap(({ id, quote, faults }) => {
      const own = faults.filter(
        (fault) => !promises.some((other) => other.id !== id && other.faults.includes(fault)),
      );
      if (own.length === 0) {
        return [
          `Every fault of the promise '${id}' ('${quote}') breaks another promise as well, so a suite that asks for that one is enough. Add a fault that breaks this one alone, or let one promise say both.`,
        ];
      }
      const asked = own.some((fault) =>
        table.faults.get(fault)?.catches.some(({ title, byAssertion }) => byAssertion && thin.has(title)),
      );
      if (asked) return [];
      return [
        `A suite of ${thin.size} tests (${[...thin].map((title) => `'${title}'`).join(', ')}) catches every fault, and asserts nothing of the promise '${id}' ('${quote}'). Add a fault that only an assertion of it catches.`,
      ];
    });
  },
};
