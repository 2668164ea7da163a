import { commands, window, type Disposable, type Uri } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { ActiveCourse } from '../activeCourse.ts';

/**
 * Keeps the context keys that the manifest's `when` clauses name: `itlab.courseOpen`, and `itlab.inExercise` for the
 * active editor.
 */
export function courseContext(
  course: ActiveCourse,
  exerciseOf: (file: Uri) => Exercise | null,
): readonly Disposable[] {
  const set = (key: string, value: boolean): void =>
    void commands.executeCommand('setContext', `itlab.${key}`, value);
  const tell = (): void => {
    const file = window.activeTextEditor?.document.uri;
    set('courseOpen', course.folder !== null);
    set('inExercise', file !== undefined && exerciseOf(file) !== null);
  };
  tell();
  return [course.onDidChange(tell), window.onDidChangeActiveTextEditor(tell)];
}
