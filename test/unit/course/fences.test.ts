import assert from 'node:assert/strict';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { loadExample } from '../../../src/course/examples/example.ts';
import { exampleNamed, fencesOf } from '../../../src/course/examples/fences.ts';
import { sourceInstallation } from '../../support/scratch.ts';

describe('the blocks of code of a page', () => {
  it('are found with what is said of them', () => {
    const page = 'Text.\n\n```ts run=paid-order\nit();\n```\n\n~~~text\n```\n~~~\n';
    assert.deepEqual(fencesOf(page), [
      { info: 'ts run=paid-order', code: 'it();\n' },
      { info: 'text', code: '```\n' },
    ]);
  });

  it('run an example by its name, and nothing by another word', () => {
    assert.equal(exampleNamed('ts run=paid-order'), 'paid-order');
    for (const info of ['ts', 'run=paid-order', 'ts rerun=a', 'ts run=../a', 'ts run=A']) {
      assert.equal(exampleNamed(info), null, info);
    }
  });

  it('run examples that their lesson has, in every lesson at least one', () => {
    for (const lesson of loadCatalog(sourceInstallation.lessons).lessons) {
      const names = fencesOf(lesson.markdown).flatMap(({ info }) => exampleNamed(info) ?? []);
      assert.deepEqual(
        names,
        (lesson.examples ?? []).map(({ name }) => name),
        lesson.id,
      );
      for (const name of names) assert.ok(loadExample(lesson, name), `${lesson.id}: ${name}`);
      assert.notEqual(names.length, 0, lesson.id);
    }
  });
});
