// @ts-check
/// <reference types="node" />
/**
 * Builds everything that runs from dist/: one table of bundles, for a build, for --watch and for --production.
 *
 *   node esbuild.mjs [--watch] [--production] [--tests] [--target linux-x64] [--outdir dist]
 */
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { slimParser } from './scripts/slimParser.ts';
import { pathFrom } from './src/course/platform/paths.ts';
import { assembleToolchain, hostTarget, isTarget, targets } from './scripts/toolchain.ts';

const repository = import.meta.dirname;

const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    tests: { type: 'boolean', default: false },
    target: { type: 'string' },
    outdir: { type: 'string', default: 'dist' },
  },
});

/** The oldest Node each kind of bundle meets: VS Code 1.103 carries Node 22, CI machines may still have 20. */
const node22 = 'node22.15';
const node20 = 'node20.19';

/**
 * Large packages that several bundles use or that are loaded on first use: each is a bundle of its own.
 */
const siblings = {
  'typescript-parser': { bundle: 'parser', file: 'parser.cjs' },
  amaro: { bundle: 'amaro', file: 'amaro.cjs' },
  // Half of what the extension is made of, and most windows with a reason for it never need it.
  'vscode-languageclient/node': { bundle: 'languageClient', file: 'languageClient.cjs' },
  // What only the course needs: half of the rest, and a window compiles all of the bundle that it loads.
  yaml: { bundle: 'yaml', file: 'yaml.cjs' },
  ajv: { bundle: 'ajv', file: 'ajv.cjs' },
  'markdown-it': { bundle: 'markdownIt', file: 'markdownIt.cjs' },
};

/**
 * @typedef {object} Bundle
 * @property {string} name
 * @property {string} entry relative to the repository
 * @property {string} [code] the entry's text when it is no file
 * @property {string} outfile relative to the repository
 * @property {esbuild.BuildOptions} options
 */

/** @type {esbuild.BuildOptions} */
const commonJs = {
  format: 'cjs',
  platform: 'node',
  target: node22,
  // Sources are ES modules, and run as such in the unit tests; these give them the same values in CommonJS.
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: {
    'import.meta.url': 'importMetaUrl',
    'import.meta.filename': '__filename',
    'import.meta.dirname': '__dirname',
  },
};

/** @type {Bundle[]} */
const bundles = [
  {
    name: 'extension',
    entry: 'src/extension/activation.ts',
    outfile: 'extension.cjs',
    // One of the bundles that VS Code loads: everywhere else an import of `vscode` cannot be resolved and fails here.
    options: { ...commonJs, external: ['vscode'] },
  },
  {
    name: 'window',
    entry: 'src/extension/window.ts',
    outfile: 'window.cjs',
    options: { ...commonJs, external: ['vscode'] },
  },
  { name: 'server', entry: 'src/server/main.ts', outfile: 'server.cjs', options: commonJs },
  { name: 'runner', entry: 'src/runner/main.ts', outfile: 'runner.cjs', options: commonJs },
  {
    name: 'attach',
    entry: 'src/runner/attach.ts',
    outfile: 'attach.cjs',
    // It is loaded by whatever Node a user's own project runs on.
    options: { ...commonJs, target: 'node18' },
  },
  {
    name: 'cli',
    entry: 'src/cli/main.ts',
    outfile: 'cli.js',
    options: {
      format: 'esm',
      platform: 'node',
      // It must start on Node 20, if only to say there that it needs a newer one.
      target: node20,
      // Bundled CommonJS packages call require, which ES modules do not have.
      banner: {
        js: [
          '#!/usr/bin/env node',
          "import { createRequire as createRequireOfBundle } from 'node:module';",
          'const require = createRequireOfBundle(import.meta.url);',
        ].join('\n'),
      },
    },
  },
  {
    name: 'page',
    entry: 'src/webview/page.ts',
    outfile: 'page.js',
    // The Chromium of VS Code 1.103.
    options: { format: 'iife', platform: 'browser', target: 'chrome138' },
  },
  {
    name: 'parser',
    entry: 'typescript-parser',
    code: "export * from 'typescript-parser'; export { default } from 'typescript-parser';",
    outfile: siblings['typescript-parser'].file,
    options: commonJs,
  },
  {
    name: 'amaro',
    entry: 'amaro',
    code: "export { transformSync } from 'amaro';",
    outfile: siblings.amaro.file,
    options: commonJs,
  },
  {
    name: 'yaml',
    entry: 'yaml',
    code: "export { isMap, isNode, isScalar, isSeq, parse, parseDocument, stringify } from 'yaml';",
    outfile: siblings.yaml.file,
    options: commonJs,
  },
  {
    name: 'ajv',
    entry: 'ajv',
    code: "export { Ajv } from 'ajv';",
    outfile: siblings.ajv.file,
    options: commonJs,
  },
  {
    name: 'markdownIt',
    entry: 'markdown-it',
    // Importers of CommonJS take all of it for the default.
    code: "import markdownIt from 'markdown-it'; module.exports = markdownIt;",
    outfile: siblings['markdown-it'].file,
    options: commonJs,
  },
  {
    name: 'languageClient',
    entry: 'vscode-languageclient/node',
    code: "export { CloseAction, CodeActionResolveRequest, ErrorAction, LanguageClient, SnippetTextEdit, TextDocumentEdit, TransportKind } from 'vscode-languageclient/node';",
    outfile: siblings['vscode-languageclient/node'].file,
    options: { ...commonJs, external: ['vscode'] },
  },
];

