import assert from 'node:assert/strict';
import { allExercises, loadCatalog } from '../../../src/course/catalog.ts';
import { nextStep } from '../../../src/extension/lessons/nextStep.ts';
import { sourceInstallation } from '../../support/scratch.ts';

describe('the step after a complete exercise', () => {
  const catalog = loadCatalog(sourceInstallation.lessons);
  const exercises = allExercises(catalog);
  const [first, second, third, fourth] = exercises;
  const last = exercises.at(-1);
  assert.ok(first && second && third && fourth && last);

  /** What comes after the exercise when these are complete, itself included. */
  const after = (exercise: typeof first, ...done: (typeof first)[]): string => {
    const step = nextStep(catalog, exercise, (one) => [exercise, ...done].includes(one));
    return step.type === 'exercise' ? step.exercise : step.type === 'lesson' ? step.lesson : step.type;
  };

  it('is the next exercise of the lesson', () => {
    assert.equal(after(first), second.id);
  });

  it('is the next lesson, from its beginning', () => {
    assert.equal(after(second, first), third.lesson);
    assert.equal(after(first, second), third.lesson);
  });

  it('is the exercise where a lesson was begun already', () => {
    assert.equal(after(second, first, third), fourth.id);
  });

  it('is at the end what was left out, and then the end', () => {
    assert.equal(after(last, ...exercises.slice(2)), first.lesson);
    assert.equal(after(last, ...exercises.filter((one) => one !== second)), second.id);
    assert.equal(after(last, ...exercises), 'end');
  });
});
