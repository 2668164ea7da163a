/**
 * Proves that the workflow of a course folder grades as the editor does: its steps are run literally, with this
 * machine's package in the place of the one from the Marketplace, in a submission that is honest and in one whose
 * owner has edited everything that a grader might be tempted to read.
 *
 *   node scripts/checkClassroom.ts [the package, a .vsix]
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { findExercise, loadCatalog } from '../src/course/catalog.ts';
import { gradeSubmission } from '../src/course/grading/grade.ts';
import { readSubmission } from '../src/course/grading/submission.ts';
import { gradeWorkflowPath } from '../src/course/gradeWorkflow.ts';
import { coldRunners } from '../src/course/running/runSession.ts';
import { findRuntime } from '../src/course/runtime.ts';
import type { GradeResult } from '../src/protocol/gradeResult.ts';
import { hostTarget } from './toolchain.ts';

const repository = path.join(import.meta.dirname, '..');
const version = (
  JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as { version: string }
).version;
const vsix = path.resolve(
  process.argv[2] ??
    path.join(repository, `out/vsix/integration-testing-lab-${hostTarget()}-${version}.vsix`),
);
const complete = '02-database/repositories';
const halfWay = '04-http-api/users-api';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'classroom-'));
const temporary = path.join(scratch, 'runner');
const submission = path.join(scratch, 'submission');
const extension = path.join(temporary, 'itlab/extension');
const cli = path.join(extension, 'dist/cli.js');
mkdirSync(temporary);
let failures = 0;

try {
  const first = path.join(scratch, 'first');
  mkdirSync(first);
  // The workflow comes out of the package that it fetches, so the first time it is fetched by hand.
  assert.equal(spawnSync('unzip', ['-q', vsix, '-d', path.join(first, 'itlab')]).status, 0);
  node([path.join(first, 'itlab/extension/dist/cli.js'), 'start', submission], scratch);
  const step = stepsOf(readFileSync(path.join(submission, gradeWorkflowPath), 'utf8'));

  check('the package is fetched', () => {
    const { status, stderr } = shell(step('Get itlab'));
    assert.equal(status, 0, stderr);
  });
  check('nothing is begun at first', () => {
    const { status, stdout } = shell(step('Grade'));
    assert.match(stdout, /^0 of 0 exercises complete; \d+ not begun\.$/m);
    assert.equal(status, 0);
  });

  answer(complete, (text) => text);
  // A learner who closes no database and does not ask what a would-be admin becomes.
  answer(halfWay, (text) =>
    text.replace(/\{\s+title: 'a would-be admin'[^]*?\n {4}\},/, '').replace('    db.close();\n', ''),
  );
  const honest = grades();
  check('an answer that is complete, and one that is not', () => {
    assert.deepEqual(
      honest.map(({ exercise, complete: whole }) => [exercise, whole]),
      [
        [complete, true],
        [halfWay, false],
      ],
    );
    const { status, stdout } = shell(step('Grade'));
    assert.equal(status, 1);
    assert.match(stdout, /^1 of 2 exercises complete;/m);
    const report = readFileSync(path.join(temporary, 'grade.xml'), 'utf8');
    assert.match(report, /<testsuite package="02-database\/repositories"[^>]* failures="0"/);
    assert.match(report, /<testsuite package="04-http-api\/users-api"[^>]* failures="[1-9]/);
  });

  const editor = await gradesOfTheEditor();
  check("the editor's verdicts", () => assert.deepEqual(honest, editor));

  tamper();
  check('the same verdicts whatever the submission brings along', () => assert.deepEqual(grades(), honest));
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
process.exitCode = failures === 0 ? 0 : 1;

function check(what: string, prove: () => void): void {
  try {
    prove();
    console.log(`✔ ${what}`);
  } catch (error) {
    failures += 1;
    console.error(`✘ ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The text of a step's `run`, by the step's name. */