const outdir = path.resolve(repository, flags.outdir);

/** What is known about the build, outside the folder that ships. One per output folder. */
const recordDirectory = path.join(repository, 'out/build', path.relative(repository, outdir));

/** @returns {Bundle[]} */
function testBundles() {
  const scenarios = globSync('test/vscode/*/scenario.test.ts', { cwd: repository }).sort();
  if (scenarios.length === 0)
    throw new Error('--tests: there is no test/vscode/*/scenario.test.ts to build.');
  return scenarios.map((entry) => {
    const scenario = path.basename(path.dirname(entry));
    return {
      name: `test ${scenario}`,
      entry,
      outfile: path.join(repository, 'out/test-vscode', `${scenario}.cjs`),
      options: { ...commonJs, external: ['vscode', 'mocha', 'playwright-core'] },
    };
  });
}

/**
 * Sends the imports of a large package to the bundle that holds it. By way of `require`, because in an ES module
 * a static import would load it at the start, also where the importing module is itself loaded on first use.
 * @returns {esbuild.Plugin}
 */
function siblingBundles(/** @type {Bundle} */ bundle) {
  const from = path.dirname(path.resolve(outdir, bundle.outfile));
  return {
    name: 'sibling-bundles',
    setup(build) {
      for (const [packageName, sibling] of Object.entries(siblings)) {
        if (sibling.bundle === bundle.name) continue;
        build.onResolve({ filter: new RegExp(`^${packageName}$`) }, ({ namespace }) =>
          namespace === 'sibling' ? undefined : { path: packageName, namespace: 'sibling' },
        );
        build.onLoad({ filter: new RegExp(`^${packageName}$`), namespace: 'sibling' }, () => {
          const relative = pathFrom(from, path.join(outdir, sibling.file));
          const specifier = relative.startsWith('.') ? relative : `./${relative}`;
          return { contents: `module.exports = require(${JSON.stringify(specifier)});` };
        });
      }
      build.onResolve({ filter: /^\./, namespace: 'sibling' }, ({ path: specifier }) => ({
        path: specifier,
        external: true,
      }));
    },
  };
}

/**
 * Writes amaro's compiled program beside its bundle. Inside, as text, it is a third larger,
 * does not compress as well and is decoded in each new process.
 * @type {esbuild.Plugin}
 */
const amaroProgram = {
  name: 'amaro-program',
  setup(build) {
    build.onLoad({ filter: /[\\/]amaro[\\/]dist[\\/]internal\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const inlined = /\w+\.from\("(AGFzbQ[A-Za-z0-9+/=]+)", "base64"\)/.exec(source);
      if (inlined === null) return { errors: [{ text: 'amaro no longer inlines its program as base64.' }] };
      const [expression, base64] = inlined;
      mkdirSync(outdir, { recursive: true });
      writeFileSync(path.join(outdir, 'amaro.wasm'), Buffer.from(base64, 'base64'));
      const read = "require('node:fs').readFileSync(require('node:path').join(__dirname, 'amaro.wasm'))";
      return { contents: source.replace(expression, () => read), loader: 'js' };
    });
  },
};

/** How many bundles are being built now, in watch mode. */
let building = 0;

/**
 * One line when building begins and one when the last bundle is done, for the watch task's problem matcher: a
 * window that starts in between would load old bundles.
 * @type {esbuild.Plugin}
 */
const watchLog = {
  name: 'watch-log',
  setup(build) {
    build.onStart(() => {
      if (building++ === 0) console.log('[watch] build started');
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (--building === 0) console.log('[watch] build finished');
    });
  },
};

