import { commentLine, contractOf, declarationLine, placeNamed, starterPaths } from '../../contract.ts';
import { answersOf, solutionFiles, starterFiles } from '../../exercise.ts';
import { pathsIn } from '../../mentions.ts';
import type { Proof } from '../proof.ts';

export const namedFilesProof: Proof = {
  number: 16,
  id: 'named-files',
  title: 'What the contract and the task name is there',
  quick: true,
  async check({ exercise }) {
    const { contract = [], task } = exercise.manifest;
    const starter = starterFiles(exercise);
    const messages: string[] = [];
    if (contract.length === 0) {
      messages.push(
        "It does not say where its contract is. Add 'contract' after 'editable', such as [\"src/orders.ts#OrderRepository\"].",
      );
    }
    for (const { file, symbol } of contractOf(exercise)) {
      const text = starter.get(file);
      if (text === undefined) {
        messages.push(`'contract' names ${file}, which the starter does not have.`);
      } else if (symbol !== null && declarationLine(text.split(/\r?\n/), symbol) === null) {
        messages.push(
          `'contract' names ${file}#${symbol}, but the starter's ${file} declares no '${symbol}'.`,
        );
      } else if (commentLine(text, symbol) === null) {
        messages.push(
          `'contract' names ${file}, but there is no comment /** … */ that says what is promised.`,
        );
      }
    }
    // A file that the learner is to add is in some model answer.
    const answers = new Set(answersOf(exercise).flatMap(({ id }) => [...solutionFiles(exercise, id).keys()]));
    const files = starterPaths(exercise);
    for (const path of new Set(pathsIn(task))) {
      if (placeNamed(path, files, contract) === null && !answers.has(path)) {
        messages.push(`The task names ${path}, which neither the starter nor a model answer has.`);
      }
    }
    return messages;
  },
};
