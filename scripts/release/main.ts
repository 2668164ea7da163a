/**
 * The steps of a release that are more than one line; .github/workflows/release.yml puts them in order.
 *
 *   npm run release -- check v0.1.0             the tag, the version, the changelog and the address agree
 *   npm run release -- notes out/notes.md       what the changelog says of this version
 *   npm run release -- checksums out/vsix       writes SHA256SUMS beside the packages
 *   npm run release -- publish marketplace out/vsix
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command } from 'commander';
import { runNode } from '../childProcess.ts';
import { changelogSection } from './changelogSection.ts';
import { checksums } from './checksums.ts';
import { packagesIn } from './packages.ts';
import { publishPlan, registries, type RegistryName } from './publish.ts';
import { releaseFaults } from './releaseFaults.ts';

const repository = path.join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(path.join(repository, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, unknown> & { version: string };

const program = new Command('release').description('Steps of a release.');

program
  .command('check')
  .description('says what must be mended before this version is released')
  .argument('<tag>', 'the name of its tag')
  .action((tag: string) => {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
    const releasedFrom = server === undefined || name === undefined ? undefined : `${server}/${name}`;
    const faults = releaseFaults({ tag, manifest, changelog: read('CHANGELOG.md'), releasedFrom });
    for (const fault of faults) tellGitHub('error', fault);
    if (faults.length > 0) throw new Error('Nothing was released: see above.');
    console.log(`✔ ${tag} can be released.`);
  });

program
  .command('notes')
  .description('writes what the changelog says of this version')
  .argument('<file>')
  .action((file: string) => {
    const notes = changelogSection(read('CHANGELOG.md'), manifest.version);
    if (notes === undefined) throw new Error(`CHANGELOG.md says nothing of ${manifest.version}.`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${notes}\n`);
    console.log(`✔ ${file}`);
  });

program
  .command('checksums')
  .description('writes SHA256SUMS beside the packages of this version')
  .argument('<folder>')
  .action((folder: string) => {
    const file = path.join(folder, 'SHA256SUMS');
    writeFileSync(file, checksums(packagesIn(folder, manifest.version)));
    console.log(`✔ ${file}`);
  });

program
  .command('publish')
  .description('publishes the packages of this version, where there is an access token')
  .addArgument(new Argument('<registry>').choices(Object.keys(registries)))
  .argument('<folder>')
  .action(async (registry: RegistryName, folder: string) => {
    const packages = packagesIn(folder, manifest.version);
    const plan = publishPlan(registry, packages, process.env, path.join(repository, 'node_modules'));
    if (plan.skipped !== undefined) {
      tellGitHub('notice', plan.skipped);
      return;
    }
    const { status } = await runNode(plan.args, { cwd: process.cwd(), echo: true });
    if (status !== 0) {
      throw new Error(
        `Not all packages were published to ${registries[registry].title}: see above. Those that were stay; when ` +
          'the cause is gone, run this job again, and only the others are published.',
      );
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Says it in the log and, on GitHub, at the top of the run's page, where people see it without looking for it. */
function tellGitHub(kind: 'error' | 'notice', text: string): void {
  if (process.env['GITHUB_ACTIONS'] !== 'true') {
    console.error(kind === 'error' ? `✘ ${text}` : text);
    return;
  }
  console.log(`::${kind}::${text}`);
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined) appendFileSync(summary, `${text}\n\n`);
}
