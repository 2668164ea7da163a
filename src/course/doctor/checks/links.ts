import { sentence } from '../../sentence.ts';
import { lookAtLinks } from '../../toolchainLinks.ts';
import { ok, type Check, type Finding } from '../finding.ts';

const why = sentence`The editor finds types by these links, and so does mocha in a terminal. Runs of the extension use its own packages in any case.`;

function linkedFolder(path: string): Finding {
  return {
    health: 'information',
    what: sentence`${path} is a link to another folder.`,
    why,
    remedy: sentence`If imports are not found, remove the link and ask the doctor again.`,
    mends: [],
  };
}

export const links: Check = {
  title: sentence`Packages in the course folder`,
  needsCourse: true,
  acts: false,
  look: ({ courseFolder, installation }): Finding[] => {
    if (courseFolder === null) return [];
    const looked = lookAtLinks(courseFolder, installation);
    if (looked === 'elsewhere') return [linkedFolder('node_modules')];
    const scopes = looked.flatMap((link) => (link.state === 'elsewhere' ? [link.scope] : []));
    const findings: Finding[] = [...new Set(scopes)].map(linkedFolder);
    const broken = looked.filter(({ state }) => state === 'missing' || state === 'points-elsewhere');
    if (broken.length > 0) {
      findings.push({
        health: 'warning',
        what: sentence`Not linked, or linked to a place that is not this extension’s: ${broken.map(({ name }) => name).join(', ')}.`,
        why,
        remedy: sentence`Have them linked again. Packages that you have installed yourself stay.`,
        mends: ['link-packages'],
      });
    }
    const others = looked.filter((link) => link.state === 'other-version');
    if (others.length > 0) {
      const told = others.map(({ name, version, wanted }) => `${name} ${version} (here: ${wanted})`);
      findings.push({
        health: 'warning',
        what: sentence`Your own node_modules holds other versions: ${told.join(', ')}.`,
        why: sentence`The editor and mocha in a terminal use these, and runs of the extension use its own: they may judge differently.`,
        remedy: sentence`Run npm install in the course folder, or delete node_modules there and ask the doctor again.`,
        mends: [],
      });
    }
    const own = looked.filter(({ state }) => state === 'same-version').length;
    if (findings.length > 0) return findings;
    return [
      ok(
        own === 0
          ? sentence`All ${looked.length} are linked.`
          : sentence`All ${looked.length} are there, ${own} installed by you.`,
      ),
    ];
  },
};
