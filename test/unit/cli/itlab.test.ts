import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { decodeRuleSettings } from '../../../src/server/checks.ts';
import { createLanguageService } from '../../../src/server/languageService.ts';
import { projectFactsOf } from '../../../src/server/projectFacts.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import { commandLine, type Answer } from '../../support/commandLine.ts';
import { sampleManifest, sampleSolution, sampleStarter } from '../../support/sampleCourse.ts';
import { useScratch, writeFiles } from '../../support/scratch.ts';

const exercise = '01-sample/exercises/notes';

describe('itlab', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  const itlab = commandLine(scratch);

  function json(answer: Answer): Record<string, unknown> {
    const value: unknown = JSON.parse(answer.out);
    assert.ok(typeof value === 'object' && value !== null);
    return { ...value };
  }

  it('lists lessons and exercises', async () => {
    const { status, out } = await itlab(['list', '--json']);
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(out), [
      {
        id: '01-sample',
        title: 'A sample lesson',
        exercises: [{ id: '01-sample/notes', title: 'Notes on SQLite', kind: 'write-tests', faults: 4 }],
      },
    ]);
  });

  it('grades the model answer 0 and the starter 1, with one JSON document on standard output', async () => {
    const solution = await itlab(['grade', 'notes', '--solution', '--json']);
    assert.equal(solution.status, 0);
    assert.equal(json(solution)['complete'], true);
    const starter = await itlab(['grade', '01-sample/notes', '--starter', '--json']);
    assert.equal(starter.status, 1);
    assert.equal(json(starter)['complete'], false);
    assert.equal(starter.err, '');
  });

  it('finds the exercise folder from the current folder, and writes JUnit XML', async () => {
    const course = scratch({ 'itlab.json': '{}', '01-sample/notes/tests/notes.test.ts': sampleSolution });
    const inner = join(course, '01-sample/notes/tests');
    const { status, out } = await itlab(['grade', 'notes', '--junit', 'report.xml'], { cwd: inner });
    assert.equal(status, 0, out);
    assert.match(out, /Faults caught {6}4 \/ 4/);
    const xml = readFileSync(join(inner, 'report.xml'), 'utf8');
    assert.match(xml, /<testcase name="stores what was added"/);
    assert.match(xml, /<testcase name="catches upper-cased"/);
    assert.doesNotMatch(xml, /<failure/);
  });

  it('reports survivors as failures in JUnit XML, without their names', async () => {
    const folder = scratch({ 'tests/notes.test.ts': sampleStarter });
    const { status } = await itlab(['grade', 'notes', '--in', folder, '--junit', join(folder, 'r.xml')]);
    assert.equal(status, 1);
    const xml = readFileSync(join(folder, 'r.xml'), 'utf8');
    assert.match(xml, /<testcase name="catches fault 3"[^>]*>\s*<failure message="The fault survived\."/);
    assert.doesNotMatch(xml, /upper-cased/);
  });

  it('grades all exercises that were begun, and no other', async () => {
    const course = scratch({ 'itlab.json': '{}' });
    const all = (...args: string[]) => itlab(['grade', '--all', ...args], { cwd: course });
    const nothing = await all();
    assert.equal(nothing.status, 0);
    assert.equal(nothing.out, '0 of 0 exercises complete; 1 not begun.\n');
    writeFiles(course, { '01-sample/notes/tests/notes.test.ts': sampleStarter });
    assert.deepEqual(json(await all('--json')), { results: [], notBegun: ['01-sample/notes'] });

    const checkedOutOnWindows = sampleStarter.replaceAll('\n', '\r\n');
    writeFiles(course, { '01-sample/notes/tests/notes.test.ts': checkedOutOnWindows });
    assert.deepEqual(json(await all('--json')), { results: [], notBegun: ['01-sample/notes'] });

    writeFiles(course, { '01-sample/notes/tests/notes.test.ts': sampleStarter.replace('starts', 'begins') });
    const begun = await all();
    assert.equal(begun.status, 1);
    assert.match(begun.out, /01-sample\/notes: not complete[^]*0 of 1 exercises complete; 0 not begun\./);

    writeFiles(course, { '01-sample/notes/tests/notes.test.ts': sampleSolution });
    const complete = await all('--junit', 'grade.xml');
    assert.equal(complete.status, 0, complete.out);
    assert.match(readFileSync(join(course, 'grade.xml'), 'utf8'), /<testsuite package="01-sample\/notes"/);
  });

  it('grades one exercise or all, not both, and all only in a course folder', async () => {
    assert.equal((await itlab(['grade', 'notes', '--all'])).status, 2);
    assert.equal((await itlab(['grade', '--all', '--solution'])).status, 2);
    const outside = await itlab(['grade', '--all']);
    assert.equal(outside.status, 2);
    assert.match(outside.err, /does not lie in a course folder.*itlab start DIR/s);
  });

  it('names what there is when an exercise is unknown', async () => {
    const { status, err } = await itlab(['grade', 'nots', '--solution']);
    assert.equal(status, 2);
    assert.match(err, /There is no exercise 'nots'\.\n.*Use one of: 01-sample\/notes\./s);
  });

  it('puts an error into the JSON document, too', async () => {
    const answer = await itlab(['grade', 'nots', '--solution', '--json']);
    assert.equal(answer.status, 2);
    assert.deepEqual(json(answer)['problems'], [
      { code: 'unknown-exercise', message: "There is no exercise 'nots'. Use one of: 01-sample/notes." },
    ]);
  });

  it('says what to do when the folder is missing, or none can be found', async () => {
    const missing = await itlab(['grade', 'notes', '--in', 'nowhere']);
    assert.equal(missing.status, 2);
    assert.match(missing.err, /There is no folder .*nowhere.*Start the course/s);
    const outside = await itlab(['grade', 'notes']);
    assert.equal(outside.status, 2);
    assert.match(outside.err, /does not lie in a course folder.*--in DIR/s);
  });

  it('names file and property of a broken manifest', async () => {
    const notJson = await itlab(['list'], { changes: { [`${exercise}/exercise.json`]: '{ "kind": ' } });
    assert.equal(notJson.status, 2);
    assert.match(notJson.err, /exercise\.json is not valid JSON.*Mend the JSON/s);
    const wrong = JSON.stringify({ ...sampleManifest, kind: 'guess', hints: ['one'] });
    const invalid = await itlab(['list'], { changes: { [`${exercise}/exercise.json`]: wrong } });
    assert.equal(invalid.status, 2);
    assert.match(invalid.err, /exercise\.json is not as its schema asks: .*\/hints.*\/kind|\/kind.*\/hints/s);
    const page = await itlab(['list'], { changes: { '01-sample/lesson.md': '# No front matter' } });
    assert.equal(page.status, 2);
    assert.match(page.err, /lesson\.md has no front matter/);
  });

  it('names a patch that does not apply, before anything runs', async () => {
    const changes = {
      [`${exercise}/faults/unscoped.patch`]:
        '--- a/src/notes.ts\n+++ b/src/notes.ts\n@@ -1,1 +1,1 @@\n-nothing like it\n+x\n',
    };
    const { status, err } = await itlab(['grade', 'notes', '--solution'], { changes });
    assert.equal(status, 2);
    assert.match(
      err,
      /faults\/unscoped of 01-sample\/notes does not apply: its lines are not those of 'src\/notes\.ts'\.\n.*Make the patch again/s,
    );
  });

  it('keeps paths of manifests and patches inside their folder', async () => {
    const patch = '--- a/../../x.ts\n+++ b/../../x.ts\n@@ -1,1 +1,1 @@\n-a\n+b\n';
    const leaving = await itlab(['grade', 'notes', '--solution'], {
      changes: { [`${exercise}/faults/unscoped.patch`]: patch },
    });
    assert.equal(leaving.status, 2);
    assert.match(leaving.err, /leads out of its folder/);
  });

  it('refuses a Node older than 22, which would crash, and says how to choose another', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = scratch();
    const old = join(folder, 'node');
    writeFileSync(old, '#!/bin/sh\necho 20.19.5\n');
    chmodSync(old, 0o755);
    const { status, err } = await itlab(['grade', 'notes', '--solution'], { variables: { ITLAB_NODE: old } });
    assert.equal(status, 2);
    assert.match(err, /is Node 20\.19\.5, but tests need Node 22\.15 or newer.*ITLAB_NODE/s);
  });

  it('says so when the chosen Node cannot be started', async () => {
    const { status, err } = await itlab(['grade', 'notes', '--solution'], {
      variables: { ITLAB_NODE: join(scratch(), 'no-node') },
    });
    assert.equal(status, 2);
    assert.match(err, /could not be started as Node/);
  });

  it('calls wrong usage 2', async () => {
    assert.equal((await itlab(['grade'])).status, 2);
    assert.equal((await itlab(['grade', 'notes', '--solution', '--starter'])).status, 2);
    assert.equal((await itlab(['dance'])).status, 2);
    assert.equal((await itlab(['--help'])).status, 0);
  });

  it('examines a course folder, and mends what it can when asked', async () => {
    const folder = join(scratch(), 'course');
    assert.equal((await itlab(['start', folder])).status, 0);
    const system = join(folder, '01-sample/notes/src/notes.ts');
    rmSync(system);
    rmSync(join(folder, 'node_modules/nock'));
    const looked = await itlab(['doctor'], { cwd: folder });
    assert.equal(looked.status, 0);
    assert.match(looked.out, /^⚠ Lessons and exercises: Missing .*01-sample\/notes\/src\/notes\.ts\.$/m);
    assert.match(looked.out, /^⚠ Packages in the course folder: .* nock\.$/m);
    assert.match(looked.out, /itlab doctor --mend/);
    assert.equal(existsSync(system), false);
    const mended = await itlab(['doctor', '--mend', '--json'], { cwd: join(folder, '01-sample') });
    assert.match(mended.err, /^Files created in .*: 1; left as they were: \d+\.$/m);
    assert.match(mended.err, /^Packages linked into .*: 1\. Nothing else was changed\.$/m);
    assert.ok(existsSync(system));
    const { findings } = json(mended) as { findings: { health: string }[] };
    assert.ok(findings.length > 10);
    assert.deepEqual(
      findings.filter(({ health }) => health !== 'ok'),
      [],
    );
    const broken = await itlab(['doctor'], { cwd: folder, variables: { ITLAB_NODE: '/nowhere/node' } });
    assert.equal(broken.status, 1);
    assert.match(broken.out, /^✘ Node: \/nowhere\/node could not be started/m);
  });

  it('starts a course without changing what is there', async () => {
    const folder = scratch();
    writeFiles(folder, {
      'course/README.md': 'mine',
      'course/01-sample/notes/tests/notes.test.ts': 'mine too',
    });
    const { status, out } = await itlab(['start', 'course'], { cwd: folder });
    assert.equal(status, 0, out);
    assert.match(out, /2 files were there already and were left as they are/);
    assert.equal(readFileSync(join(folder, 'course/README.md'), 'utf8'), 'mine');
    assert.equal(
      readFileSync(join(folder, 'course/01-sample/notes/tests/notes.test.ts'), 'utf8'),
      'mine too',
    );
    assert.match(readFileSync(join(folder, 'course/01-sample/notes/src/notes.ts'), 'utf8'), /class Notes/);
  });

  it('says what was kept when the course cannot be written', async () => {
    const folder = scratch({ blocked: 'a file where a folder is needed' });
    const { status, err } = await itlab(['start', 'blocked'], { cwd: folder });
    assert.equal(status, 2);
    assert.match(err, /could not be written.*Files that were there before are unchanged/s);
    assert.equal(readFileSync(join(folder, 'blocked'), 'utf8'), 'a file where a folder is needed');
  });

  it('lints files, and mends them with --fix-preferred', async () => {
    const leaking = `import assert from 'node:assert/strict';\nimport Database from 'better-sqlite3';\n\ndescribe('notes', () => {\n  let db: Database.Database;\n  beforeEach(() => {\n    db = new Database(':memory:');\n  });\n\n  it('opens', () => {\n    assert.ok(db.open);\n  });\n});\n`;
    const cwd = scratch({ 'a.test.ts': leaking });
    const found = await itlab(['lint', 'a.test.ts', '--json'], { cwd });
    assert.equal(found.status, 1);
    const [first] = JSON.parse(found.out) as { message: string }[];
    assert.ok(first);
    const { message: _message, ...rest } = first;
    assert.deepEqual(rest, {
      file: 'a.test.ts',
      line: 7,
      column: 10,
      rule: 'unreleased-db',
      severity: 'warning',
      fixable: true,
    });
    const fixed = await itlab(['lint', 'a.test.ts', '--fix-preferred'], { cwd });
    assert.equal(fixed.status, 0, fixed.out);
    assert.match(
      readFileSync(join(cwd, 'a.test.ts'), 'utf8'),
      /afterEach\(\(\) => \{\n {4}db\?\.close\(\);\n {2}\}\);/,
    );
    const missing = await itlab(['lint', 'b.test.ts'], { cwd });
    assert.equal(missing.status, 2);
  });

  it('changes no byte of a file that is not UTF-8, and says so', async () => {
    const bytes = Buffer.concat([
      Buffer.from("it('opens', () => {\n  process.env.MODE = undefined; // Gr"),
      Buffer.from([0xfc, 0xdf]),
      Buffer.from('e\n});\n'),
    ]);
    const cwd = scratch();
    writeFileSync(join(cwd, 'latin.test.js'), bytes);
    for (const fix of ['--fix', '--fix-preferred']) {
      const { status, out, err } = await itlab(['lint', 'latin.test.js', fix], { cwd });
      assert.equal(status, 1);
      assert.match(out, /\(env-undefined\)/);
      assert.equal(err, 'itlab: latin.test.js is not encoded as UTF-8, so it is left as it is.\n');
      assert.ok(readFileSync(join(cwd, 'latin.test.js')).equals(bytes));
    }
    assert.equal((await itlab(['lint', 'latin.test.js'], { cwd })).err, '');
  });

  it('mends a file behind a link, and keeps its mode', async function () {
    if (process.platform === 'win32') this.skip();
    const text = `it('opens', () => {\n  process.env.MODE = undefined;\n});\n`;
    const cwd = scratch({ 'real/a.test.js': text });
    chmodSync(join(cwd, 'real/a.test.js'), 0o640);
    symlinkSync('real/a.test.js', join(cwd, 'a.test.js'));
    await itlab(['lint', 'a.test.js', '--fix-preferred'], { cwd });
    assert.match(readFileSync(join(cwd, 'real/a.test.js'), 'utf8'), /delete process\.env\.MODE/);
    assert.ok(lstatSync(join(cwd, 'a.test.js')).isSymbolicLink());
    assert.equal(statSync(join(cwd, 'real/a.test.js')).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(join(cwd, 'real')), ['a.test.js']);
  });

  it('lints what a pattern names, which the shells of Windows leave to programs', async () => {
    const only = "it.only('x', () => {});\n";
    const cwd = scratch({ 'tests/a.test.ts': only, 'tests/b.test.ts': only, 'tests/[c].test.ts': only });
    const linted = async (...names: string[]): Promise<string[]> => {
      const { out } = await itlab(['lint', ...names, '--json'], { cwd });
      const found = JSON.parse(out) as { file: string; rule: string }[];
      return found.flatMap(({ file, rule }) =>
        rule === 'exclusive-test' ? [file.replaceAll('\\', '/')] : [],
      );
    };
    assert.deepEqual(await linted('tests/{a,b}.test.ts'), ['tests/a.test.ts', 'tests/b.test.ts']);
    assert.deepEqual(await linted('tests/[c].test.ts'), ['tests/[c].test.ts'], 'a name is a name');
    const nothing = await itlab(['lint', 'tests/*.spec.ts'], { cwd });
    assert.equal(nothing.status, 2);
    assert.match(nothing.err, /No file is called or fits 'tests\/\*\.spec\.ts'/);
  });

  it('lints with the severities of the settings, as the editor does', async () => {
    const text = `import Database from 'better-sqlite3';\n\nit.only('opens', () => {\n  const db = new Database(':memory:');\n  process.env.MODE = undefined;\n  db.exec('');\n});\n`;
    const chosen = {
      'unreleased-db': 'error',
      'env-undefined': 'off',
      'exclusive-test': 'hint',
      'no-rule': 'error',
    };
    const settings = `// ours\n{\n  "editor.tabSize": 2, /* two */\n  "itlab.rules": {\n    "unreleased-db": "off",\n${Object.entries(
      chosen,
    )
      .map(([id, severity]) => `    "${id}": "${severity}", // ${id}\n`)
      .join('')}  },\n}\n`;
    const files = { 'tests/a.test.ts': text, '.vscode/settings.json': settings, '.git/HEAD': '' };
    const cwd = scratch(files);
    const found = async (...args: string[]): Promise<string[]> => {
      const { out, err } = await itlab(['lint', 'tests/a.test.ts', '--json', ...args], { cwd });
      assert.equal(err, '');
      const findings = JSON.parse(out) as { rule: string; severity: string; line: number }[];
      return findings.map(({ rule, severity, line }) => `${severity} ${rule} ${line}`);
    };

    const uri = pathToFileURL(join(cwd, 'tests/a.test.ts')).href;
    const service = createLanguageService({
      loadParser: async () => typescriptParser,
      rules: allRules,
      actions: [],
      client: {
        snippets: false,
        keepsSnippetWhitespace: false,
        resolvesEdits: false,
        showsDisabled: false,
        versionedEdits: false,
        createsFiles: false,
        annotatesChanges: false,
        rulePageUri: undefined,
      },
      projectOf: projectFactsOf,
    });
    const inEditor = async (rules: unknown): Promise<string[]> => {
      const document = TextDocument.create(uri, 'typescript', 1, text);
      const names = ['', 'error', 'warning', 'information', 'hint'];
      return (await service.diagnostics(document, decodeRuleSettings(rules))).map(
        ({ code, severity = 0, range }) => `${names[severity]} ${code} ${range.start.line + 1}`,
      );
    };
    const withSettings = await found();
    assert.deepEqual(withSettings, await inEditor(chosen));
    assert.ok(withSettings.includes('error unreleased-db 4'), withSettings.join());
    assert.ok(withSettings.includes('hint exclusive-test 3'), withSettings.join());
    assert.ok(!withSettings.some((one) => one.includes('env-undefined')), withSettings.join());
    const without = await found('--no-settings');
    assert.deepEqual(without, await inEditor({}));
    assert.notDeepEqual(without, withSettings);

    await itlab(['lint', 'tests/a.test.ts', '--fix'], { cwd });
    assert.equal(readFileSync(join(cwd, 'tests/a.test.ts'), 'utf8'), text);
    await itlab(['lint', 'tests/a.test.ts', '--fix', '--no-settings'], { cwd });
    assert.match(readFileSync(join(cwd, 'tests/a.test.ts'), 'utf8'), /delete process\.env\.MODE/);
  });

  it('uses what it can read of broken settings, and says so; settings beyond the repository do not count', async () => {
    const text = `it.only('opens', () => {\n  throw new Error('x');\n});\n`;
    const settings = '{ "itlab.rules": { "exclusive-test": "off", ';
    const cwd = scratch({ 'a/b/c.test.ts': text, 'a/.vscode/settings.json': settings });
    const broken = await itlab(['lint', 'a/b/c.test.ts'], { cwd });
    assert.equal(broken.status, 0, broken.out);
    assert.match(broken.err, /settings\.json has syntax errors.*--no-settings/s);
    const beyond = scratch({
      'a/b/c.test.ts': text,
      'a/.vscode/settings.json': settings,
      'a/b/.git/HEAD': '',
    });
    const found = await itlab(['lint', 'a/b/c.test.ts'], { cwd: beyond });
    assert.equal(found.status, 1);
    assert.match(found.out, /exclusive-test/);
  });
});
