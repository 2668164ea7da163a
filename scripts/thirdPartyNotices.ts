/** The licences of all that ships: what esbuild bundled and what the learners' toolchain holds. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './toolchain.ts';

/** Licences that allow shipping with this project as long as the notice comes along. Add one only after reading it. */
const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Python-2.0',
]);

/** Names of files that hold a licence. */
export const licenceFile = /^(licen[cs]e|copying|notice|thirdpartynotice)/i;

/**
 * @param bundleRecords directory with one esbuild metafile per bundle
 * @param repository absolute path that the metafiles' inputs are relative to
 * @param toolchain absolute path of the assembled toolchain
 * @returns the text of ThirdPartyNotices.txt
 * @throws when a package may not be shipped or does not say so
 */
export function thirdPartyNotices(bundleRecords: string, repository: string, toolchain: string): string {
  const directories = [...bundledPackages(bundleRecords, repository), ...toolchainPackages(toolchain)];
  const notices = new Map<string, string>();
  for (const directory of directories) {
    const { title, text } = notice(directory);
    // Bundled and in the toolchain with one version, or installed twice: one notice is enough.
    notices.set(title, text);
  }
  const sorted = [...notices.entries()].sort(([a], [b]) => a.localeCompare(b));
  const head = 'Integration Testing Lab contains the following software of others, under these licences.\n';
  return [head, ...sorted.map(([title, text]) => `${'-'.repeat(78)}\n${title}\n\n${text.trim()}\n`)].join(
    '\n',
  );
}

function bundledPackages(bundleRecords: string, repository: string): Set<string> {
  const found = new Set<string>();
  for (const record of readdirSync(bundleRecords)) {
    const metafile: unknown = JSON.parse(readFileSync(path.join(bundleRecords, record), 'utf8'));
    if (!isRecord(metafile) || !isRecord(metafile['inputs'])) {
      throw new Error(`${record} is no esbuild metafile. Build again.`);
    }
    for (const input of Object.keys(metafile['inputs'])) {
      // The package is named by what follows the last node_modules, so nested versions count for themselves.
      const match = /^(.*\/node_modules\/|node_modules\/)(@[^/]+\/[^/]+|[^/]+)\//.exec(input);
      if (match?.[1] !== undefined && match[2] !== undefined) {
        found.add(path.resolve(repository, match[1] + match[2]));
      }
    }
  }
  return found;
}

function toolchainPackages(toolchain: string): string[] {
  return listFiles(toolchain)
    .filter((file) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file) => path.join(toolchain, path.dirname(file)));
}

function notice(directory: string): { title: string; text: string } {
  const manifest: unknown = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  if (!isRecord(manifest)) throw new Error(`${directory}/package.json is not an object.`);
  const { name, version, license } = manifest;
  const title = `${String(name)} ${String(version)} (${String(license)})`;
  if (typeof license !== 'string' || !allowedLicences.has(license)) {
    throw new Error(
      `${title} is shipped, but its licence is not among those allowed in scripts/thirdPartyNotices.ts.`,
    );
  }
  const texts = listFiles(directory)
    .filter((file) => !file.includes('node_modules/') && licenceFile.test(path.posix.basename(file)))
    .map((file) => readFileSync(path.join(directory, file), 'utf8').trim());
  if (texts.length > 0) return { title, text: texts.join('\n\n') };
  // Some packages name their licence and ship no copy of it.
  const holder = authorOf(manifest);
  return {
    title,
    text: `Licensed under ${license}${holder === undefined ? '' : ` by ${holder}`}. The package holds no licence text.`,
  };
}

function authorOf(manifest: Record<string, unknown>): string | undefined {
  const { author } = manifest;
  if (typeof author === 'string') return author;
  return isRecord(author) && typeof author['name'] === 'string' ? author['name'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
