import { join } from 'node:path';
import { commands, l10n, Uri, workspace, type Disposable } from 'vscode';
import { findExercise } from '../../course/catalog.ts';
import { CourseError } from '../../course/courseError.ts';
import { hasGivenSuite, patchText, systemFiles, type Exercise } from '../../course/exercise.ts';
import { patchedPaths, patchedWith } from '../../course/patches.ts';
import { sentence } from '../../course/sentence.ts';
import type { ExerciseState } from '../../protocol/lessonPage.ts';
import type { ActiveCourse } from '../activeCourse.ts';

const scheme = 'itlab-fault';

export interface FaultSources {
  readonly course: ActiveCourse;
  readonly states: { get(exercise: Exercise): Pick<ExerciseState, 'grade'> };
}

/**
 * Whether a fault may be looked at: the learner's own tests caught it. Where the suite is given, the system that the
 * fault changes is the model answer, so that none may.
 */
function mayShow({ states }: Pick<FaultSources, 'states'>, exercise: Exercise, fault: string): boolean {
  if (hasGivenSuite(exercise) || !exercise.manifest.faults.some(({ id }) => id === fault)) return false;
  return states.get(exercise).grade?.faults.some(({ id, caught }) => id === fault && caught) ?? false;
}

/**
 * Lets VS Code read the system of an exercise, correct and with a caught fault; nobody can write it. Asked for each
 * document anew, so that an address that is made by hand, or kept from another grade, tells nothing.
 */
export function registerFaultDocuments(sources: FaultSources): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ authority, query }) => {
      const asked = new URLSearchParams(query);
      const exercise = findExercise(sources.course.catalog, asked.get('exercise') ?? '');
      const fault = asked.get('fault') ?? '';
      if (!mayShow(sources, exercise, fault)) return null;
      const system = systemFiles(exercise);
      const files = authority === 'faulty' ? patchedWith(exercise, 'faults', fault, system) : system;
      return files.get(asked.get('path') ?? '') ?? null;
    },
  });
}

/**
 * The title of a fault that may be looked at.
 * @throws CourseError `fault-not-caught` for any other fault.
 */
export function titleOfCaught(
  sources: Pick<FaultSources, 'states'>,
  exercise: Exercise,
  fault: string,
): string {
  const title = exercise.manifest.faults.find(({ id }) => id === fault)?.title;
  if (title !== undefined && mayShow(sources, exercise, fault)) return title;
  throw new CourseError(
    'fault-not-caught',
    sentence`This fault of ${exercise.manifest.title} cannot be shown: your tests do not catch it.`,
    'Grade again to see how things stand; hints lead to a fault that is not caught.',
  );
}

/**
 * Opens what a caught fault changes in the system, as a difference.
 * @throws CourseError `fault-not-caught` for any other fault.
 */
export async function showFault(sources: FaultSources, exercise: Exercise, fault: string): Promise<void> {
  const title = titleOfCaught(sources, exercise, fault);
  const folder = sources.course.folderOf(exercise);
  const uriOf = (version: 'correct' | 'faulty', path: string): Uri =>
    // The path is the file's own: else the comparison would call the file renamed.
    Uri.file(join(folder, path)).with({
      scheme,
      authority: version,
      query: new URLSearchParams({ path, exercise: exercise.id, fault }).toString(),
    });
  const heading = l10n.t('{0}: correct ↔ with the fault', title);
  const paths = patchedPaths(patchText(exercise, 'faults', fault), fault);
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) {
    await commands.executeCommand('vscode.diff', uriOf('correct', only), uriOf('faulty', only), heading);
    return;
  }
  const changes = paths.map((path) => [
    Uri.file(join(folder, path)),
    uriOf('correct', path),
    uriOf('faulty', path),
  ]);
  await commands.executeCommand('vscode.changes', heading, changes);
}
