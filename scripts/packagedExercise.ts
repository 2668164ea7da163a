/** Read by the proofs of the validator alone, whose suites are not in the package either. */
const forAuthors = ['promises', 'freedoms', 'explanations'];

/**
 * An exercise's manifest as it ships: without what only the validator reads.
 * @param text of `exercise.json`.
 */
export function packagedExercise(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    forAuthors.includes(key) ? undefined : value,
  );
}
