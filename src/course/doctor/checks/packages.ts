import { sentence } from '../../sentence.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { linkedPackages } from '../../toolchainLinks.ts';
import { ok, type Check } from '../finding.ts';

export const packages: Check = {
  title: sentence`Packages of the extension`,
  needsCourse: false,
  acts: false,
  look: ({ installation }) => {
    const folder = join(installation.toolchain, 'node_modules');
    const missing = linkedPackages.filter((name) => !existsSync(join(folder, name, 'package.json')));
    const parts = [installation.runner, installation.attach].filter((file) => !existsSync(file));
    if (missing.length + parts.length === 0)
      return ok(sentence`All ${linkedPackages.length} are in ${folder}.`);
    return {
      health: 'problem',
      what: sentence`Missing: ${[...missing.map((name) => join(folder, name)), ...parts].join(', ')}.`,
      why: sentence`Tests import these packages and are run by these files.`,
      remedy: sentence`Install the extension again (in a checkout: npm run build). Your course folder is not affected.`,
      mends: ['show-extension'],
    };
  },
};
