import { lookAtLinks } from '../../toolchainLinks.ts';
import { ok, type Check, type Finding } from '../finding.ts';

const why =
  'The editor finds types by these links, and so does mocha in a terminal. Runs of the extension use its own packages in any case.';

export const links: Check = {
  title: 'Packages in the course folder',
  needsCourse: true,
  acts: false,
  look: ({ courseFolder, installation }): Finding[] => {
    if (courseFolder === null) return [];
    const looked = lookAtLinks(courseFolder, installation);
    if (looked === 'elsewhere') {
      return [
        {
          health: 'information',
          what: 'node_modules is a link to another folder.',
          why,
          remedy: 'If imports are not found, remove the link and ask the doctor again.',
          mends: [],
        },
      ];
    }
    const findings: Finding[] = [];
    const broken = looked.filter(({ state }) => state === 'missing' || state === 'points-elsewhere');
    if (broken.length > 0) {
      findings.push({
        health: 'warning',
        what: `Not linked, or linked to a place that is not this extension’s: ${broken.map(({ name }) => name).join(', ')}.`,
        why,
        remedy: 'Have them linked again. Packages that you have installed yourself stay.',
        mends: ['link-packages'],
      });
    }
    const others = looked.filter((link) => link.state === 'other-version');
    if (others.length > 0) {
      const told = others.map(({ name, version, wanted }) => `${name} ${version} (here: ${wanted})`);
      findings.push({
        health: 'warning',
        what: `Your own node_modules holds other versions: ${told.join(', ')}.`,
        why: `${why} So a terminal and the extension may judge differently.`,
        remedy:
          'Run npm install in the course folder, or delete node_modules there and ask the doctor again.',
        mends: [],
      });
    }
    const own = looked.filter(({ state }) => state === 'same-version').length;
    if (findings.length > 0) return findings;
    return [
      ok(
        own === 0
          ? `All ${looked.length} are linked.`
          : `All ${looked.length} are there, ${own} installed by you.`,
      ),
    ];
  },
};
