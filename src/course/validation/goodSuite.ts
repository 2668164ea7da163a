import type { RunRecord } from '../running/runRecord.ts';

/**
 * What is wrong with a suite that has to be good on the correct system, for the lesson's author.
 * @param name how the suite is called, for example `weak/happy`.
 * @param correct its run there.
 */
export function complaintsAbout(name: string, { problems, tests }: RunRecord): string[] {
  const bad = tests.filter(({ state }) => state !== 'passed');
  return [
    ...problems.map(({ message }) => `${name}: ${message}`),
    ...bad.map(({ path }) => `${name}: '${path.join(' › ')}' does not pass on the correct system.`),
    ...(tests.length === 0 ? [`${name} holds no test.`] : []),
  ];
}
