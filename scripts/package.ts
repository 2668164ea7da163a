/**
 * Makes and checks the extension's package (VSIX) for one platform, or for every one.
 *
 *   node scripts/package.ts [--target linux-x64|all] [--out out/vsix]
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { Command } from 'commander';
import { checkVsix } from './checkVsix.ts';
import { runNode } from './childProcess.ts';
import { packagedExercise } from './packagedExercise.ts';
import { packagedManifest } from './packagedManifest.ts';
import { packagedReadme } from './packagedReadme.ts';
import { licenceFile, thirdPartyNotices } from './thirdPartyNotices.ts';
import { hostTarget, isTarget, listFiles, targets, type Target } from './toolchain.ts';

const repository = path.join(import.meta.dirname, '..');

/** What ships beside dist/. The patterns may match nothing, the names may not. */
const required = ['lessons', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore'];
const optionalPatterns = ['package.nls*.json', 'l10n/*.json'];

const command = new Command('package')
  .description('Builds the extension for one platform, packs it as a VSIX and checks what is inside.')
  .option('--target <platform>', `one of ${targets.join(', ')}, or all; default: this machine's`)
  .option('--out <directory>', 'where the VSIX goes', path.join(repository, 'out/vsix'))
  .action(async (options: { target?: string; out: string }) => {
    const wanted = options.target === 'all' ? targets : [checkedTarget(options.target ?? hostTarget())];
    for (const target of wanted) await makePackage(target, path.resolve(options.out));
  });

try {
  await command.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function makePackage(target: Target, out: string): Promise<void> {
  // A folder of its own: dist/ keeps the development build, and nothing of the repository slips in.
  const staging = path.join(repository, 'out/package', target);
  const { shipped, version } = shippedManifest();
  const vsix = path.join(out, `integration-testing-lab-${target}-${version}.vsix`);
  // Also the old package: after a failure nobody may take it for the new one.
  rmSync(vsix, { force: true });
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });

  const build = await runNode(
    [
      'esbuild.mjs',
      '--production',
      '--target',
      target,
      '--outdir',
      path.relative(repository, path.join(staging, 'dist')),
    ],
    { cwd: repository, echo: true },
  );
  if (build.status !== 0) throw new Error('The production build failed, so no package was made.');

  for (const name of required) {
    const from = path.join(repository, name);
    if (!existsSync(from)) throw new Error(`${name} is missing, so no package was made.`);
    cpSync(from, path.join(staging, name), { recursive: true });
  }
  for (const name of globSync(optionalPatterns, { cwd: repository })) {
    cpSync(path.join(repository, name), path.join(staging, name));
  }
  for (const name of globSync('lessons/*/exercises/*/exercise.json', { cwd: staging })) {
    const file = path.join(staging, name);
    writeFileSync(file, packagedExercise(readFileSync(file, 'utf8')));
  }
  const hasRepository = 'repository' in shipped;
  const readme = path.join(staging, 'README.md');
  writeFileSync(
    readme,
    packagedReadme(readFileSync(readme, 'utf8'), hasRepository, (file) =>
      readFileSync(path.join(repository, file)),
    ),
  );
  writeFileSync(path.join(staging, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  writeFileSync(
    path.join(staging, 'ThirdPartyNotices.txt'),
    thirdPartyNotices(
      path.join(repository, 'out/build', path.relative(repository, staging), 'dist/bundles'),
      repository,
      path.join(staging, 'dist/toolchain'),
    ),
  );
  dropLicenceFiles(path.join(staging, 'dist/toolchain'));

  mkdirSync(out, { recursive: true });
  await createVSIX({
    cwd: staging,
    packagePath: vsix,
    target,
    dependencies: false,
    // Each of these would otherwise stop and ask.
    allowMissingRepository: true,
    allowUnusedFilesPattern: true,
    rewriteRelativeLinks: hasRepository,
  });

  const faults = await checkVsix(vsix, target);
  for (const fault of faults) console.error(`✘ ${fault}`);
  if (faults.length > 0)
    throw new Error(`${path.relative(repository, vsix)} must not be published: see above.`);
  console.log(`✔ ${path.relative(repository, vsix)}: ${(statSync(vsix).size / 1e6).toFixed(2)} MB, checked`);
}

/** Their whole texts are in ThirdPartyNotices.txt; twice, they are a hundredth of the package. */
function dropLicenceFiles(toolchain: string): void {
  for (const file of listFiles(toolchain)) {
    if (licenceFile.test(path.posix.basename(file))) rmSync(path.join(toolchain, file));
  }
}

function checkedTarget(name: string): Target {
  if (isTarget(name)) return name;
  throw new Error(`--target ${name} is none of ${targets.join(', ')}, all.`);
}

function shippedManifest(): { shipped: Record<string, unknown>; version: string } {
  const manifest: unknown = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new Error('package.json has no version.');
  }
  return { shipped: packagedManifest({ ...manifest }), version: manifest.version };
}