function stepsOf(workflow: string): (name: string) => string {
  const { jobs } = parse(workflow) as { jobs: { grade: { steps: { name?: string; run?: string }[] } } };
  return (name) => {
    const run = jobs.grade.steps.find((step) => step.name === name)?.run;
    if (run === undefined) throw new Error(`The workflow has no step '${name}' that runs something.`);
    return run;
  };
}

/** Runs a step as GitHub's runner does on Linux. */
function shell(script: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('bash', ['-e', '-c', script], {
    cwd: submission,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      RUNNER_TEMP: temporary,
      ITLAB_VSIX: pathToFileURL(vsix).href,
    },
  });
}

function node(args: readonly string[], cwd: string): string {
  const { stdout, stderr, error } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (stdout === '') throw new Error(stderr);
  return stdout;
}

function grades(): GradeResult[] {
  const { results } = JSON.parse(node([cli, 'grade', '--all', '--json'], submission)) as {
    results: GradeResult[];
  };
  return results.map(withoutTimes);
}

/** What ExerciseRuns of the extension does, with the same package's parts. */
async function gradesOfTheEditor(): Promise<GradeResult[]> {
  const installation = {
    lessons: path.join(extension, 'lessons'),
    runner: path.join(extension, 'dist/runner.cjs'),
    attach: path.join(extension, 'dist/attach.cjs'),
    toolchain: path.join(extension, 'dist/toolchain'),
  };
  const catalog = loadCatalog(installation.lessons);
  const runners = coldRunners({ ...installation, runtime: await findRuntime() });
  const results: GradeResult[] = [];
  for (const id of [complete, halfWay]) {
    const exercise = findExercise(catalog, id);
    const files = readSubmission(exercise, path.join(submission, id));
    results.push((await gradeSubmission(exercise, files, { installation, runners })).result);
  }
  return results.map(withoutTimes);
}

function withoutTimes(result: GradeResult): GradeResult {
  return { ...result, tests: result.tests.map((test) => ({ ...test, durationMs: 0 })) };
}

function answer(id: string, edit: (text: string) => string): void {
  const from = path.join(repository, 'test/fixtures/answers', path.basename(id), 'table-driven');
  const to = path.join(submission, id);
  cpSync(from, to, { recursive: true });
  const [name] = globSync('tests/**/*.test.ts', { cwd: to }).sort();
  assert.ok(name);
  const file = path.join(to, name);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

/** Everything a submission could hold that looks as if it took part in grading. */
function tamper(): void {
  const write = (file: string, text: string): void => {
    const to = path.join(submission, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text);
  };
  const manifest = JSON.stringify({ kind: 'write-tests', title: 'Easy', faults: [], variants: [] });
  for (const id of [complete, halfWay]) {
    const [lesson = '', name = ''] = id.split('/');
    write(`${id}/exercise.json`, manifest);
    write(`${id}/faults/nothing.patch`, '');
    write(`${id}/src/added.ts`, 'process.exit(0);\n');
    write(`lessons/${lesson}/exercises/${name}/exercise.json`, manifest);
  }
  write(`${halfWay}/src/app.ts`, 'export const createApp = () => ({ status: 200 });\n');
  write(
    'itlab.json',
    JSON.stringify({ course: 'integration-testing-lab', version: 1, lessons: './lessons' }),
  );
  write('.mocharc.json', JSON.stringify({ grep: 'nothing', require: './cheat.cjs' }));
  write('cheat.cjs', 'process.exit(0);\n');
  write('package.json', JSON.stringify({ type: 'commonjs', mocha: { grep: 'nothing' } }));
  rmSync(path.join(submission, 'node_modules'), { recursive: true, force: true });
  write(
    'node_modules/mocha/package.json',
    JSON.stringify({ name: 'mocha', version: '99.0.0', main: 'index.js' }),
  );
  write('node_modules/mocha/index.js', 'process.exit(0);\n');
  write(
    'node_modules/better-sqlite3/package.json',
    JSON.stringify({ name: 'better-sqlite3', version: '99.0.0' }),
  );
  write('node_modules/better-sqlite3/index.js', "throw new Error('not the real one');\n");
}
