/** Opens a finished package and says what must not be shipped like that. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { platformOfBinary } from './nativeBinary.ts';
import { prebuildFor, type Target } from './toolchain.ts';

/** Bytes. A platform's package is downloaded by every learner, often over a classroom's one connection. */
const sizeBudget = 6_000_000;

/** The only places where files may lie inside a package. Names as vsce writes them. */
const allowed: readonly RegExp[] = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/(extension|window|languageClient|yaml|ajv|markdownIt|server|runner|attach|parser|amaro)\.cjs$/,
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
  { what: "a picture of the README's", pattern: /^extension\/media\/readme\// },
  { what: 'a proof for authors', pattern: /^extension\/lessons\/.*\/(weak|dirty|overfitted)\// },
];

const needed = [
  'extension/dist/extension.cjs',
  'extension/dist/window.cjs',
  'extension/dist/languageClient.cjs',
  'extension/dist/yaml.cjs',
  'extension/dist/ajv.cjs',
  'extension/dist/markdownIt.cjs',
  'extension/dist/server.cjs',
  'extension/dist/runner.cjs',
  'extension/dist/attach.cjs',
  'extension/dist/cli.js',
  'extension/dist/page.js',
  'extension/dist/parser.cjs',
  'extension/dist/amaro.cjs',
  'extension/dist/amaro.wasm',
  'extension/dist/toolchain/packages.json',
  'extension/l10n/bundle.l10n.json',
  'extension/package.nls.json',
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
  const { names, contents } = await readPackage(vsix);
  const manifest = json(contents.get('extension/package.json'));
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
  for (const name of binaries) {
    const platform = platformOfBinary(contents.get(name) ?? Buffer.alloc(0));
    if (platform !== prebuildFor(target)) {
      faults.push(
        `${name} was built for ${platform ?? 'nothing that is known'}, not for ${prebuildFor(target)}.`,
      );
    }
  }
  const texts = json(contents.get('extension/package.nls.json'));
  faults.push(...namedButMissing(manifest, names), ...unnamedLicences(contents), ...untold(manifest, texts));
  const readme = String(contents.get('extension/readme.md') ?? '');
  for (const [, address] of readme.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (!/^(https:|#|data:image\/png;base64,)/.test(address ?? ''))
      faults.push(`The README links to ${address}, which leads nowhere.`);
  }
  if (!readme.includes('![')) faults.push('The README has none of its pictures.');
  return faults;
}

/** What is looked into, by name. */
const looked =
  /^extension\/(package(\.nls)?\.json|readme\.md|ThirdPartyNotices\.txt)$|\.node$|\/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/;

function json(bytes: Buffer | undefined): unknown {
  return bytes === undefined ? null : JSON.parse(bytes.toString('utf8'));
}

/** Every package that ships must be in the notices, with its version and licence. */
function unnamedLicences(contents: ReadonlyMap<string, Buffer>): string[] {
  const notices = String(contents.get('extension/ThirdPartyNotices.txt') ?? '');
  return [...contents].flatMap(([file, bytes]) => {
    if (!/\/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file)) return [];
    const { name, version, license } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    const title = `${String(name)} ${String(version)} (${String(license)})`;
    return notices.includes(`\n${title}\n`) ? [] : [`ThirdPartyNotices.txt does not have ${title}.`];
  });
}

/** Placeholders of package.json that package.nls.json has no text for: VS Code would show them as they are. */
function untold(manifest: unknown, texts: unknown): string[] {
  const known = new Set(typeof texts === 'object' && texts !== null ? Object.keys(texts) : []);
  const used = [...JSON.stringify(manifest ?? {}).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key ?? '');
  return used.filter((key) => !known.has(key)).map((key) => `package.nls.json has no text for %${key}%.`);
}

async function readPackage(vsix: string): Promise<{ names: Set<string>; contents: Map<string, Buffer> }> {
  const names = new Set<string>();
  const contents = new Map<string, Buffer>();
  const zip = await yauzl.openPromise(vsix);
  for await (const entry of zip.eachEntry()) {
    names.add(entry.fileName);
    if (looked.test(entry.fileName))
      contents.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return { names, contents };
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
