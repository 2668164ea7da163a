import { matrixLines } from '../course/grading/matrixText.ts';
import { hasGivenSuite, type Exercise } from '../course/exercise.ts';
import { findingLines, hygieneText, isolationText } from '../course/grading/findingText.ts';
import { dependencesOf } from '../protocol/dependences.ts';
import type { GradeResult } from '../protocol/gradeResult.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { markedLines, oneLine } from '../protocol/shownText.ts';

/** A grade as text for a terminal. Faults that survive are counted, never named. */
export function gradeText(result: GradeResult, exercise: Exercise): string {
  const { manifest } = exercise;
  const titles = Object.fromEntries(manifest.faults.map(({ id, title }) => [id, title]));
  const verdict = result.modelAnswer ? 'complete, with the files of a model answer' : 'complete';
  const lines: string[] = [`${result.exercise}: ${result.complete ? verdict : 'not complete'}`, ''];
  const passed = result.tests.filter(({ state }) => state === 'passed').length;
  // Later stages are judged for the tests that pass, so without any there is nothing to say.
  const judged = (words: string): string => (passed === 0 ? 'not judged' : words);
  const accepted = result.variants.filter((variant) => variant.passed).length;
  lines.push(`  Tests pass         ${passed} / ${result.tests.length}`);
  lines.push(`  Variants accepted  ${judged(`${accepted} / ${result.variants.length}`)}`);
  lines.push(`  Hygiene            ${judged(hygieneText(leaksOf(result).length))}`);
  const dependences = dependencesOf(result).length;
  lines.push(`  Isolation          ${judged(isolationText(result.isolation.clean, dependences))}`);
  lines.push(
    `  Faults caught      ${result.faults.filter(({ caught }) => caught).length} / ${result.faults.length}`,
  );

  for (const { message } of result.problems) lines.push('', `! ${markedLines(message)}`);
  lines.push(...findingLines(result));
  const advice = hasGivenSuite(exercise)
    ? 'What you wrote has to work with it as well.'
    : 'Assert what was asked for, no more.';
  for (const { id, refusedBy, passed } of result.variants) {
    if (passed) continue;
    const title = manifest.variants.find((variant) => variant.id === id)?.title ?? id;
    const refusing = refusedBy.map(oneLine).join(', ');
    lines.push('', `! A correct variant (${title}) is refused by: ${refusing}. ${advice}`);
  }
  const survivors = result.faults.filter(({ caught }) => !caught).length;
  if (survivors > 0 && passed > 0)
    lines.push('', `! ${survivors} ${survivors === 1 ? 'fault' : 'faults'} survived.`);
  if (result.faults.some(({ caught }) => caught)) lines.push('', ...matrixLines(result, titles));
  return `${lines.join('\n')}\n`;
}
