import { commands, type Disposable } from 'vscode';
import type { ActiveCourse } from './activeCourse.ts';
import { Disposables } from './disposables.ts';
import type { ExerciseStates } from './exerciseStates.ts';

/** The walkthrough in package.json, as VS Code addresses it. */
const walkthrough = 'integration-testing-lab.integration-testing-lab#itlab.firstSteps';

/** Opens VS Code's own page with the first steps. */
export async function showFirstSteps(): Promise<void> {
  await commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
}

/**
 * Tells VS Code which of the first steps were taken, however they were: from the lesson page, the Testing view or the
 * palette. It checks them off by the contexts that package.json names.
 */
export function followFirstSteps(course: ActiveCourse, states: ExerciseStates): Disposable {
  const store = new Disposables();
  const taken = new Set<string>();
  const take = (context: string): void => {
    if (taken.has(context)) return;
    taken.add(context);
    void commands.executeCommand('setContext', context, true);
  };
  const look = (): void => {
    if (course.folder !== null) take('itlab.courseOpen');
  };
  look();
  store.add(course.onDidChange(look));
  store.add(
    states.onDidChange((exercise) => {
      const { run, grade } = states.get(exercise);
      if (run) take('itlab.exerciseRun');
      if (grade) take('itlab.exerciseGraded');
    }),
  );
  return store;
}