/** @returns {esbuild.BuildOptions} */
function buildOptions(/** @type {Bundle} */ bundle) {
  /** @type {esbuild.BuildOptions} */
  const input =
    bundle.code === undefined
      ? { entryPoints: [bundle.entry] }
      : { stdin: { contents: bundle.code, resolveDir: repository, sourcefile: `${bundle.name}.js` } };
  return {
    ...bundle.options,
    ...input,
    absWorkingDir: repository,
    outfile: path.resolve(outdir, bundle.outfile),
    bundle: true,
    minifyWhitespace: flags.production,
    minifySyntax: flags.production,
    // Error reports from users name real functions; minified names would make them useless. Names that are kept by
    // way of `keepNames` cost a definition for each closure that is made: a third of the time it takes to parse.
    // The command line and the preload of a check are second copies of what other bundles hold, the server tells what it
    // was asked for with each error, nobody reports what the page's script says, the bundle that waits for a reason only
    // hands on, and the package has a size to keep.
    minifyIdentifiers:
      flags.production &&
      (bundle.code !== undefined ||
        ['attach.cjs', 'cli.js', 'server.cjs', 'page.js', 'extension.cjs'].includes(bundle.outfile)),
    // The parser's own map would be 14 MB that nobody steps through.
    sourcemap: flags.production || bundle.code !== undefined ? false : 'linked',
    // Collected in ThirdPartyNotices.txt when packaging.
    legalComments: 'none',
    metafile: true,
    logLevel: flags.watch ? 'silent' : 'warning',
    plugins: [
      siblingBundles(bundle),
      amaroProgram,
      slimParser(repository),
      ...(flags.watch ? [watchLog] : []),
    ],
  };
}

function requireEntries(/** @type {Bundle[]} */ selected) {
  const missing = selected.filter(
    ({ entry, code }) => code === undefined && !existsSync(path.join(repository, entry)),
  );
  if (missing.length === 0) return;
  throw new Error(
    missing
      .map(({ name, entry }) => `The bundle "${name}" has no entry file: ${entry} does not exist.`)
      .join('\n'),
  );
}

function toolchain() {
  const target = flags.target ?? hostTarget();
  if (!isTarget(target)) throw new Error(`--target ${target} is none of ${targets.join(', ')}.`);
  const { packages, bytes } = assembleToolchain({
    repository,
    outDir: path.join(outdir, 'toolchain'),
    target,
    stampFile: path.join(recordDirectory, 'toolchain'),
  });
  const size = bytes === undefined ? 'up to date' : `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`toolchain for ${target}: ${packages.length} packages, ${size}`);
}

async function main() {
  const selected = flags.tests ? [...bundles, ...testBundles()] : bundles;
  requireEntries(selected);
  toolchain();
  if (flags.watch) {
    const contexts = await Promise.all(selected.map((bundle) => esbuild.context(buildOptions(bundle))));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  if (flags.production) {
    // A build with source maps may have gone before.
    for (const map of globSync('*.map', { cwd: outdir })) rmSync(path.join(outdir, map));
  }
  const started = performance.now();
  const results = await Promise.all(selected.map((bundle) => esbuild.build(buildOptions(bundle))));
  chmodSync(path.join(outdir, 'cli.js'), 0o755);
  reportBundles(selected, results);
  console.log(`${selected.length} bundles in ${Math.round(performance.now() - started)} ms`);
}

/** Keeps what each bundle was made of, for the notices of a package and for esbuild's analysis page. */
function reportBundles(/** @type {Bundle[]} */ built, /** @type {esbuild.BuildResult[]} */ results) {
  const directory = path.join(recordDirectory, 'bundles');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [index, bundle] of built.entries()) {
    const metafile = results[index]?.metafile;
    if (metafile === undefined) continue;
    const code = Object.entries(metafile.outputs).find(([file]) => !file.endsWith('.map'));
    if (code) console.log(`${code[0].padEnd(36)} ${(code[1].bytes / 1024).toFixed(0).padStart(6)} KB`);
    // Tests are not shipped, so what they are made of is nobody's notice.
    if (path.isAbsolute(bundle.outfile)) continue;
    writeFileSync(path.join(directory, `${bundle.name}.json`), JSON.stringify(metafile));
  }
}

try {
  await main();
} catch (error) {
  // esbuild has printed its own findings already.
  if (!(error instanceof Error && 'errors' in error))
    console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
