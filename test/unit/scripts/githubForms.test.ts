import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

/*
 * GitHub shows a form with a mistake in it to nobody and says so to nobody. No package of the npm registry carries
 * its schemas, so this is what its documentation says, as far as it is used here.
 */
const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const attributes = {
  input: { label: text, description: text, placeholder: text, value: text },
  textarea: {
    label: text,
    description: text,
    placeholder: text,
    value: text,
    render: { enum: ['text', 'typescript'] },
  },
  dropdown: { label: text, description: text, options: texts, multiple: { type: 'boolean' } },
};
const object = (properties: object, required: string[] = []): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const formSchema = object(
  {
    name: text,
    description: { ...text, maxLength: 200 },
    labels: texts,
    body: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: Object.entries(attributes).map(([type, known]) =>
          object(
            {
              type: { const: type },
              id: { type: 'string', pattern: '^[a-zA-Z0-9_-]+$' },
              attributes: object(known, type === 'dropdown' ? ['label', 'options'] : ['label']),
              validations: object({ required: { type: 'boolean' } }),
            },
            ['type', 'id', 'attributes'],
          ),
        ),
      },
    },
  },
  ['name', 'description', 'body'],
);
const updateSchema = object(
  {
    'package-ecosystem': { enum: ['npm', 'github-actions'] },
    directory: { const: '/' },
    schedule: object({ interval: { enum: ['daily', 'weekly', 'monthly'] } }, ['interval']),
    'open-pull-requests-limit': { type: 'integer' },
    cooldown: object({ 'default-days': { type: 'integer' } }),
    groups: {
      type: 'object',
      additionalProperties: object({
        patterns: texts,
        'update-types': { type: 'array', items: { enum: ['major', 'minor', 'patch'] } },
      }),
    },
    ignore: {
      type: 'array',
      items: object(
        {
          'dependency-name': text,
          'update-types': {
            type: 'array',
            items: { enum: ['major', 'minor', 'patch'].map((part) => `version-update:semver-${part}`) },
          },
        },
        ['dependency-name'],
      ),
    },
  },
  ['package-ecosystem', 'directory', 'schedule'],
);
const dependabotSchema = object({ version: { const: 2 }, updates: { type: 'array', items: updateSchema } }, [
  'version',
  'updates',
]);

interface Form {
  name: string;
  body: { id: string; attributes: { label: string; placeholder?: string } }[];
}

const repository = path.join(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(path.join(repository, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  devDependencies: Record<string, string>;
};
const forms = globSync('.github/ISSUE_TEMPLATE/!(config).yml', { cwd: repository }).sort();

function faults(schema: object, value: unknown): string[] {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the forms for issues', () => {
  it('are three, of the shape that GitHub takes', () => {
    assert.deepEqual(
      forms.map((file) => path.basename(file)),
      ['bug.yml', 'course-content.yml', 'wrong-diagnostic.yml'],
    );
    for (const file of forms) {
      const form = parse(read(file)) as Form;
      assert.deepEqual(faults(formSchema, form), [], file);
      for (const names of [
        form.body.map(({ id }) => id),
        form.body.map(({ attributes }) => attributes.label),
      ])
        assert.equal(new Set(names).size, names.length, `${file}: ${names.join(', ')}`);
    }
    const config = object({ blank_issues_enabled: { type: 'boolean' } }, ['blank_issues_enabled']);
    assert.deepEqual(faults(config, parse(read('.github/ISSUE_TEMPLATE/config.yml'))), []);
  });

  it('are of another shape with a mistake in them', () => {
    const whole = read('.github/ISSUE_TEMPLATE/bug.yml');
    for (const [right, wrong] of [
      ['label:', 'lable:'],
      ['type: textarea', 'type: text'],
      ['id: what', 'id: what now'],
      ['required: true', 'required: yes'],
      ['options:', 'choices:'],
      ['body:', 'boddy:'],
    ] as const)
      assert.notDeepEqual(faults(formSchema, parse(whole.replace(right, wrong))), [], wrong);
  });

  it('name commands, buttons and rules as they are called', () => {
    const bug = read('.github/ISSUE_TEMPLATE/bug.yml').replaceAll(/\s+/g, ' ');
    const { 'command.doctor': doctor } = JSON.parse(read('package.nls.json')) as Record<string, string>;
    assert.ok(bug.includes(`*${doctor}*`) && bug.includes('`itlab doctor`'));
    assert.ok(
      'Copy Report' in (JSON.parse(read('l10n/bundle.l10n.json')) as object) && bug.includes('*Copy Report*'),
    );
    const placeholder = (file: string, wanted: string): string | undefined =>
      (parse(read(`.github/ISSUE_TEMPLATE/${file}.yml`)) as Form).body.find(({ id }) => id === wanted)
        ?.attributes.placeholder;
    assert.ok(existsSync(path.join(repository, `media/rules/${placeholder('wrong-diagnostic', 'rule')}.md`)));
    const [lesson, exercise] = placeholder('course-content', 'where')?.split('/') ?? [];
    assert.ok(existsSync(path.join(repository, `lessons/${lesson}/exercises/${exercise}/exercise.json`)));
  });
});

describe('the updates by Dependabot', () => {
  const settings = parse(read('.github/dependabot.yml')) as {
    updates: { 'package-ecosystem': string; ignore?: { 'dependency-name': string }[] }[];
  };

  it('are set up for packages and actions, as Dependabot takes it', () => {
    assert.deepEqual(faults(dependabotSchema, settings), []);
    assert.deepEqual(
      settings.updates.map((update) => update['package-ecosystem']),
      ['npm', 'github-actions'],
    );
  });

  it('leave out packages that there are', () => {
    const ignored = settings.updates.flatMap(({ ignore = [] }) =>
      ignore.map((entry) => entry['dependency-name']),
    );
    assert.ok(ignored.includes('@types/node') && ignored.includes('@types/vscode'));
    for (const name of ignored) assert.ok(name in manifest.devDependencies, name);
  });
});

describe('what people read on GitHub', () => {
  it('names no address, because package.json is the place that does', () => {
    for (const file of ['SECURITY.md', ...globSync('.github/**/*.{yml,md}', { cwd: repository })])
      assert.doesNotMatch(read(file), /https?:\/\//, file);
  });
});
