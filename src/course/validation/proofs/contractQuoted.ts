import { contractTexts, isQuoted, leftOver } from '../contractText.ts';
import type { Proof } from '../proof.ts';

export const contractQuotedProof: Proof = {
  number: 17,
  id: 'contract-quoted',
  title: 'Every sentence of the contract is a promise, a freedom or an explanation',
  quick: true,
  concerns: ({ manifest }) => manifest.promises !== undefined,
  async check({ exercise }) {
    const { promises = [], freedoms = [], explanations = [] } = exercise.manifest;
    const texts = contractTexts(exercise);
    const quotes = [
      ...[...promises, ...freedoms].flatMap(({ quote, restated = [] }) => [quote, ...restated]),
      ...explanations,
    ];
    const invented = quotes
      .filter((quote) => !isQuoted(texts, quote))
      .map(
        (quote) =>
          `Neither the task nor a comment of the files that 'contract' names says '${quote}'. Quote it literally.`,
      );
    const left = texts.flatMap(({ where, text }) =>
      leftOver(text, quotes).map(
        (words) =>
          `${where} says '${words}', which no promise, freedom or explanation quotes. Add it to one of them, or take it out of the contract.`,
      ),
    );
    return [...invented, ...left];
  },
};
