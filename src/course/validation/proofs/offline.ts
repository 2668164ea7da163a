import { isBuiltin } from 'node:module';
import { packageOf, toolchainPackages } from '../../installation.ts';
import type { Proof } from '../proof.ts';

/** The package of an import that is no path: `import x from 'nock'`, `import('nock')`, `require('nock')`. */
const imported = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'".][^'"]*)\1/g;

export const offlineProof: Proof = {
  number: 13,
  id: 'offline',
  title: 'Nothing is reached but this machine, and nothing needs to be installed',
  quick: false,
  async check(ground) {
    const messages: string[] = [];
    const packages: readonly string[] = toolchainPackages;
    for (const [path, text] of ground.allFiles()) {
      for (const [, , specifier = ''] of text.matchAll(imported)) {
        if (isBuiltin(specifier) || packages.includes(packageOf(specifier))) continue;
        messages.push(
          `${path} imports '${specifier}', which is not among the packages of the course: ${packages.join(', ')}.`,
        );
      }
    }
    // Every run of an exercise refuses other machines; what tried to reach one was found.
    const table = await ground.solutionTable();
    for (const { rule, test, message } of table.correct.findings) {
      if (rule === 'real-network') messages.push(`solution: '${test}': ${message}`);
    }
    return messages;
  },
};
