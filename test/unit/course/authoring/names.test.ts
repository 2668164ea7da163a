import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkExerciseName,
  checkLessonName,
  checkTitle,
  exerciseNamePattern,
  lessonNamePattern,
  titleFrom,
} from '../../../../src/course/authoring/names.ts';
import { CourseError } from '../../../../src/course/courseError.ts';
import { sourceInstallation } from '../../../support/scratch.ts';

function isBadName(error: unknown): boolean {
  return error instanceof CourseError && error.code === 'bad-name' && error.remedy !== '';
}

describe('names of lessons and exercises', () => {
  it('have the patterns of the schema', () => {
    const file = join(sourceInstallation.lessons, 'schema/lesson.schema.json');
    const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
      properties: { id: { pattern: string }; exercises: { items: { pattern: string } } };
    };
    assert.equal(lessonNamePattern.source, properties.id.pattern);
    assert.equal(exerciseNamePattern.source, properties.exercises.items.pattern);
  });

  it('are refused when a folder, a page or a learner on Windows could not have them', () => {
    for (const name of [
      'isolation',
      '3-isolation',
      '03-Isolation',
      '03-',
      '00-zero',
      '03-a/b',
      '03-..',
      `03-${'x'.repeat(60)}`,
    ]) {
      assert.throws(() => checkLessonName(name), isBadName, name);
    }
    for (const name of [
      '',
      'Notes',
      'a_b',
      'a b',
      '-a',
      'a--b',
      '..',
      'a/b',
      'a\\b',
      'nul',
      'com1',
      'é',
      'x'.repeat(61),
    ]) {
      assert.throws(() => checkExerciseName(name), isBadName, name);
    }
    checkLessonName('03-isolation');
    checkExerciseName('order-service-2');
  });

  it('make first titles', () => {
    assert.equal(titleFrom('03-order-service'), 'Order service');
    assert.equal(titleFrom('use-test-db'), 'Use test db');
    assert.equal(checkTitle(titleFrom('x')), 'X..');
  });

  it('go with titles of one line', () => {
    assert.equal(checkTitle(' A "quoted": title '), 'A "quoted": title');
    for (const title of ['', '  ', 'ab', 'two\nlines']) assert.throws(() => checkTitle(title), isBadName);
  });
});
