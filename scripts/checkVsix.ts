/** Opens a finished package and says what must not be shipped like that. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { prebuildFor, type Target } from './toolchain.ts';

/** Bytes. A platform's package is downloaded by every learner, often over a classroom's one connection. */
const sizeBudget = 6_000_000;

/** The only places where files may lie inside a package. Names as vsce writes them. */
const allowed: readonly RegExp[] = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/(extension|server|runner|attach|parser|amaro)\.cjs$/,
  /^extension\/dist\/(cli\.js|page\.js|amaro\.wasm)$/,
  /^extension\/dist\/toolchain\/(packages\.json|node_modules\/.+)$/,
  /^extension\/(lessons|media)\/.+/,
];

/** Not even there. Lessons hold sources and tests on purpose: they are the course's data. */
const forbidden: readonly { what: string; pattern: RegExp }[] = [
  { what: 'a source map', pattern: /\.map$/ },
  { what: 'a TypeScript source', pattern: /^extension\/(?!lessons\/).*(?<!\.d)\.[cm]?ts$/ },
  { what: 'a test', pattern: /^extension\/(?!lessons\/).*\.test\.[cm]?[jt]s$/ },
  { what: 'an installed package', pattern: /^extension\/(lessons|media)\/.*\bnode_modules\// },
];

const needed = [
  'extension/dist/extension.cjs',
  'extension/dist/server.cjs',
  'extension/dist/runner.cjs',
  'extension/dist/attach.cjs',
  'extension/dist/cli.js',
  'extension/dist/page.js',
  'extension/dist/parser.cjs',
  'extension/dist/amaro.cjs',
  'extension/dist/amaro.wasm',
  'extension/dist/toolchain/packages.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
];

/** @returns one sentence per fault; none when the package is good. */
export async function checkVsix(vsix: string, target: Target): Promise<string[]> {
  const faults: string[] = [];
  const { size } = statSync(vsix);
  if (size > sizeBudget) {
    faults.push(
      `It has ${(size / 1e6).toFixed(2)} MB, over the budget of ${(sizeBudget / 1e6).toFixed(1)} MB.`,
    );
  }
  const { names, manifest } = await readPackage(vsix);
  for (const name of names) {
    if (!allowed.some((pattern) => pattern.test(name))) faults.push(`${name} is in no allowed place.`);
    for (const { what, pattern } of forbidden) if (pattern.test(name)) faults.push(`${name} is ${what}.`);
  }
  for (const name of needed) if (!names.has(name)) faults.push(`${name} is missing.`);

  const binaries = [...names].filter((name) => name.endsWith('.node'));
  const binary = `extension/dist/toolchain/node_modules/better-sqlite3/prebuilds/${prebuildFor(target)}.node`;
  if (binaries.length !== 1 || binaries[0] !== binary) {
    faults.push(
      `It must hold the one binary ${path.posix.basename(binary)}, but holds: ${binaries.join(', ') || 'none'}.`,
    );
  }
  faults.push(...namedButMissing(manifest, names));
  return faults;
}

async function readPackage(vsix: string): Promise<{ names: Set<string>; manifest: unknown }> {
  const names = new Set<string>();
  let manifest: unknown;
  const zip = await yauzl.openPromise(vsix);
  for await (const entry of zip.eachEntry()) {
    names.add(entry.fileName);
    if (entry.fileName !== 'extension/package.json') continue;
    manifest = JSON.parse(await text(await zip.openReadStreamPromise(entry)));
  }
  return { names, manifest };
}

/** Every relative path that package.json names, wherever it stands: `main`, icons, walkthrough pages, grammars. */
function namedButMissing(manifest: unknown, names: ReadonlySet<string>): string[] {
  if (typeof manifest === 'string') {
    if (!/^(\.\/)?(dist|media|lessons)\/[^*{}\s]*\.\w+$/.test(manifest)) return [];
    const name = `extension/${path.posix.normalize(manifest)}`;
    return names.has(name) ? [] : [`package.json names ${manifest}, which is missing.`];
  }
  if (typeof manifest !== 'object' || manifest === null) return [];
  return Object.values(manifest).flatMap((value: unknown) => namedButMissing(value, names));
}
